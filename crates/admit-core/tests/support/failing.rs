//! A store that fails, to see what an import that is cut short leaves behind.

use admit_core::ports::memory::MemoryStore;
use admit_core::ports::store::{
    self, Checkpoint, FindingQuery, ImportBatch, ImportQuery, ImportRecord, ImportSession, Imports,
    Reversal, Reverted, RowOutcome, StoreError, StoredFinding,
};
use admit_core::users::access::{Access, AccessChange};
use admit_core::users::change::{Applied, Claim, UserUpdate, Write};
use admit_core::users::user::{Fingerprint, IdentifierKey, StoredUser, UserKey};
use std::sync::Mutex;

/// Hands a trait on to what stands inside.
macro_rules! hand_on {
    ($trait:ident of $type:ty, $inner:ident:
     $($name:ident($($arg:ident: $of:ty),*) -> $answer:ty;)*) => {
        impl admit_core::ports::store::$trait for $type {
            $(fn $name(&self, $($arg: $of),*) -> Result<$answer, StoreError> {
                self.$inner.$name($($arg),*)
            })*
        }
    };
}

/// Hands on what tests of imports only need to be there.
macro_rules! hand_on_all_but_imports {
    ($type:ty, $inner:ident) => {
        hand_on! { Users of $type, $inner:
            is_empty() -> bool;
            count() -> u64;
            last_user() -> UserKey;
            fingerprints(visit: &mut dyn FnMut(UserKey, Fingerprint)) -> ();
            owners(keys: &[IdentifierKey]) -> Vec<Option<UserKey>>;
            users(keys: &[UserKey]) -> Vec<Option<StoredUser>>;
            list(query: &store::UserQuery) -> Vec<StoredUser>;
        }
        hand_on_all_but_imports_and_users! { $type, $inner }
    };
}

/// Hands on what is no part of those two.
macro_rules! hand_on_all_but_imports_and_users {
    ($type:ty, $inner:ident) => {
        hand_on! { HandWrites of $type, $inner:
            reserve_number() -> UserKey;
            write_by_hand(now: i64, writes: &[Write]) -> Vec<Applied>;
            remove_user(user: &store::CreatedUser) -> bool;
        }
        hand_on! { History of $type, $inner:
            created_by(import: u64, after: UserKey, limit: u64) -> Vec<store::CreatedUser>;
            changed_by(import: u64, after: UserKey, limit: u64) -> Vec<UserKey>;
            changes(users: &[UserKey]) -> Vec<Vec<store::Change>>;
        }
        hand_on! { AccessTables of $type, $inner:
            access() -> Access;
            change_access(changes: &[AccessChange]) -> ();
            password_connection() -> bool;
            set_password_connection(on: bool) -> ();
            tells_at_once() -> bool;
            set_tells_at_once(on: bool) -> ();
        }
        hand_on! { Maintenance of $type, $inner:
            wipe_overwritten() -> ();
            hashes_written() -> u64;
            hardened_at() -> Option<u64>;
            set_hardened_at(written: u64) -> ();
        }
        hand_on! { Mappings of $type, $inner:
            mappings(columns: Option<&str>) -> Vec<store::RememberedMapping>;
            remember_mappings(columns: &str, mappings: &[store::RememberedMapping]) -> ();
            forget_mappings(mappings: &[store::RememberedMapping]) -> ();
        }
        hand_on! { SignIns of $type, $inner:
            take_attempt(counters: &[store::Counter], now: i64) -> store::Attempt;
            return_attempt(counters: &[store::Counter]) -> ();
            forgive_attempts(counters: &[store::Counter]) -> ();
            clear_attempts(subject: &str) -> ();
            note_sign_in(user: UserKey, browser: Option<&store::SecretDigest>, now: i64) -> ();
            knows_browser(user: UserKey, browser: &store::SecretDigest) -> bool;
            last_sign_ins(users: &[UserKey]) -> Vec<Option<i64>>;
            dearest_check() -> u64;
            raise_dearest_check(microseconds: u64) -> ();
            set_dearest_check(microseconds: u64) -> ();
            put_code(code: &store::ResetCode, mail: Option<&store::Mail>, now: i64) -> ();
            take_try(browser: &store::SecretDigest, now: i64) -> Vec<store::ResetCode>;
            redeem_code(code: &store::ResetCode, grant: &store::Grant) -> bool;
            put_grant(grant: &store::Grant) -> ();
            grant(digest: &store::SecretDigest, now: i64) -> Option<store::Grant>;
            void_grants(user: UserKey) -> ();
            redeem_grant(digest: &store::SecretDigest, now: i64) -> Option<UserKey>;
            outbox(after: u64, limit: u64, now: i64) -> Vec<store::StoredMail>;
        }
    };
}

/// When an injected failure strikes: before the store has done what was asked,
/// or after, when the answer is lost.
#[derive(Clone, Copy, Debug)]
pub enum Strikes {
    /// Nothing was done.
    Before,
    /// It was done.
    After,
}

/// A store of which one write fails.
pub struct Failing<'s> {
    store: &'s MemoryStore,
    left: Mutex<u64>,
    strikes: Strikes,
}

impl Failing<'_> {
    /// Around a store; the write of this number fails, counted from 1, and then no
    /// other.
    pub fn at(store: &MemoryStore, number: u64, strikes: Strikes) -> Failing<'_> {
        Failing {
            store,
            left: Mutex::new(number),
            strikes,
        }
    }

    fn call<T>(&self, work: impl FnOnce() -> Result<T, StoreError>) -> Result<T, StoreError> {
        let left = {
            let mut left = self.left.lock().unwrap();
            let now = *left;
            *left = now.saturating_sub(1);
            now
        };
        if left != 1 {
            return work();
        }
        if let Strikes::After = self.strikes {
            work()?;
        }
        Err(StoreError::Full {
            doing: "being tested",
        })
    }
}

hand_on_all_but_imports!(Failing<'_>, store);

impl Imports for Failing<'_> {
    fn lock(&self) -> Result<Box<dyn ImportSession + '_>, StoreError> {
        Ok(Box::new(FailingSession {
            failing: self,
            session: self.store.lock()?,
        }))
    }
    fn begin_check(&self, record: &ImportRecord) -> Result<u64, StoreError> {
        self.store.begin_check(record)
    }
    fn record_check(&self, import: u64, checkpoint: &Checkpoint) -> Result<(), StoreError> {
        self.call(|| self.store.record_check(import, checkpoint))
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

/// The session of such a store.
struct FailingSession<'f> {
    failing: &'f Failing<'f>,
    session: Box<dyn ImportSession + 'f>,
}

impl ImportSession for FailingSession<'_> {
    fn begin(&self, record: &ImportRecord) -> Result<u64, StoreError> {
        self.failing.call(|| self.session.begin(record))
    }
    fn begin_anew(&self, record: &ImportRecord) -> Result<(), StoreError> {
        self.failing.call(|| self.session.begin_anew(record))
    }
    fn record(&self, import: u64, checkpoint: &Checkpoint) -> Result<(), StoreError> {
        self.failing
            .call(|| self.session.record(import, checkpoint))
    }
    fn reserve(&self, count: u64) -> Result<UserKey, StoreError> {
        self.failing.call(|| self.session.reserve(count))
    }
    fn claim(&self, import: u64, claims: &[Claim]) -> Result<Vec<usize>, StoreError> {
        self.failing.call(|| self.session.claim(import, claims))
    }
    fn give_up(&self, claims: &[Claim]) -> Result<(), StoreError> {
        self.failing.call(|| self.session.give_up(claims))
    }
    fn release(&self, import: u64) -> Result<(), StoreError> {
        self.failing.call(|| self.session.release(import))
    }
    fn apply(
        &self,
        batch: &ImportBatch<'_>,
        settle: &dyn Fn(&[Applied]) -> Checkpoint,
    ) -> Result<Vec<Applied>, StoreError> {
        self.failing.call(|| self.session.apply(batch, settle))
    }
    fn exchange(
        &self,
        import: u64,
        now: i64,
        updates: &[UserUpdate],
    ) -> Result<Vec<Applied>, StoreError> {
        self.failing
            .call(|| self.session.exchange(import, now, updates))
    }
    fn revert(
        &self,
        import: u64,
        now: i64,
        reversals: &[Reversal],
        settle: &dyn Fn(&[Reverted]) -> Checkpoint,
    ) -> Result<Vec<Reverted>, StoreError> {
        self.failing
            .call(|| self.session.revert(import, now, reversals, settle))
    }
}
