//! A store that notes how many identifiers it is asked about at once.

use admit_core::ports::memory::MemoryStore;
use admit_core::ports::store::{
    self, Checkpoint, FindingQuery, ImportQuery, ImportRecord, ImportSession, RowOutcome,
    StoreError, StoredFinding, Users,
};
use admit_core::users::access::{Access, AccessChange};
use admit_core::users::change::{Applied, Write};
use admit_core::users::user::{Fingerprint, IdentifierKey, StoredUser, UserKey};
use std::sync::Mutex;

/// A store around another one.
pub struct Asked<'s> {
    store: &'s MemoryStore,
    sizes: Mutex<Vec<usize>>,
}

impl<'s> Asked<'s> {
    pub fn of(store: &'s MemoryStore) -> Asked<'s> {
        Asked {
            store,
            sizes: Mutex::default(),
        }
    }

    /// About how many, one time after the other, leaving out those about none.
    pub fn sizes(self) -> Vec<usize> {
        self.sizes.into_inner().unwrap()
    }
}

impl Users for Asked<'_> {
    fn is_empty(&self) -> Result<bool, StoreError> {
        self.store.is_empty()
    }
    fn count(&self) -> Result<u64, StoreError> {
        self.store.count()
    }
    fn last_user(&self) -> Result<UserKey, StoreError> {
        self.store.last_user()
    }
    fn fingerprints(&self, visit: &mut dyn FnMut(UserKey, Fingerprint)) -> Result<(), StoreError> {
        self.store.fingerprints(visit)
    }
    fn owners(&self, keys: &[IdentifierKey]) -> Result<Vec<Option<UserKey>>, StoreError> {
        if !keys.is_empty() {
            self.sizes.lock().unwrap().push(keys.len());
        }
        self.store.owners(keys)
    }
    fn users(&self, keys: &[UserKey]) -> Result<Vec<Option<StoredUser>>, StoreError> {
        self.store.users(keys)
    }
    fn list(&self, query: &store::UserQuery) -> Result<Vec<StoredUser>, StoreError> {
        self.store.list(query)
    }
}

hand_on_all_but_imports_and_users!(Asked<'_>, store);

hand_on! { Imports of Asked<'_>, store:
    lock() -> Box<dyn ImportSession + '_>;
    begin_check(record: &ImportRecord) -> u64;
    record_check(import: u64, checkpoint: &Checkpoint) -> ();
    record_changes(import: u64, changes: &admit_core::users::changes::Changes) -> ();
    changes_ahead(import: u64) -> Option<admit_core::users::changes::Changes>;
    imports(query: &ImportQuery) -> Vec<ImportRecord>;
    import(id: &str) -> Option<ImportRecord>;
    imports_of(ids: &[uuid::Uuid]) -> Vec<ImportRecord>;
    findings(import: u64, query: &FindingQuery) -> Vec<StoredFinding>;
    outcomes(import: u64, visit: &mut dyn FnMut(RowOutcome)) -> ();
    forget_import(id: uuid::Uuid) -> admit_core::ports::store::Forgotten;
}
