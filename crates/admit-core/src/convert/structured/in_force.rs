//! What an entry of `organizations` or `identities`, or a role that is an object, says of
//! being in force, in the words that columns and their values have for the state of an
//! account.

use crate::convert::state;
use crate::findings::finding::Findings;
use crate::rows::characters::is_blank;
use crate::rows::headers::hints::hint;
use crate::rows::headers::{field_among, plain};
use crate::rows::raw::{CellKind, CellRef};
use crate::rows::state::{State, of_word};
use crate::rows::times::{self, Time};
use crate::rows::yes_no;
use crate::users::field::Field;
use serde_json::{Map, Value};

/// Keys, in plain form, for the end of an entry. An account has no field for its end,
/// so no table of columns has them.
const ENDS: [&str; 20] = [
    "expires",
    "expireson",
    "expiresat",
    "expiry",
    "expirydate",
    "expiration",
    "expirationdate",
    "validuntil",
    "validto",
    "ended",
    "endedat",
    "endsat",
    "enddate",
    "left",
    "leftat",
    "leftdate",
    "unlinked",
    "unlinkedat",
    "disconnected",
    "disconnectedat",
];

/// What one key says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Says {
    /// The entry is in force, as far as this key goes.
    InForce,
    /// It has ended, is suspended, or was never begun.
    NotInForce,
    /// It ends, be that past or still to come.
    Ends,
    /// It speaks of it, but cannot be read.
    Unreadable,
}

impl Says {
    /// Why nothing is taken from such an entry, as a clause.
    pub fn reason(self, key: &str) -> Option<String> {
        match self {
            Says::InForce => None,
            Says::NotInForce => Some(format!("its \"{key}\" says that it is not in force")),
            Says::Ends => Some(format!("its \"{key}\" says that it ends")),
            Says::Unreadable => Some(format!(
                "its \"{key}\" does not tell whether it is in force"
            )),
        }
    }
}

/// Words, in plain form, for what was checked of an identity: one that nobody has
/// confirmed is there all the same.
const CHECKED: [&str; 2] = ["verified", "confirmed"];

/// Why nothing is taken from an entry, as a clause, if it says that it is not in force.
pub(super) fn reason_against(entry: &Map<String, Value>) -> Option<String> {
    let mut pairs = entry.iter();
    pairs.find_map(|(key, value)| says(entry, key, value)?.reason(key))
}

/// The same for an identity, by all keys that are not read for something else.
pub(super) fn reason_against_identity(entry: &Map<String, Value>) -> Option<String> {
    let mut pairs = entry.iter();
    pairs.find_map(|(key, value)| identity_says(entry, key, value)?.reason(key))
}

/// What a key of an identity says of being in force.
pub(super) fn identity_says(entry: &Map<String, Value>, key: &str, value: &Value) -> Option<Says> {
    let word = plain(key);
    if CHECKED.iter().any(|checked| word.contains(checked)) {
        return None;
    }
    says(entry, key, value)
}

/// What a key of an entry says of being in force; nothing if it does not speak of that.
pub(super) fn says(entry: &Map<String, Value>, key: &str, value: &Value) -> Option<Says> {
    let keys = entry.keys().map(String::as_str);
    if let Some(field) = field_among(key, keys).filter(|field| field.is_state()) {
        return Some(read(key, field, value));
    }
    if ENDS.contains(&plain(key).as_str()) {
        return Some(end(value));
    }
    // Of other keys, only what is surely said counts.
    let said = read(key, meant(key)?, value);
    (said != Says::Unreadable).then_some(said)
}

/// The field that a key would feed which is itself a word for a state, or has one in it.
fn meant(key: &str) -> Option<Field> {
    match of_word(key) {
        Some(State::Open) => Some(Field::Active),
        Some(_) => Some(Field::Suspended),
        None => {
            let hint = hint(key)?;
            hint.shuts.or(hint.of_person.then_some(Field::Status))
        }
    }
}

/// Reads a value as that of a column with this name and field.
fn read(key: &str, field: Field, value: &Value) -> Says {
    let (text, kind) = match value {
        Value::Null => return Says::InForce,
        Value::String(text) if is_blank(text) => return Says::InForce,
        Value::String(text) => (text.clone(), CellKind::Text),
        Value::Array(_) | Value::Object(_) => (String::new(), CellKind::Json),
        scalar => (scalar.to_string(), CellKind::Text),
    };
    let cell = CellRef {
        column: key,
        field: Some(field),
        text: &text,
    };
    // What is said of a value there is said of a whole column.
    let mut unread = Findings::default();
    match state::read(cell, kind, &mut unread) {
        Some(State::Open) => Says::InForce,
        Some(_) => Says::NotInForce,
        None if unread.has_error() => Says::Unreadable,
        None => Says::InForce,
    }
}

/// What the end of an entry says, which is nothing where there is none.
fn end(value: &Value) -> Says {
    let is_none = match value {
        Value::Null | Value::Bool(false) => true,
        Value::String(text) => {
            is_blank(text)
                || yes_no::value(text) == Some(false)
                || times::of(text) == Some(Time::None)
        }
        Value::Number(number) => number.as_f64() == Some(0.0),
        _ => false,
    };
    if is_none { Says::InForce } else { Says::Ends }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rows::headers::field_of;

    /// What the last key of an entry says.
    #[track_caller]
    fn check(entry: &str, expected: Option<Says>) {
        let whole = format!("{{\"external_id\":\"acme\",{entry}}}");
        let whole: Map<String, Value> = serde_json::from_str(&whole).unwrap();
        let (key, value) = whole
            .iter()
            .find(|(key, _)| entry.starts_with(&format!("\"{key}\"")))
            .unwrap();
        assert_eq!(says(&whole, key, value), expected, "{entry}");
    }

    #[test]
    fn a_membership_is_judged_by_the_words_of_accounts() {
        use Says::{Ends, InForce, NotInForce, Unreadable};
        for (said, entries) in [
            (
                InForce,
                [
                    r#""status":"active""#,
                    r#""status":"Aktiv""#,
                    r#""membership_status":"APPROVED""#,
                    r#""status":null"#,
                    r#""status":"""#,
                    r#""active":true"#,
                    r#""enabled":1"#,
                    r#""deleted":false"#,
                    r#""deleted_at":"0000-00-00""#,
                    r#""gesperrt":"nein""#,
                    r#""pending":false"#,
                    r#""expires":null"#,
                    r#""validUntil":"""#,
                    r#""left":false"#,
                ]
                .as_slice(),
            ),
            (
                NotInForce,
                &[
                    r#""status":"inactive""#,
                    r#""status":"ended""#,
                    r#""status":"Suspended""#,
                    r#""status":"deleted""#,
                    r#""status":"gelöscht""#,
                    r#""status":"invited""#,
                    r#""state":"left""#,
                    r#""active":false"#,
                    r#""active":"désactivé""#,
                    r#""isActive":"no""#,
                    r#""deleted":true"#,
                    r#""removedAt":"2020-01-01""#,
                    r#""gesperrt":"ja""#,
                    r#""pending":true"#,
                    r#""wasDeletedInCrm":true"#,
                ],
            ),
            (
                Ends,
                &[
                    r#""expires":"2001-01-01""#,
                    r#""expires_at":1"#,
                    r#""Valid until":"next year""#,
                    r#""left":{"at":1}"#,
                ],
            ),
            (
                Unreadable,
                &[
                    r#""status":"guest""#,
                    r#""status":1"#,
                    r#""status":["active"]"#,
                    r#""isActive":"maybe""#,
                    r#""deleted":{}"#,
                ],
            ),
        ] {
            for entry in entries {
                check(entry, Some(said));
            }
        }
    }

    #[test]
    fn other_keys_say_nothing_of_it() {
        for entry in [
            r#""color":"red""#,
            r#""state":"CA","city":"San Francisco""#,
            r#""invite":"https://example.com/in""#,
            r#""suspension_policy":"none of it""#,
            r#""deleted_roles":["admin"]"#,
        ] {
            check(entry, None);
        }
    }

    #[test]
    fn words_for_an_end_are_plain_and_no_columns_of_a_state() {
        for word in ENDS {
            assert_eq!(plain(word), word);
            assert_eq!(field_of(word).filter(|field| field.is_state()), None);
        }
    }
}
