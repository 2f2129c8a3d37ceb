//! Usernames.

use crate::base::limits::USERNAME_CHARACTERS;
use crate::base::look_alike;
use crate::convert::{email, nobody, text};
use crate::findings::finding::Findings;
use crate::rows::characters::Kind;
use crate::rows::raw::CellRef;
use crate::rules::{
    not_a_value, username_characters, username_is_an_email, username_length, username_looks_like,
    username_mixed_scripts, username_reserved,
};
use crate::users::fold::folded;
use crate::users::user::{IdentifierKind, Identity};
use unicode_normalization::char::is_combining_mark;

/// Names that others take for the people who run the directory. RFC 2142 has
/// those of mailboxes.
const RESERVED: &[&str] = &[
    "abuse",
    "admin",
    "administrator",
    "anonymous",
    "guest",
    "help",
    "hostmaster",
    "info",
    "moderator",
    "nobody",
    "noreply",
    "no-reply",
    "operator",
    "owner",
    "postmaster",
    "root",
    "security",
    "staff",
    "superuser",
    "support",
    "sysadmin",
    "system",
    "webmaster",
];

/// Reads a username: [folded], so that it is one name however it is written.
pub fn read(cell: CellRef<'_>, findings: &mut Findings) -> Option<Identity> {
    let text = text::clean_as(cell, Kind::Identifier, findings)?;
    if let Some(what) = nobody::described(&text) {
        not_a_value::found(cell, what, findings);
        return None;
    }
    let key = folded(&text);
    // A mark needs a letter to stand on.
    let bare_mark = key.chars().next().filter(|c| is_combining_mark(*c));
    if let Some(odd) = bare_mark.or_else(|| key.chars().find(|c| !is_accepted(*c))) {
        username_characters::found(cell, odd, nearest(&key), findings);
        return None;
    }
    let characters = key.chars().count();
    if !USERNAME_CHARACTERS.contains(&characters) {
        username_length::found(cell, characters, findings);
        return None;
    }
    if RESERVED.contains(&key.as_str()) {
        username_reserved::found(cell, findings);
        return None;
    }
    if email::key(&key).is_some() {
        username_is_an_email::found(cell, findings);
    } else if let Some(scripts) = look_alike::mixed_scripts(&key) {
        username_mixed_scripts::found(cell, &scripts, look_alike::twin(&key), findings);
    } else if let Some(twin) = look_alike::twin(&key) {
        username_looks_like::found(cell, twin, findings);
    }
    let given = (*text != *key).then(|| text.into_owned());
    Some(Identity {
        given,
        ..Identity::new(IdentifierKind::Username, key)
    })
}

/// The plain name that one of other letters looks like.
pub fn plain_twin(key: &str) -> Option<String> {
    look_alike::twin(key).filter(|twin| twin != key)
}

/// Letters, digits, and the signs that addresses and handles are made of.
fn is_accepted(c: char) -> bool {
    c.is_alphanumeric() || is_combining_mark(c) || matches!(c, '.' | '_' | '-' | '@' | '+')
}

/// The nearest name of accepted characters: the account of `DOMAIN\account`,
/// spaces as dots, everything else left out.
fn nearest(key: &str) -> Option<String> {
    let account = key.rsplit('\\').next().unwrap_or(key);
    let name: String = account
        .chars()
        .map(|c| if c.is_whitespace() { '.' } else { c })
        .filter(|c| is_accepted(*c))
        .collect();
    let fits = USERNAME_CHARACTERS.contains(&name.chars().count());
    (fits && !RESERVED.contains(&name.as_str())).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::convert::testing::run;
    use crate::users::field::Field;

    fn check(text: &str, key: Option<&str>, codes: &[&str]) {
        let (identity, found) = run(Field::Username, text, read);
        let found_key = identity.map(|identity| identity.key);
        assert_eq!(
            (found_key.as_deref(), found.as_slice()),
            (key, codes),
            "{text:?}"
        );
    }

    #[test]
    fn usernames_are_read() {
        check("jane.roe", Some("jane.roe"), &[]);
        check("Jane_Roe-1", Some("jane_roe-1"), &[]);
        check("ｊａｎｅ", Some("jane"), &[]);
        check("Zoë", Some("zoë"), &[]);
        check("नमस्ते", Some("नमस्ते"), &[]);
        check("Иван", Some("иван"), &[]);
        check("", None, &[]);
        check(" jane", Some("jane"), &["ROW006"]);
        check("jane roe", None, &["IDN004"]);
        check("jane!", None, &["IDN004"]);
        check("ACME\\jane", None, &["IDN004"]);
        check("j", None, &["IDN005"]);
        check(&"j".repeat(65), None, &["IDN005"]);
        check("Admin", None, &["IDN006"]);
        check("Jane@example.org", Some("jane@example.org"), &["IDN007"]);
        check("j\u{430}ne", Some("j\u{430}ne"), &["IDN008"]);
        check(
            "\u{440}\u{430}\u{443}",
            Some("\u{440}\u{430}\u{443}"),
            &["IDN012"],
        );
        check(
            "y\u{131}ld\u{131}z",
            Some("y\u{131}ld\u{131}z"),
            &["IDN012"],
        );
        check("\u{301}jane", None, &["IDN004"]);
        check("nan", None, &["ROW009"]);
        check("1001.0", Some("1001"), &["XLS013"]);
        check("1-Mar", None, &["XLS010"]);
        check("none", None, &["ROW009"]);
    }

    #[test]
    fn the_nearest_name_is_offered() {
        for (key, name) in [
            ("jane roe", Some("jane.roe")),
            ("acme\\jane", Some("jane")),
            ("jane!", Some("jane")),
            ("!!", None),
            ("#admin", None),
        ] {
            assert_eq!(nearest(key).as_deref(), name, "{key}");
        }
    }
}
