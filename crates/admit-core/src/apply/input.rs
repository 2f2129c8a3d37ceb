//! What an import writes with.

use crate::base::spill::scratch::Scratch;
use crate::ports::store::{ImportSession, Store};
use crate::ports::watch::Watch;
use crate::rows::choices::Choices;
use crate::users::access::Access;

/// What an import writes with.
pub struct ApplyInput<'a> {
    /// The store, to read from.
    pub store: &'a dyn Store,
    /// The right to write to it.
    pub session: &'a dyn ImportSession,
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
    /// How much is stored at once, and when.
    pub pace: Pace<'a>,
}

/// How much of a run is stored at once, and what the time is.
#[derive(Clone, Copy)]
pub struct Pace<'a> {
    /// The time to stamp, in milliseconds since 1970 UTC.
    pub now: i64,
    /// How many rows one transaction holds (see [`crate::base::limits::BATCH_ROWS`]).
    pub batch_rows: usize,
    /// Seconds since the session began.
    pub seconds: &'a (dyn Fn() -> f64 + Sync),
}
