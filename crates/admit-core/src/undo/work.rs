//! What an undo works with, and what it did.

use crate::base::spill::scratch::Scratch;
use crate::findings::finding::Finding;
use crate::ports::store::Store;
use crate::ports::watch::Watch;
use crate::users::access::Access;

/// What an undo works with.
pub struct UndoWork<'a> {
    /// The store that holds the directory, to read from.
    pub store: &'a dyn Store,
    /// Organizations, for their names.
    pub access: &'a Access,
    /// Room for what does not fit in memory.
    pub scratch: &'a dyn Scratch,
    /// Hears how far it has come.
    pub watch: &'a dyn Watch,
    /// The time to stamp, in milliseconds since 1970 UTC.
    pub now: i64,
    /// How many users, or identifiers, one transaction removes (see
    /// [`crate::base::limits::BATCH_ROWS`]).
    pub batch_removals: usize,
    /// How many users one transaction puts back (see
    /// [`crate::base::limits::UNDO_BATCH_USERS`]).
    pub batch_users: usize,
    /// What an import is called, by its number.
    pub name: &'a dyn Fn(u64) -> String,
}

/// What an undo did, or would do.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Undone {
    /// Users that were removed.
    pub removed: u64,
    /// Users that are as they were before the import.
    pub restored: u64,
    /// Users that somebody else changed since, and of whom something stays.
    pub kept: u64,
    /// Of those, users of whom something was put back in this run.
    pub in_part: u64,
    /// Users that the import wrote and that are not there any more: somebody deleted them
    /// since. Not counted again once an undo has begun.
    pub gone: u64,
    /// What the first of the kept ones are kept for (see
    /// [`crate::base::limits::UNDO_KEPT_SHOWN_MAX`]).
    pub shown: Vec<Finding>,
}

impl Undone {
    /// Whether anything was written, or would be.
    pub fn is_change(&self) -> bool {
        self.removed + self.restored + self.in_part > 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check([removed, restored, in_part]: [u64; 3], expected: bool) {
        let undone = Undone {
            removed,
            restored,
            in_part,
            kept: 3,
            ..Undone::default()
        };
        assert_eq!(undone.is_change(), expected);
    }

    #[test]
    fn whatever_was_put_back_is_a_change() {
        check([0, 0, 0], false);
        check([1, 0, 0], true);
        check([0, 1, 0], true);
        check([0, 0, 1], true);
        check([2, 2, 0], true);
        check([0, 2, 1], true);
    }
}
