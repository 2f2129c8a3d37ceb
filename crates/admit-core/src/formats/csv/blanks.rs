//! Rows without any value.

use crate::base::limits::BLANK_ROWS_NAMED_MAX;

/// The blank rows of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Blanks {
    /// How many.
    pub(super) count: u64,
    /// The numbers of the first ones.
    pub(super) first: Vec<u64>,
}

impl Blanks {
    /// The blank ones among these rows.
    pub(super) fn of(rows: impl Iterator<Item = u64>) -> Blanks {
        let mut blanks = Blanks::default();
        rows.for_each(|row| blanks.add(row));
        blanks
    }

    /// Counts one more.
    pub(super) fn add(&mut self, row: u64) {
        self.count += 1;
        if self.first.len() < BLANK_ROWS_NAMED_MAX {
            self.first.push(row);
        }
    }
}
