//! Writing an import. Whoever holds the lock has a session, and nothing else claims,
//! writes, takes back or releases.

use crate::findings::finding::Finding;
use crate::findings::outcome::RowOutcome;
use crate::ports::store::error::StoreError;
use crate::ports::store::history::{Reversal, Reverted};
use crate::ports::store::imports::ImportRecord;
use crate::users::change::{Applied, Claim, PlannedWrite, UserUpdate, Write};
use crate::users::user::UserKey;

/// What an import stores together with a batch of writes, in one transaction.
#[derive(Clone, Debug, Default)]
pub struct Checkpoint {
    /// Outcomes of rows in the order of the file, following those stored before.
    pub outcomes: Vec<RowOutcome>,
    /// Findings to add, in the order to show them.
    pub findings: Vec<Finding>,
    /// The record from now on: state, finished, seconds, rows done, ledger and
    /// counts are taken from it.
    pub record: Option<ImportRecord>,
}

/// The writes of one transaction.
#[derive(Clone, Copy, Debug)]
pub struct ImportBatch<'b> {
    /// The number of the import they belong to.
    pub import: u64,
    /// The time to stamp, in milliseconds since 1970 UTC.
    pub now: i64,
    /// They count in their order, as if each came alone.
    pub writes: &'b [PlannedWrite],
    /// Whether the identifiers of the new users were claimed before; otherwise they
    /// are inserted with them.
    pub claimed: bool,
    /// Whether nothing is written, and nothing settled, where a user to change was
    /// changed since it was compared.
    pub unless_drifted: bool,
}

impl ImportBatch<'_> {
    /// Whether nothing was written because these are the answers.
    pub fn is_left(&self, answers: &[Applied]) -> bool {
        let mut all = self.writes.iter().zip(answers);
        let drifted = |(planned, answer): (&PlannedWrite, &Applied)| {
            matches!(planned.write, Write::Update(_)) && *answer == Applied::Drifted
        };
        self.unless_drifted && all.any(drifted)
    }
}

/// The lock of an import, and everything that only its holder may do. Dropping it lets
/// the next one in; the system does so when the process dies. Whoever has lost it
/// without knowing hears [`StoreError::LockLost`] and has written nothing.
///
/// A store may repeat a transaction by itself. So what is given to it as `settle` is
/// pure: it may be called any number of times, and never calls the store.
pub trait ImportSession: Send + Sync {
    /// Begins an import: stores the record and answers with its number.
    fn begin(&self, record: &ImportRecord) -> Result<u64, StoreError>;

    /// Begins an import again that wrote no user: what was found is forgotten, and the
    /// record is this from now on.
    fn begin_anew(&self, record: &ImportRecord) -> Result<(), StoreError>;

    /// Stores how far an import has come without writing users, in one transaction.
    fn record(&self, import: u64, checkpoint: &Checkpoint) -> Result<(), StoreError>;

    /// Gives so many numbers for new users, and answers with the first of them. They
    /// are never given again, whether or not there will be such users.
    fn reserve(&self, count: u64) -> Result<UserKey, StoreError>;

    /// Reserves identifiers for users about to be created, given in ascending order
    /// of (kind, key), in one transaction. Answers with the indices of those that are
    /// taken; what is claimed for the same user already is not. They belong to the
    /// import until it is complete or gives them up.
    fn claim(&self, import: u64, claims: &[Claim]) -> Result<Vec<usize>, StoreError>;

    /// Gives up these claims, whose users will not be created.
    fn give_up(&self, claims: &[Claim]) -> Result<(), StoreError>;

    /// Gives up every claim of an import whose user does not exist. Only claims are
    /// looked at, however many identifiers there are.
    fn release(&self, import: u64) -> Result<(), StoreError>;

    /// Writes a batch in one transaction, together with what `settle` makes of the
    /// answers.
    fn apply(
        &self,
        batch: &ImportBatch<'_>,
        settle: &dyn Fn(&[Applied]) -> Checkpoint,
    ) -> Result<Vec<Applied>, StoreError>;

    /// Changes users who give up what others of them take, in one transaction: all that
    /// they give up is free before anything is taken. Those who cannot have everything by
    /// then, and those who wait for them, stay as they are (see
    /// [`crate::users::exchange::stand_together`]); the answers say who. `now` is the
    /// time to stamp, in milliseconds since 1970 UTC.
    fn exchange(
        &self,
        import: u64,
        now: i64,
        updates: &[UserUpdate],
    ) -> Result<Vec<Applied>, StoreError>;

    /// Takes back what an import did, in the order given and in one transaction,
    /// together with what `settle` makes of the answers. A restored user's change is
    /// kept as an undone one of `import`; the identifiers of a removed one are claims
    /// of `import` until they are released. `now` is the time to stamp, in
    /// milliseconds since 1970 UTC.
    fn revert(
        &self,
        import: u64,
        now: i64,
        reversals: &[Reversal],
        settle: &dyn Fn(&[Reverted]) -> Checkpoint,
    ) -> Result<Vec<Reverted>, StoreError>;
}
