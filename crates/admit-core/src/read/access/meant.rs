//! What a text that is no key may have meant.

use super::{AccessIndex, Kind};
use crate::base::limits::NEAR_REMEMBERED_MAX;
use crate::base::near::{Keys, Near, takes_away};
use crate::base::unseen;
use crate::convert::list::ldap_value;
use crate::findings::finding::Findings;
use crate::rules::organization_not_found::Became;
use crate::rules::view::RowView;
use crate::rules::{key_with_unseen_characters, list_separator, part_of_list_unknown};
use std::collections::HashMap;

/// Keys to look for near matches in, with the answers given so far.
#[derive(Debug, Default)]
pub(super) struct Remembered {
    pub(super) keys: Keys,
    answers: HashMap<String, Answer>,
}

/// What a text may have meant.
#[derive(Clone, Debug)]
struct Answer {
    near: Near,
    /// Whether it is a key, a name or a code but for how it is written.
    is_there: bool,
}

impl Remembered {
    pub(super) fn near(&mut self, text: &str) -> Near {
        self.answer(text).near.clone()
    }

    /// Whether a text is a key, a name or a code but for how it is written.
    pub(super) fn is_there(&mut self, text: &str) -> bool {
        self.answer(text).is_there
    }

    fn answer(&mut self, text: &str) -> &Answer {
        if !self.answers.contains_key(text) {
            if self.answers.len() >= NEAR_REMEMBERED_MAX {
                self.answers.clear();
            }
            let meant = ldap_value(text).unwrap_or(text);
            let answer = Answer {
                near: if takes_away(meant) && !self.keys.knows(meant) {
                    Near::Away
                } else {
                    self.keys.find(meant)
                },
                is_there: self.keys.is_like_one(meant),
            };
            self.answers.insert(text.to_owned(), answer);
        }
        &self.answers[text]
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
    /// The first part between commas that is not there, of a text that is not there
    /// either while another part is a key: a list with a slip, or one name. A text in a
    /// list in brackets is one key.
    pub(super) fn unknown_part<'t>(
        &mut self,
        view: &RowView<'_>,
        kind: Kind,
        text: &'t str,
    ) -> Option<&'t str> {
        if !text.contains(',') || text.starts_with(['[', '{']) || ldap_value(text).is_some() {
            return None;
        }
        let mut cells = kind.fields().iter().filter_map(|field| view.cell(*field));
        let is_exact = |cell: &str| cell.trim_start().starts_with(['[', '{']);
        if cells.next().is_some_and(|cell| is_exact(cell.text)) {
            return None;
        }
        let parts = || text.split(',').map(str::trim);
        let is_meant = match self.near[kind as usize].near(text) {
            Near::Equivalent(_) | Near::ByName(_) | Near::ByCode(_) => true,
            Near::Close(key) => parts().all(|part| part != key),
            Near::Tie(_) | Near::Away | Near::None { .. } => false,
        };
        if is_meant || !parts().any(|part| self.is_key(kind, part)) {
            return None;
        }
        let keys = &self.near[kind as usize].keys;
        parts().find(|part| !part.is_empty() && !keys.knows(part))
    }

    /// Says of a key that it is there in part, if it is.
    pub(super) fn known_in_part(
        &mut self,
        view: &RowView<'_>,
        (kind, text): (Kind, &str),
        became: Became<'_>,
        findings: &mut Findings,
    ) -> bool {
        let Some(part) = self.unknown_part(view, kind, text) else {
            return false;
        };
        let near = self.near[kind as usize].near(part);
        let said = part_of_list_unknown::Said {
            text,
            part,
            meant: near.suggestion(),
        };
        part_of_list_unknown::found(view, kind.fields(), said, became, findings);
        true
    }

    /// Says of a key that it is one with characters that cannot be seen, if it is.
    pub(super) fn has_unseen(
        &self,
        view: &RowView<'_>,
        (kind, text): (Kind, &str),
        became: Became<'_>,
        findings: &mut Findings,
    ) -> bool {
        let Some((key, names)) = unseen::without(text) else {
            return false;
        };
        let key = key.trim();
        let exists = self.is_key(kind, key);
        if exists {
            let (key, names) = (key, names.as_str());
            let said = key_with_unseen_characters::Said { text, key, names };
            key_with_unseen_characters::found(view, kind.fields(), said, became, findings);
        }
        exists
    }

    /// Whether a text is a key that exists, or the code of an organization.
    fn is_key(&self, kind: Kind, text: &str) -> bool {
        self.exists(kind, text) || kind == Kind::Organization && self.codes.contains_key(text)
    }

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
