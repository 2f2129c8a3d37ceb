//! What a text that is no key may have meant.

use super::{AccessIndex, Kind};
use crate::base::limits::NEAR_REMEMBERED_MAX;
use crate::base::near::{Keys, Near};
use crate::convert::list::ldap_value;
use crate::rules::list_separator;
use std::collections::HashMap;

/// Keys to look for near matches in, with the answers given so far.
#[derive(Debug, Default)]
pub(super) struct Remembered {
    pub(super) keys: Keys,
    answers: HashMap<String, Near>,
}

impl Remembered {
    pub(super) fn near(&mut self, text: &str) -> Near {
        if let Some(near) = self.answers.get(text) {
            return near.clone();
        }
        let near = self.keys.find(ldap_value(text).unwrap_or(text));
        if self.answers.len() >= NEAR_REMEMBERED_MAX {
            self.answers.clear();
        }
        self.answers.insert(text.to_owned(), near.clone());
        near
    }
}

/// Separators that lists of other programs use where Admit expects a comma.
const OTHER_SEPARATORS: [char; 2] = [';', '|'];

/// A list with another separator than the comma.
#[derive(Debug)]
pub(super) struct OtherList {
    /// What separates its keys.
    separator: char,
    /// The list with commas.
    with_commas: String,
    /// Whether one of its keys exists.
    pub(super) exists: bool,
}

impl OtherList {
    pub(super) fn said<'s>(&'s self, text: &'s str) -> list_separator::Said<'s> {
        list_separator::Said {
            text,
            separator: self.separator,
            with_commas: &self.with_commas,
        }
    }
}

impl AccessIndex<'_> {
    /// The list that the key rather is, with another separator than the comma: at
    /// least two parts, all of them keys that exist or could.
    pub(super) fn other_list(&self, kind: Kind, key: &str) -> Option<OtherList> {
        OTHER_SEPARATORS.into_iter().find_map(|separator| {
            let parts: Vec<&str> = key.split(separator).map(str::trim).collect();
            let keys = |part: &&str| self.exists(kind, part) || plausible_key(part);
            let is_list = parts.len() > 1 && parts.iter().all(keys);
            is_list.then(|| OtherList {
                separator,
                with_commas: parts.join(","),
                exists: parts.iter().any(|part| self.exists(kind, part)),
            })
        })
    }
}

/// Whether a text could be a key: without blanks and with letters or digits.
fn plausible_key(text: &str) -> bool {
    let allowed = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | ':' | '.' | '/' | '*');
    text.chars().all(allowed) && text.chars().any(char::is_alphanumeric)
}
