//! The care of what a store keeps.

use crate::findings::outcome::Mode;
use crate::findings::tally::RuleCount;
use crate::ports::store::error::StoreError;
use crate::ports::store::imports::{ImportState, Ledger};
use crate::ports::store::jobs::{JobKind, JobState};

/// How much a store holds, for those who watch over it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// Users.
    pub users: u64,
    /// Imports and checks, by how far they have come.
    pub imports: Vec<((Mode, ImportState), u64)>,
    /// The rows of imports by what became of them, also of those that were taken back.
    pub rows: Ledger,
    /// What was found in imports, by rule and severity.
    pub findings: Vec<RuleCount>,
    /// Jobs that are waiting or running.
    pub jobs: Vec<((JobKind, JobState), u64)>,
    /// The size of the database, in bytes; 0 where it has none.
    pub bytes: u64,
}

/// The care of what a store keeps.
pub trait Maintenance {
    /// Sees to it that what was overwritten or removed cannot be read in the
    /// files of the store any more, as far as that is in the store's hands.
    fn wipe_overwritten(&self) -> Result<(), StoreError>;

    /// A number that grows with every write that brings hashes as they were imported, in
    /// the present of users or back from their past.
    fn hashes_written(&self) -> Result<u64, StoreError>;

    /// What [`Maintenance::hashes_written`] was when every fast digest was last wrapped.
    fn hardened_at(&self) -> Result<Option<u64>, StoreError>;

    /// Remembers that no fast digest is kept of those that came until then.
    fn set_hardened_at(&self, written: u64) -> Result<(), StoreError>;

    /// How much there is, as of one moment: each list by its key, without zeros.
    fn totals(&self) -> Result<Totals, StoreError>;

    /// How many bytes there is room for where the store is kept; `None` where that
    /// cannot be told.
    fn room_bytes(&self) -> Result<Option<u64>, StoreError>;
}
