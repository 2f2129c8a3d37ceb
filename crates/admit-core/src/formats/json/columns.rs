//! The keys met so far, as columns in order of first appearance.

use crate::base::limits::COLUMNS_MAX;
use crate::findings::finding::Findings;
use crate::rows::raw::Column;
use crate::rules::json_too_many_keys;
use std::collections::{HashMap, HashSet};

/// What a key of a row leads to.
pub(super) enum Located {
    /// A column.
    Column(usize),
    /// A key that this row had already.
    Twice,
    /// A key for which there is no column left.
    Beyond,
}

/// Keys for which there was no column left.
struct Beyond {
    first_key: String,
    first_row: u64,
    values: u64,
}

/// The columns, with what makes finding them fast: most rows have the keys of
/// the row before, in the same order.
#[derive(Default)]
pub(super) struct Columns {
    list: Vec<Column>,
    by_name: HashMap<String, usize>,
    /// The column at each position of the row before.
    order: Vec<usize>,
    /// For each column the number of the last row that had it, as `row_number` counts.
    stamps: Vec<u64>,
    row_number: u64,
    known_before: usize,
    keys_beyond: HashSet<String>,
    first_beyond: Option<String>,
    beyond: Option<Beyond>,
    /// The last row whose keys beyond were counted, so that reading a row again
    /// does not count them twice.
    counted_to: u64,
}

impl Columns {
    pub fn list(&self) -> &[Column] {
        &self.list
    }

    /// Starts a row.
    pub fn begin_row(&mut self) {
        self.row_number += 1;
        self.known_before = self.list.len();
        if !self.keys_beyond.is_empty() {
            self.keys_beyond.clear();
            self.first_beyond = None;
        }
    }

    /// Ends a row. Keys first met in a row that is held back are forgotten:
    /// a broken line makes no columns.
    pub fn end_row(&mut self, row: u64, good: bool) {
        if !good {
            for column in self.list.drain(self.known_before..) {
                self.by_name.remove(&column.name);
            }
            self.stamps.truncate(self.known_before);
        } else if !self.keys_beyond.is_empty() && row > self.counted_to {
            self.counted_to = row;
            let beyond = self.beyond.get_or_insert_with(|| Beyond {
                first_key: self.first_beyond.take().unwrap_or_default(),
                first_row: row,
                values: 0,
            });
            beyond.values += self.keys_beyond.len() as u64;
        }
    }

    /// The column of the key at `position` of the row.
    pub fn locate(&mut self, key: &str, position: usize) -> Located {
        let expected = self.order.get(position).copied();
        let index = match expected {
            Some(index) if self.list.get(index).is_some_and(|c| c.name == key) => index,
            _ => match self.look_up(key) {
                Some(index) => {
                    if let Some(slot) = self.order.get_mut(position) {
                        *slot = index;
                    } else if self.order.len() == position {
                        self.order.push(index);
                    }
                    index
                }
                None => return self.locate_beyond(key),
            },
        };
        if self.stamps[index] == self.row_number {
            return Located::Twice;
        }
        self.stamps[index] = self.row_number;
        Located::Column(index)
    }

    fn look_up(&mut self, key: &str) -> Option<usize> {
        if let Some(index) = self.by_name.get(key) {
            return Some(*index);
        }
        if self.list.len() >= COLUMNS_MAX {
            return None;
        }
        let index = self.list.len();
        self.list.push(Column {
            name: key.to_owned(),
            field: None,
        });
        self.stamps.push(0);
        self.by_name.insert(key.to_owned(), index);
        Some(index)
    }

    fn locate_beyond(&mut self, key: &str) -> Located {
        if self.keys_beyond.is_empty() {
            self.first_beyond = Some(key.to_owned());
        }
        if self.keys_beyond.insert(key.to_owned()) {
            Located::Beyond
        } else {
            Located::Twice
        }
    }

    /// Says at the end what was left out for want of columns.
    pub fn report(&self, findings: &mut Findings) {
        if let Some(beyond) = &self.beyond {
            json_too_many_keys::found(&beyond.first_key, beyond.first_row, beyond.values, findings);
        }
    }
}
