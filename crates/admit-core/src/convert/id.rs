//! Provided ids.

use crate::base::limits::ID_CHARACTERS_MAX;
use crate::convert::{nobody, text};
use crate::findings::finding::Findings;
use crate::rows::characters::{Kind, is_ignorable};
use crate::rows::raw::CellRef;
use crate::rules::{id_malformed, not_a_value};
use crate::users::user::{IdentifierKind, Identity};
use std::borrow::Cow;
use unicode_normalization::{UnicodeNormalization, is_nfc};

/// Reads a provided id: exact after NFC and trim.
pub fn read(cell: CellRef<'_>, findings: &mut Findings) -> Option<Identity> {
    let text = text::clean_as(cell, Kind::Identifier, findings)?;
    if let Some(problem) = problem(&text) {
        id_malformed::found(cell, &problem, findings);
        return None;
    }
    if let Some(what) = nobody::described(&text) {
        not_a_value::found(cell, what, findings);
        return None;
    }
    if text.is_ascii() || is_nfc(&text) {
        return Some(Identity::new(IdentifierKind::Id, text));
    }
    let key: String = text.nfc().collect();
    Some(Identity {
        given: Some(Cow::into_owned(text)),
        ..Identity::new(IdentifierKind::Id, key)
    })
}

const SPACE_INSIDE: &str = "a space inside";

/// What keeps a text from being an id; the words go on after "The id has".
fn problem(text: &str) -> Option<String> {
    if text.len() > ID_CHARACTERS_MAX {
        let characters = text.nfc().count();
        if characters > ID_CHARACTERS_MAX {
            return Some(format!(
                "{characters} characters; {ID_CHARACTERS_MAX} is the most"
            ));
        }
    }
    if text.is_ascii() {
        // Of the white space in ASCII nothing but the space is left in clean text.
        let has_space = memchr::memchr(b' ', text.as_bytes()).is_some();
        return has_space.then(|| SPACE_INSIDE.to_owned());
    }
    if text.chars().any(char::is_whitespace) {
        return Some(SPACE_INSIDE.to_owned());
    }
    text.chars()
        .any(is_ignorable)
        .then(|| "a character that can't be seen".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::convert::testing::run;
    use crate::users::field::Field;

    fn check(text: &str, key: Option<&str>, codes: &[&str]) {
        let (identity, found) = run(Field::Id, text, read);
        let found_key = identity.map(|identity| identity.key);
        assert_eq!(
            (found_key.as_deref(), found.as_slice()),
            (key, codes),
            "{text:?}"
        );
    }

    #[test]
    fn ids_are_exact() {
        check("u-1", Some("u-1"), &[]);
        check("U-1", Some("U-1"), &[]);
        check("00042", Some("00042"), &[]);
        check("auth0|5f7c", Some("auth0|5f7c"), &[]);
        check("e\u{301}", Some("é"), &[]);
        check(" 42 ", Some("42"), &["ROW006"]);
        check("", None, &[]);
        check("4 2", None, &["IDN003"]);
        check("4\u{a0}2", None, &["IDN003"]);
        check("4\u{fe0f}2", None, &["IDN003"]);
        check("4\u{0}2", None, &["ROW008"]);
        check(&"é".repeat(255), Some(&"é".repeat(255)), &[]);
        check(&"x".repeat(256), None, &["IDN003"]);
        check("NULL", None, &["ROW009"]);
        check("0", Some("0"), &[]);
        check("000", None, &["VAL046"]);
        check("00000000-0000-0000-0000-000000000000", None, &["VAL046"]);
    }
}
