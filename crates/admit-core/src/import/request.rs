//! What a run is asked for, and what it needs of the outside.

use crate::base::limits::BATCH_ROWS;
use crate::base::spill::scratch::Scratch;
use crate::import::expected::Expected;
use crate::import::source::Opened;
use crate::ports::clock::Clock;
use crate::ports::randomness::Randomness;
use crate::ports::store::{Mode, Store};
use crate::ports::watch::Watch;
use crate::rows::choices::Choices;
use crate::users::access::Access;
use uuid::Uuid;

/// What a run needs of the outside.
#[derive(Clone, Copy)]
pub struct Ports<'a> {
    /// Where users and imports are kept.
    pub store: &'a dyn Store,
    /// Room for what does not fit in memory.
    pub scratch: &'a dyn Scratch,
    /// Hears how far the run has come.
    pub watch: &'a dyn Watch,
    /// Tells the time.
    pub clock: &'a dyn Clock,
    /// Where ids come from.
    pub randomness: &'a dyn Randomness,
}

/// What a run is asked for. It is spent by the run, as the source is.
pub struct Request<'a> {
    /// What to read.
    pub source: Opened,
    /// Whether to write users.
    pub mode: Mode,
    /// What the person importing chose.
    pub choices: Choices,
    /// Organizations, roles and permissions to judge by.
    pub access: &'a Access,
    /// The import to go on with, by its public id, if one was named. Without one, an import goes on with
    /// the latest that stopped over the same bytes with the same choices.
    pub resume: Option<Uuid>,
    /// The public id that the run is to have; a new one without. What an earlier run
    /// under this id began to write is gone on with; if it wrote nothing, this one takes
    /// its place.
    pub id: Option<Uuid>,
    /// Whether a check is to say whom it expects, for the passwords beside.
    pub expects: bool,
    /// Users that checks before this one expect, who count as being there.
    pub expected: Option<Expected>,
    /// How many rows one transaction holds.
    pub batch_rows: usize,
    /// Asked before an import takes access away from so many users.
    pub may_take_away: &'a dyn Fn(u64) -> bool,
}

impl<'a> Request<'a> {
    /// For a source by itself, from its beginning.
    pub fn new(source: Opened, mode: Mode, choices: Choices, access: &'a Access) -> Request<'a> {
        Request {
            source,
            mode,
            choices,
            access,
            resume: None,
            id: None,
            expects: false,
            expected: None,
            batch_rows: BATCH_ROWS,
            may_take_away: &|_| true,
        }
    }
}
