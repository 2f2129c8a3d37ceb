//! Words in a header that make it another thing than the field it names:
//! `secondary_email`, `manager_email`, `old_username`.

/// What makes it something else of the same person.
const OTHER: &[&str] = &[
    "secondary",
    "second",
    "alternate",
    "alternative",
    "alternativ",
    "alt",
    "other",
    "additional",
    "backup",
    "recovery",
    "work",
    "business",
    "office",
    "home",
    "personal",
    "private",
    "mobile",
    "cell",
    "company",
    "contact",
    "billing",
    "shipping",
    "invoice",
    "internal",
    "external",
    "new",
    "pending",
    "temp",
    "temporary",
    "initial",
    "fax",
    "middle",
    "nick",
    "maiden",
    "legal",
    "preferred",
    "verified",
    "confirmed",
    "status",
    "type",
    "count",
    "hash",
    "domain",
    "optin",
    "geschaftlich",
    "privat",
    "zweite",
    "secondaire",
    "autre",
    "secundario",
    "otro",
    "secondario",
];

/// What makes it something of somebody else, or of another time.
const ELSEWHERE: &[&str] = &[
    "old",
    "previous",
    "former",
    "prior",
    "original",
    "legacy",
    "manager",
    "managers",
    "supervisor",
    "boss",
    "parent",
    "parents",
    "guardian",
    "guardians",
    "carer",
    "caregiver",
    "mother",
    "mothers",
    "father",
    "fathers",
    "mum",
    "mom",
    "dad",
    "family",
    "relative",
    "kin",
    "eltern",
    "mutter",
    "vater",
    "erziehungsberechtigte",
    "erziehungsberechtigter",
    "vormund",
    "notfall",
    "notfallkontakt",
    "padre",
    "madre",
    "tutor",
    "apoderado",
    "responsable",
    "genitore",
    "mere",
    "pere",
    "ouder",
    "ouders",
    "urgence",
    "emergencia",
    "emergenza",
    "spouse",
    "partner",
    "assistant",
    "emergency",
    "nextofkin",
    "createdby",
    "updatedby",
    "modifiedby",
    "deletedby",
    "invitedby",
    "invitor",
    "inviter",
    "referrer",
    "referredby",
    "referral",
    "owner",
    "author",
    "approver",
    "reviewer",
    "teacher",
    "advisor",
    "agent",
    "salesrep",
    "sponsor",
    "vorgesetzter",
    "ancien",
    "antiguo",
    "alte",
    "alter",
];

/// Whose the values of a column with such a name are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    /// Nothing in the name says anything but the field.
    Theirs,
    /// Something of the same person that is not the field itself.
    Other,
    /// Somebody else's, or of another time.
    Elsewhere,
}

/// The words of a header in lower case, parted at what is neither letter nor digit and
/// at capitals: `oldUserName` is old, user, name.
pub(super) fn words(header: &str) -> Vec<String> {
    let mut words: Vec<String> = vec![String::new()];
    let mut before = ' ';
    for c in header.chars() {
        let starts = !c.is_alphanumeric()
            || (c.is_uppercase() && before.is_lowercase())
            || (c.is_ascii_digit() != before.is_ascii_digit() && before.is_alphanumeric());
        if starts {
            words.push(String::new());
        }
        if c.is_alphanumeric() {
            let last = words.last_mut().expect("there is one to begin with");
            last.push_str(&super::plain(&c.to_string()));
        }
        before = c;
    }
    words.retain(|word| !word.is_empty());
    words
}

/// Whose the values under this header are, by its words.
pub fn whose(header: &str) -> Whose {
    let words = words(header);
    let has = |list: &[&str]| {
        let single = words.iter().any(|word| list.contains(&word.as_str()));
        let pairs = words.windows(2).map(<[String]>::concat);
        single || pairs.into_iter().any(|pair| list.contains(&pair.as_str()))
    };
    // `oldusername` has no mark between its words.
    let glued = |list: &[&str]| {
        words.iter().any(|word| {
            list.iter().any(|modifier| {
                let mut rests = [word.strip_prefix(modifier), word.strip_suffix(modifier)]
                    .into_iter()
                    .flatten();
                rests.any(|rest| super::of_plain(rest).is_some())
            })
        })
    };
    let numbered = words.len() > 1 && words.iter().any(|w| w.bytes().all(|b| b.is_ascii_digit()));
    if has(ELSEWHERE) || glued(ELSEWHERE) {
        Whose::Elsewhere
    } else if has(OTHER) || glued(OTHER) || numbered {
        Whose::Other
    } else {
        Whose::Theirs
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn modifiers_are_seen() {
        for (header, expected) in [
            ("email", Whose::Theirs),
            ("emial", Whose::Theirs),
            ("contact", Whose::Other),
            ("secondary_email", Whose::Other),
            ("workPhone", Whose::Other),
            ("email2", Whose::Other),
            ("Email 2", Whose::Other),
            ("mobile_verified", Whose::Other),
            ("Parent Email", Whose::Elsewhere),
            ("Guardian 1 e-mail", Whose::Elsewhere),
            ("Emergency contact email", Whose::Elsewhere),
            ("Next of kin email", Whose::Elsewhere),
            ("E-Mail der Eltern", Whose::Elsewhere),
            ("manager_email", Whose::Elsewhere),
            ("Manager's e-mail", Whose::Elsewhere),
            ("created_by", Whose::Elsewhere),
            ("oldusername", Whose::Elsewhere),
            ("old_username", Whose::Elsewhere),
            ("Kürzel", Whose::Theirs),
            ("golden", Whose::Theirs),
        ] {
            assert_eq!(whose(header), expected, "{header}");
        }
    }

    #[test]
    fn words_are_plain() {
        for word in OTHER.iter().chain(ELSEWHERE) {
            assert_eq!(crate::rows::headers::plain(word), *word);
        }
    }
}
