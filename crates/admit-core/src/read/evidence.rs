//! What the first values of the columns are.

use crate::base::limits::{COLUMN_LOOKS_PERCENT_MIN, COLUMN_LOOKS_VALUES_MIN};
use crate::findings::secrets;
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
    digests: u64,
}

/// The columns in which what has the shape of a digest is an id: nearly every value has
/// it. A hash that slipped into another column is one of few.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum IdColumns {
    /// Any: what stands beside its key is where it was meant to be.
    All,
    /// These.
    Of(Vec<usize>),
}

impl IdColumns {
    /// Whether this column is one.
    pub fn contains(&self, column: usize) -> bool {
        match self {
            IdColumns::All => true,
            IdColumns::Of(columns) => columns.contains(&column),
        }
    }
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
        seen.digests += u64::from(secrets::holds_digest(text));
    }

    /// Whether nearly all values of a column are email addresses.
    pub fn is_emails(&self, column: usize) -> bool {
        let seen = self.seen.get(column);
        seen.is_some_and(|seen| is_most(seen.emails, seen.values))
    }

    /// The columns that hold ids with the shape of digests.
    pub fn id_columns(&self) -> IdColumns {
        let of_digests = |seen: &Seen| {
            seen.values >= COLUMN_LOOKS_VALUES_MIN && is_most(seen.digests, seen.values)
        };
        let columns = self.seen.iter().enumerate();
        let columns = columns.filter(|(_, seen)| of_digests(seen));
        IdColumns::Of(columns.map(|(column, _)| column).collect())
    }
}

fn is_most(some: u64, all: u64) -> bool {
    some > 0 && some * 100 >= all * COLUMN_LOOKS_PERCENT_MIN
}
