//! A store in which somebody does something at the last moment: after whoever holds the
//! lock has looked, and before the transaction.

use admit_core::ports::memory::MemoryStore;
use admit_core::ports::store::{
    self, Checkpoint, FindingQuery, ImportBatch, ImportQuery, ImportRecord, ImportSession, Imports,
    Reversal, Reverted, RowOutcome, StoreError, StoredFinding,
};
use admit_core::users::access::{Access, AccessChange};
use admit_core::users::change::{Applied, Claim, UserUpdate, Write};
use admit_core::users::user::{Fingerprint, IdentifierKey, StoredUser, UserKey};
use std::sync::atomic::{AtomicBool, Ordering};

/// Before which transaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moment {
    /// The one in which the identifiers of new users are claimed.
    Claims,
    /// The one in which identifiers change hands.
    Exchange,
    /// The first one with rows.
    Rows,
    /// The first one in which users are put back together.
    Together,
}

/// A store around another one.
pub struct Between<'s> {
    pub store: &'s MemoryStore,
    pub moment: Moment,
    pub act: &'s (dyn Fn() + Sync),
    pub done: AtomicBool,
}

impl<'s> Between<'s> {
    pub fn of(store: &'s MemoryStore, moment: Moment, act: &'s (dyn Fn() + Sync)) -> Between<'s> {
        Between {
            store,
            moment,
            act,
            done: AtomicBool::new(false),
        }
    }

    fn comes(&self, moment: Moment) {
        if self.moment == moment && !self.done.swap(true, Ordering::Relaxed) {
            (self.act)();
        }
    }
}

hand_on_all_but_imports!(Between<'_>, store);

impl Imports for Between<'_> {
    fn lock(&self) -> Result<Box<dyn ImportSession + '_>, StoreError> {
        Ok(Box::new(BetweenSession {
            between: self,
            session: self.store.lock()?,
        }))
    }
    fn begin_check(&self, record: &ImportRecord) -> Result<u64, StoreError> {
        self.store.begin_check(record)
    }
    fn record_check(&self, import: u64, checkpoint: &Checkpoint) -> Result<(), StoreError> {
        self.store.record_check(import, checkpoint)
    }
    fn imports(&self, query: &ImportQuery) -> Result<Vec<ImportRecord>, StoreError> {
        self.store.imports(query)
    }
    fn import(&self, id: &str) -> Result<Option<ImportRecord>, StoreError> {
        self.store.import(id)
    }
    fn findings(
        &self,
        import: u64,
        query: &FindingQuery,
    ) -> Result<Vec<StoredFinding>, StoreError> {
        self.store.findings(import, query)
    }
    fn outcomes(&self, import: u64, visit: &mut dyn FnMut(RowOutcome)) -> Result<(), StoreError> {
        self.store.outcomes(import, visit)
    }
}

struct BetweenSession<'f> {
    between: &'f Between<'f>,
    session: Box<dyn ImportSession + 'f>,
}

impl ImportSession for BetweenSession<'_> {
    fn begin(&self, record: &ImportRecord) -> Result<u64, StoreError> {
        self.session.begin(record)
    }
    fn begin_anew(&self, record: &ImportRecord) -> Result<(), StoreError> {
        self.session.begin_anew(record)
    }
    fn record(&self, import: u64, checkpoint: &Checkpoint) -> Result<(), StoreError> {
        self.session.record(import, checkpoint)
    }
    fn reserve(&self, count: u64) -> Result<UserKey, StoreError> {
        self.session.reserve(count)
    }
    fn claim(&self, import: u64, claims: &[Claim]) -> Result<Vec<usize>, StoreError> {
        self.between.comes(Moment::Claims);
        self.session.claim(import, claims)
    }
    fn give_up(&self, claims: &[Claim]) -> Result<(), StoreError> {
        self.session.give_up(claims)
    }
    fn release(&self, import: u64) -> Result<(), StoreError> {
        self.session.release(import)
    }
    fn apply(
        &self,
        batch: &ImportBatch<'_>,
        settle: &dyn Fn(&[Applied]) -> Checkpoint,
    ) -> Result<Vec<Applied>, StoreError> {
        self.between.comes(Moment::Rows);
        self.session.apply(batch, settle)
    }
    fn exchange(
        &self,
        import: u64,
        now: i64,
        updates: &[UserUpdate],
    ) -> Result<Vec<Applied>, StoreError> {
        self.between.comes(Moment::Exchange);
        self.session.exchange(import, now, updates)
    }
    fn revert(
        &self,
        import: u64,
        now: i64,
        reversals: &[Reversal],
        settle: &dyn Fn(&[Reverted]) -> Checkpoint,
    ) -> Result<Vec<Reverted>, StoreError> {
        if matches!(reversals, [Reversal::Together(_)]) {
            self.between.comes(Moment::Together);
        }
        self.session.revert(import, now, reversals, settle)
    }
}
