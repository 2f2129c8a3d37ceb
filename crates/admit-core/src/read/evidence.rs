//! What the first values of the columns are.

use crate::base::limits::COLUMN_LOOKS_PERCENT_MIN;
use crate::read::cells::{is_blank, is_email};
use crate::rows::raw::RawCell;

/// What was seen in the first rows, by column.
#[derive(Debug, Default)]
pub(crate) struct Evidence {
    seen: Vec<Seen>,
}

#[derive(Clone, Debug, Default)]
struct Seen {
    values: u64,
    emails: u64,
}

impl Evidence {
    /// Notes a cell.
    pub fn note(&mut self, cell: RawCell<'_>) {
        let text = cell.text.trim();
        if is_blank(cell, None) {
            return;
        }
        if self.seen.len() <= cell.column {
            self.seen.resize(cell.column + 1, Seen::default());
        }
        let seen = &mut self.seen[cell.column];
        seen.values += 1;
        seen.emails += u64::from(is_email(text));
    }

    /// Whether nearly all values of a column are email addresses.
    pub fn is_emails(&self, column: usize) -> bool {
        let seen = self.seen.get(column);
        seen.is_some_and(|seen| is_most(seen.emails, seen.values))
    }
}

fn is_most(some: u64, all: u64) -> bool {
    some > 0 && some * 100 >= all * COLUMN_LOOKS_PERCENT_MIN
}
