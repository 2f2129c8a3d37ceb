//! Taking an import back: the users that it created are removed, those that it
//! changed are put back, and what somebody changed since stays.
//!
//! Each batch is one transaction, and what is left to do is found in the
//! directory itself. So an undo that was cut short is simply run again, and
//! running it once more changes nothing.

mod hand;
mod judge;
mod merge;
mod walk;

pub use crate::ports::store::image::{Image, image_of};
pub use judge::{Kept, Since, Verdict, changed, created, leave_out_upgrades};
pub use merge::{Part, take_back};

use crate::base::spill::scratch::Scratch;
use crate::findings::finding::Finding;
use crate::ports::store::{ImportRecord, Store};
use crate::ports::watch::{RunError, Watch};
use crate::users::access::Access;
use hand::{Imagined, Writer};
use walk::Walk;

/// What an undo works with.
pub struct UndoWork<'a> {
    /// The store that holds the directory. Its lock is held.
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

/// Takes an import back. `record` is the import's as stored; it is kept up to
/// date, and is stored with every batch.
///
/// # Errors
/// The store failed, or somebody asked to stop; running it again goes on.
pub fn undo(work: &UndoWork<'_>, record: &mut ImportRecord) -> Result<Undone, RunError> {
    work.store.release_claims()?;
    let import = record.number;
    let mut writer = Writer::new(work, record)?;
    writer.begin()?;
    let undone = Walk::new(work, import, &mut writer).walk()?;
    writer.end()?;
    Ok(undone)
}

/// Says what [`undo`] would do, and writes nothing.
///
/// # Errors
/// The store failed, or somebody asked to stop.
pub fn look(work: &UndoWork<'_>, record: &ImportRecord) -> Result<Undone, RunError> {
    Walk::new(work, record.number, &mut Imagined).walk()
}
