//! Words in the name of a column that nothing maps which tell whether its values may say
//! who may sign in.

use super::field_of;
use super::modifiers::{Whose, whose, words};
use crate::users::field::Field;

/// Beginnings of words for being deleted.
const DELETING: &[&str] = &["delet", "softdelet"];

/// Beginnings of words for being kept out, in plain form.
const STEMS: &[&str] = &[
    "blocked",
    "disabled",
    "suspend",
    "deactiv",
    "inactiv",
    "banned",
    "archived",
    "terminat",
    "lockedout",
    "locked",
    "revoked",
    "deprovision",
    "offboard",
    "gesperrt",
    "sperr",
    "gelosch",
    "losch",
    "deaktiv",
    "inaktiv",
    "ausgeschieden",
    "kundig",
    "gekundig",
    "austritt",
    "supprim",
    "desactiv",
    "bloque",
    "suspendu",
    "eliminad",
    "bloquead",
    "deshabilit",
    "desativad",
    "excluid",
    "eliminat",
    "bloccat",
    "disattivat",
    "disabilitat",
    "sospes",
    "verwijder",
    "geblok",
    "usuniet",
    "zablok",
    "zawiesz",
    "удален",
    "заблок",
    "отключ",
];

/// Words for a state.
const STATES: &[&str] = &[
    "status", "state", "statut", "estado", "stato", "situacao", "stav", "zustand", "account",
    "konto", "compte", "cuenta", "conta", "user", "benutzer", "login", "signin", "access",
    "zugang",
];

/// Words for what somebody is to those who keep the file.
const PERSONS: &[&str] = &[
    "employment",
    "employee",
    "employe",
    "staff",
    "worker",
    "hr",
    "personnel",
    "student",
    "member",
    "membership",
    "mitarbeiter",
    "person",
];

/// Words for access, where no is said of those who have none.
const ACCESSES: &[&str] = &[
    "access",
    "zugang",
    "zugriff",
    "acces",
    "acceso",
    "accesso",
    "acesso",
    "toegang",
    "доступ",
];

/// Words for what things of a user are kept under in objects.
const CONTAINERS: &[&str] = &[
    "properties",
    "property",
    "props",
    "attributes",
    "attribute",
    "attrs",
    "fields",
    "traits",
    "flags",
    "flag",
    "profile",
    "metadata",
    "meta",
    "custom",
    "data",
    "info",
    "details",
    "extra",
    "auth",
];

/// What a state is of, if not of somebody who signs in; and what is said about a state beside
/// it.
const THINGS: &[&str] = &[
    "invoice",
    "order",
    "subscription",
    "email",
    "mail",
    "mailing",
    "payment",
    "billing",
    "plan",
    "ticket",
    "lead",
    "deal",
    "case",
    "task",
    "project",
    "device",
    "licence",
    "license",
    "mfa",
    "2fa",
    "twofactor",
    "totp",
    "otp",
    "factor",
    "lockout",
    "marital",
    "phone",
    "mobile",
    "sms",
    "newsletter",
    "newsletters",
    "marketing",
    "consent",
    "card",
    "contract",
    "sync",
    "import",
    "job",
    "campaign",
    "product",
    "course",
    "shipping",
    "delivery",
    "booking",
    "trial",
    "coupon",
    "domain",
    "server",
    "site",
    "store",
    "shop",
    "file",
    "folder",
    "notification",
    "notifications",
    "push",
    "feature",
    "beta",
    "api",
    "tracking",
    "cookies",
    "ads",
    "autopay",
    "autorenew",
    "renewal",
    "backup",
    "archive",
    "vehicle",
    "loan",
    "policy",
    "claim",
    "chat",
    "forum",
    "sso",
    "webhook",
    "integration",
    "rechnung",
    "bestellung",
    "abo",
    "zahlung",
    "facture",
    "commande",
    "abonnement",
    "factura",
    "pedido",
    "by",
    "reason",
    "count",
    "attempts",
    "number",
    "days",
    "items",
    "grund",
    "url",
    "link",
    "von",
    "par",
];

/// A word of this length that stands glued to another one is still seen.
const GLUED_LETTERS_MIN: usize = 5;

/// What the name of a column tells of its values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hint {
    /// It has a word for being kept out: what such a column feeds.
    pub shuts: Option<Field>,
    /// It speaks of somebody's state.
    pub of_person: bool,
    /// Nothing in it speaks of anything but a state or an account.
    pub is_open: bool,
    /// It speaks of access, which some do not have.
    pub of_access: bool,
}

/// Whether a key inside of an object, by the path to it with dots, may say who is kept from
/// signing in: by a word for it in the path, or as a state of what is kept of a user.
pub fn holds_state(path: &str) -> bool {
    let Some(hint) = hint(path) else {
        return false;
    };
    let (above, key) = path.rsplit_once('.').unwrap_or_default();
    let is_of_user = |part: &str| {
        let lists = [CONTAINERS, STATES, PERSONS];
        let words = words(part);
        let mut words = words.iter().map(String::as_str);
        words.any(|word| lists.iter().any(|list| list.contains(&word)))
    };
    hint.shuts.is_some()
        || (field_of(key).is_some_and(Field::is_state) && above.split('.').all(is_of_user))
}

/// What the name tells; nothing where it speaks of a thing or of somebody else.
pub fn hint(header: &str) -> Option<Hint> {
    let words = words(header);
    let is_thing = |word: &String| {
        let is_glued = |thing: &str| {
            thing.len() >= GLUED_LETTERS_MIN
                && word.starts_with(thing)
                && !STEMS.iter().any(|stem| word.starts_with(stem))
        };
        let mut things = THINGS.iter();
        things.any(|thing| word == thing || is_glued(thing))
    };
    if words.iter().any(is_thing) || whose(header) == Whose::Elsewhere {
        return None;
    }
    let begins = |stems: &[&str]| {
        let mut all = words.iter();
        all.any(|word| stems.iter().any(|stem| word.starts_with(stem)))
    };
    let has = |list: &[&str]| words.iter().any(|word| list.contains(&word.as_str()));
    let of_state = has(STATES);
    Some(Hint {
        shuts: if begins(DELETING) {
            Some(Field::Deleted)
        } else {
            begins(STEMS).then_some(Field::Suspended)
        },
        of_person: has(PERSONS) && of_state,
        is_open: words.len() == 1 || of_state || has(PERSONS),
        of_access: has(ACCESSES),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn states_of_things_are_told_from_those_of_people() {
        for (header, expected) in [
            ("invoice_status", None),
            ("email_status", None),
            ("Subscription State", None),
            ("subscriptionStatus", None),
            ("invoicestatus", None),
            ("blocked_by", None),
            ("ban_reason", None),
            ("manager_status", None),
            ("Kategorie", Some("open")),
            ("dark_mode", Some("")),
            ("Employment Status", Some("person open")),
            ("HR status", Some("person open")),
            ("Termination Date", Some("shuts")),
            ("wasDeletedInCrm", Some("deletes")),
            ("Portal gesperrt", Some("shuts")),
        ] {
            let words = hint(header).map(|hint| {
                let words = [
                    (hint.shuts == Some(Field::Suspended), "shuts"),
                    (hint.shuts == Some(Field::Deleted), "deletes"),
                    (hint.of_person, "person"),
                    (hint.is_open, "open"),
                ];
                let words: Vec<&str> = words.iter().filter(|w| w.0).map(|w| w.1).collect();
                words.join(" ")
            });
            assert_eq!(words.as_deref(), expected, "{header}");
        }
    }

    #[test]
    fn words_are_plain() {
        for word in [
            DELETING, STEMS, STATES, PERSONS, THINGS, ACCESSES, CONTAINERS,
        ]
        .into_iter()
        .flatten()
        {
            assert_eq!(super::super::plain(word), *word);
        }
    }
}
