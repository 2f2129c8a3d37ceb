//! What an import writes with.

use crate::base::spill::scratch::Scratch;
use crate::check::plan::PlannedRow;
use crate::findings::finding::Finding;
use crate::ports::store::Store;
use crate::ports::watch::Watch;
use crate::rows::candidate::Candidate;
use crate::rows::choices::Choices;
use crate::users::access::Access;
use crate::users::change::NewUser;
use crate::users::user::Membership;

/// What an import writes with.
pub struct ApplyInput<'a> {
    /// The store to write to.
    pub store: &'a dyn Store,
    /// Organizations, roles and permissions.
    pub access: &'a Access,
    /// What the person importing chose.
    pub choices: &'a Choices,
    /// Room for what does not fit in memory.
    pub scratch: &'a dyn Scratch,
    /// Hears how far it has come.
    pub watch: &'a dyn Watch,
    /// Random, for public ids.
    pub seed: u64,
    /// The time to stamp, in milliseconds since 1970 UTC.
    pub now: i64,
    /// How many rows one transaction holds (see [`crate::base::limits::BATCH_ROWS`]).
    pub batch_rows: usize,
    /// Seconds since the session began.
    pub seconds: &'a (dyn Fn() -> f64 + Sync),
}

/// One row of a batch, ready for the writer.
pub(super) struct BatchRow {
    pub planned: PlannedRow,
    pub prepared: Prepared,
}

pub(super) enum Prepared {
    /// Nothing to write.
    Nothing,
    /// A user to create.
    Create(Box<NewUser>),
    /// A row to compare with its user once more.
    Compare(Box<(Candidate, Vec<Membership>)>),
}

/// What one transaction will hold.
pub(super) struct Batch {
    pub rows: Vec<BatchRow>,
    pub findings: Vec<Finding>,
}
