//! The in-memory store, for tests and for checks without a database.
//!
//! It answers as the databases do: the conformance suite of `admit-store` runs
//! against it too.

mod history;
mod sign_ins;

use crate::findings::finding::Finding;
use crate::ports::store::{
    AccessTables, Change, Checkpoint, Directory, FindingQuery, ImportLock, ImportRecord, Imports,
    Outcome, Overview, StoreError, StoredFinding, UserQuery, import_of_text,
};
use crate::users::access::{Access, AccessChange};
use crate::users::change::{Applied, Claim, NewUser, PlannedWrite, UserUpdate, Write};
use crate::users::user::{Fingerprint, IdentifierKey, Identity, Membership, StoredUser, UserKey};
use std::collections::BTreeMap;
use std::ops::Bound;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// A directory with its history, kept in memory. What is given to
/// [`Directory::apply`] as `settle` must not call the store.
#[derive(Debug, Default)]
pub struct MemoryStore {
    state: Mutex<State>,
    import_running: Arc<AtomicBool>,
}

#[derive(Debug, Default)]
struct State {
    users: BTreeMap<UserKey, StoredUser>,
    /// Which import created a user.
    created_by: BTreeMap<UserKey, u64>,
    /// By user and the version before.
    changes: BTreeMap<(UserKey, u64), Change>,
    identifiers: BTreeMap<IdentifierKey, UserKey>,
    /// The highest user number that identifiers were ever claimed for.
    claimed_to: UserKey,
    imports: Vec<KeptImport>,
    access: Access,
    password_connection: bool,
    sign_in: sign_ins::Kept,
}

#[derive(Debug)]
struct KeptImport {
    record: ImportRecord,
    findings: Vec<Finding>,
    outcomes: Vec<(u64, Outcome)>,
}

impl MemoryStore {
    /// An empty one.
    pub fn new() -> MemoryStore {
        MemoryStore::default()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // No change is left half done: all checks of a write come before it.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Directory for MemoryStore {
    fn overview(&self) -> Result<Overview, StoreError> {
        let state = self.state();
        let highest = state.users.last_key_value().map_or(0, |(key, _)| *key);
        Ok(Overview {
            users: state.users.len() as u64,
            last_user: highest.max(state.claimed_to),
        })
    }

    fn fingerprints(&self, visit: &mut dyn FnMut(UserKey, Fingerprint)) -> Result<(), StoreError> {
        // Copied first, so that `visit` may use the store.
        let all: Vec<(UserKey, Fingerprint)> = self
            .state()
            .users
            .values()
            .filter(|user| user.row.fingerprint != 0)
            .map(|user| (user.key, user.row.fingerprint))
            .collect();
        for (key, fingerprint) in all {
            visit(key, fingerprint);
        }
        Ok(())
    }

    fn owners(&self, keys: &[IdentifierKey]) -> Result<Vec<Option<UserKey>>, StoreError> {
        let state = self.state();
        Ok(keys
            .iter()
            .map(|key| state.identifiers.get(key).copied())
            .map(|owner| owner.filter(|user| state.users.contains_key(user)))
            .collect())
    }

    fn users(&self, keys: &[UserKey]) -> Result<Vec<Option<StoredUser>>, StoreError> {
        let state = self.state();
        Ok(keys
            .iter()
            .map(|key| state.users.get(key).cloned())
            .collect())
    }

    fn list(&self, query: &UserQuery) -> Result<Vec<StoredUser>, StoreError> {
        let state = self.state();
        let member = |user: &StoredUser| {
            query.organization.is_none_or(|organization| {
                let mut memberships = user.memberships.iter();
                memberships.any(|membership| membership.organization == organization)
            })
        };
        Ok(state
            .users
            .range((Bound::Excluded(query.after), Bound::Unbounded))
            .map(|(_, user)| user)
            .filter(|user| member(user) && query.finds(&user.row))
            .take(query.limit as usize)
            .cloned()
            .collect())
    }

    fn claim(&self, claims: &[Claim]) -> Result<Vec<usize>, StoreError> {
        let state = &mut *self.state();
        let mut taken = Vec::new();
        for (index, claim) in claims.iter().enumerate() {
            if state.users.contains_key(&claim.user) {
                taken.push(index);
                continue;
            }
            let owner = state
                .identifiers
                .entry(claim.identifier.clone())
                .or_insert(claim.user);
            if *owner != claim.user {
                taken.push(index);
            }
            state.claimed_to = state.claimed_to.max(claim.user);
        }
        Ok(taken)
    }

    fn release(&self, claims: &[Claim]) -> Result<(), StoreError> {
        let state = &mut *self.state();
        for claim in claims {
            if !state.users.contains_key(&claim.user)
                && state.identifiers.get(&claim.identifier) == Some(&claim.user)
            {
                state.identifiers.remove(&claim.identifier);
            }
        }
        Ok(())
    }

    fn release_claims(&self) -> Result<u64, StoreError> {
        let state = &mut *self.state();
        let before = state.identifiers.len();
        let users = &state.users;
        state.identifiers.retain(|_, user| users.contains_key(user));
        Ok((before - state.identifiers.len()) as u64)
    }

    fn apply(
        &self,
        import: Option<u64>,
        now: i64,
        writes: &[PlannedWrite],
        claimed: bool,
        settle: &mut dyn FnMut(&[Applied]) -> Checkpoint,
    ) -> Result<Vec<Applied>, StoreError> {
        let state = &mut *self.state();
        let answers: Vec<Applied> = writes
            .iter()
            .map(|planned| match &planned.write {
                Write::Create(new) => state.create(new, now, import, claimed),
                Write::Update(update) => state.update(update, now, import),
            })
            .collect();
        let progress = settle(&answers);
        if let Some(import) = import {
            state.keep(import, &progress);
        }
        Ok(answers)
    }
}

impl State {
    /// The first of these that belongs to, or is claimed for, another user.
    fn taken<'k>(
        &self,
        user: UserKey,
        mut keys: impl Iterator<Item = &'k IdentifierKey>,
    ) -> Option<IdentifierKey> {
        keys.find(|key| {
            self.identifiers
                .get(key)
                .is_some_and(|owner| *owner != user)
        })
        .cloned()
    }

    fn create(&mut self, new: &NewUser, now: i64, import: Option<u64>, claimed: bool) -> Applied {
        let number_given = self.users.contains_key(&new.key);
        if number_given || (!claimed && new.key <= self.claimed_to) {
            return Applied::Drifted;
        }
        if !claimed {
            let keys: Vec<IdentifierKey> = new
                .row
                .identities
                .iter()
                .map(Identity::identifier)
                .collect();
            if let Some(key) = self.taken(new.key, keys.iter()) {
                return Applied::Taken(key);
            }
            self.identifiers
                .extend(keys.into_iter().map(|key| (key, new.key)));
        }
        let user = StoredUser {
            key: new.key,
            id: new.id,
            row: new.row.clone(),
            memberships: new.memberships.clone(),
            password: new.password.clone(),
            created: now,
            updated: now,
            version: 1,
        };
        self.users.insert(new.key, user);
        self.created_by
            .extend(import.map(|import| (new.key, import)));
        Applied::Created
    }

    fn update(&mut self, update: &UserUpdate, now: i64, import: Option<u64>) -> Applied {
        let version = self.users.get(&update.key).map(|user| user.version);
        if version != Some(update.expected_version) {
            return Applied::Drifted;
        }
        if let Some(key) = self.taken(update.key, update.claims.iter()) {
            return Applied::Taken(key);
        }
        for key in &update.releases {
            if self.identifiers.get(key) == Some(&update.key) {
                self.identifiers.remove(key);
            }
        }
        for key in &update.claims {
            self.identifiers.insert(key.clone(), update.key);
        }
        let Some(user) = self.users.get_mut(&update.key) else {
            return Applied::Drifted;
        };
        user.row = update.row.clone();
        for membership in &update.memberships {
            set_membership(&mut user.memberships, membership);
        }
        user.memberships
            .retain(|membership| !update.leaves.contains(&membership.organization));
        if update.password.is_some() {
            user.password.clone_from(&update.password);
        }
        user.updated = now;
        user.version += 1;
        for (version, before) in &update.past {
            if let Some(change) = self.changes.get_mut(&(update.key, *version)) {
                change.before.clone_from(before);
            }
        }
        if let Some(before) = &update.before {
            let change = Change {
                import,
                user: update.key,
                version: update.expected_version,
                before: before.clone(),
                undone: false,
            };
            self.changes.insert((change.user, change.version), change);
        }
        Applied::Updated
    }

    fn import_mut(&mut self, import: u64) -> &mut KeptImport {
        let kept = self
            .imports
            .iter_mut()
            .find(|kept| kept.record.number == import);
        kept.expect("progress is stored only for an import that was begun")
    }

    fn keep(&mut self, import: u64, progress: &Checkpoint) {
        let kept = self.import_mut(import);
        kept.outcomes.extend_from_slice(&progress.outcomes);
        kept.findings.extend_from_slice(&progress.findings);
        if let Some(record) = &progress.record {
            kept.record.state = record.state;
            kept.record.finished = record.finished;
            kept.record.seconds = record.seconds;
            kept.record.rows_done = record.rows_done;
            kept.record.ledger = record.ledger;
            kept.record.counts.clone_from(&record.counts);
        }
    }
}

fn set_membership(memberships: &mut Vec<Membership>, membership: &Membership) {
    match memberships.binary_search_by_key(&membership.organization, |m| m.organization) {
        Ok(index) => memberships[index] = membership.clone(),
        Err(index) => memberships.insert(index, membership.clone()),
    }
}

struct MemoryLock(Arc<AtomicBool>);

impl ImportLock for MemoryLock {}

impl Drop for MemoryLock {
    fn drop(&mut self) {
        self.0.store(false, Ordering::Release);
    }
}

impl Imports for MemoryStore {
    fn lock(&self) -> Result<Box<dyn ImportLock>, StoreError> {
        if self.import_running.swap(true, Ordering::AcqRel) {
            return Err(StoreError::ImportRunning);
        }
        Ok(Box::new(MemoryLock(Arc::clone(&self.import_running))))
    }

    fn begin(&self, record: &ImportRecord) -> Result<u64, StoreError> {
        let mut state = self.state();
        let number = state.imports.len() as u64 + 1;
        state.imports.push(KeptImport {
            record: ImportRecord {
                number,
                ..record.clone()
            },
            findings: Vec::new(),
            outcomes: Vec::new(),
        });
        Ok(number)
    }

    fn record(&self, import: u64, progress: &Checkpoint) -> Result<(), StoreError> {
        self.state().keep(import, progress);
        Ok(())
    }

    fn imports(&self) -> Result<Vec<ImportRecord>, StoreError> {
        let state = self.state();
        let latest_first = state.imports.iter().rev();
        Ok(latest_first.map(|kept| kept.record.clone()).collect())
    }

    fn import(&self, id: &str) -> Result<Option<ImportRecord>, StoreError> {
        let state = self.state();
        let ids = state.imports.iter().map(|kept| kept.record.id);
        let found = import_of_text(id, ids.enumerate());
        Ok(found.map(|index| state.imports[index].record.clone()))
    }

    fn findings(
        &self,
        import: u64,
        query: &FindingQuery,
    ) -> Result<Vec<StoredFinding>, StoreError> {
        let state = self.state();
        let kept = state
            .imports
            .iter()
            .find(|kept| kept.record.number == import);
        let findings = kept.map_or(&[][..], |kept| &kept.findings);
        Ok((1..)
            .zip(findings)
            .filter(|(position, finding)| *position > query.after && asked(query, finding))
            .take(query.limit as usize)
            .map(|(position, finding)| StoredFinding {
                position,
                finding: finding.clone(),
            })
            .collect())
    }

    fn outcomes(&self, import: u64, visit: &mut dyn FnMut(u64, Outcome)) -> Result<(), StoreError> {
        let outcomes = {
            let state = self.state();
            let mut imports = state.imports.iter();
            let kept = imports.find(|kept| kept.record.number == import);
            kept.map(|kept| kept.outcomes.clone()).unwrap_or_default()
        };
        for (row, outcome) in outcomes {
            visit(row, outcome);
        }
        Ok(())
    }
}

fn asked(query: &FindingQuery, finding: &Finding) -> bool {
    let rules = &query.rules;
    (rules.is_empty() || rules.iter().any(|code| code == finding.rule.code))
        && query.severity.is_none_or(|s| s == finding.severity)
        && (query.column.is_none() || query.column == finding.column)
        && (query.row.is_none() || query.row == finding.row)
}

impl AccessTables for MemoryStore {
    fn access(&self) -> Result<Access, StoreError> {
        Ok(self.state().access.clone())
    }

    fn change_access(&self, changes: &[AccessChange]) -> Result<(), StoreError> {
        let mut state = self.state();
        let mut after = state.access.clone();
        for change in changes {
            after.change(change).map_err(|reason| StoreError::Failed {
                doing: "changing organizations, roles and permissions",
                reason,
            })?;
        }
        state.access = after;
        Ok(())
    }

    fn password_connection(&self) -> Result<bool, StoreError> {
        Ok(self.state().password_connection)
    }

    fn set_password_connection(&self, on: bool) -> Result<(), StoreError> {
        self.state().password_connection = on;
        Ok(())
    }
}
