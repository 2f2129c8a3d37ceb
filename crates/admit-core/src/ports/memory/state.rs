//! What the store in memory keeps, and how it changes.

use super::{idempotency, jobs, operators, sign_ins, uploads};
use crate::findings::finding::Finding;
use crate::passwords::stored::{PasswordOrigin, StoredPassword};
use crate::ports::store::{
    AuditEntry, Change, Checkpoint, Forgotten, ImportRecord, ImportState, Mode, RememberedMapping,
    RowOutcome, StoreError, Token,
};
use crate::users::access::Access;
use crate::users::change::{Applied, Claim, NewUser, PlannedWrite, UserUpdate, Write};
use crate::users::changes::Changes;
use crate::users::exchange::{Standing, stand_together};
use crate::users::user::{IdentifierKey, Identity, StoredUser, UserKey};
use std::collections::BTreeMap;
use uuid::Uuid;

#[derive(Debug, Default)]
pub(super) struct State {
    pub(super) users: BTreeMap<UserKey, StoredUser>,
    /// Which import created a user.
    pub(super) created_by: BTreeMap<UserKey, u64>,
    /// By user and the version before.
    pub(super) changes: BTreeMap<(UserKey, u64), Change>,
    pub(super) identifiers: BTreeMap<IdentifierKey, UserKey>,
    /// Claims by the import that they belong to.
    pub(super) claims: BTreeMap<u64, Vec<Claim>>,
    /// The highest user number that was ever given.
    pub(super) reserved_to: UserKey,
    /// The lock that is held.
    pub(super) lock: Option<u64>,
    /// How many locks were ever given.
    pub(super) locks: u64,
    pub(super) imports: Vec<KeptImport>,
    /// The highest number of an import that was ever given.
    pub(super) last_import: u64,
    pub(super) access: Access,
    pub(super) password_connection: bool,
    pub(super) tells_at_once: bool,
    /// By the columns of the file and the column.
    pub(super) mappings: BTreeMap<(String, String), RememberedMapping>,
    pub(super) sign_in: sign_ins::Kept,
    pub(super) operators: operators::Kept,
    /// By name.
    pub(super) tokens: BTreeMap<String, Token>,
    pub(super) audit: Vec<AuditEntry>,
    /// By who sent it and its key.
    pub(super) requests: BTreeMap<(String, String), idempotency::Kept>,
    pub(super) uploads: uploads::Kept,
    pub(super) jobs: jobs::Kept,
    /// Grows with every hash that is written as it was imported.
    pub(super) hashes_written: u64,
    pub(super) hardened_at: Option<u64>,
    pub(super) room_bytes: Option<u64>,
}

#[derive(Debug)]
pub(super) struct KeptImport {
    pub(super) record: ImportRecord,
    pub(super) findings: Vec<Finding>,
    pub(super) outcomes: Vec<RowOutcome>,
    pub(super) changes: Option<Changes>,
}

impl State {
    /// The highest number of a user, or the highest that was given.
    pub(super) fn last_user(&self) -> UserKey {
        let highest = self.users.last_key_value().map_or(0, |(key, _)| *key);
        highest.max(self.reserved_to)
    }

    /// Gives so many numbers; answers with the first.
    pub(super) fn reserve(&mut self, count: u64) -> UserKey {
        let last = self.last_user();
        self.reserved_to = last + count;
        last + 1
    }

    pub(super) fn claim(&mut self, import: u64, claims: &[Claim]) -> Vec<usize> {
        let mut taken = Vec::new();
        for (index, claim) in claims.iter().enumerate() {
            let owner = self
                .identifiers
                .entry(claim.identifier.clone())
                .or_insert(claim.user);
            if *owner == claim.user {
                self.claims.entry(import).or_default().push(claim.clone());
            } else {
                taken.push(index);
            }
        }
        taken
    }

    pub(super) fn give_up(&mut self, claim: &Claim) {
        if !self.users.contains_key(&claim.user)
            && self.identifiers.get(&claim.identifier) == Some(&claim.user)
        {
            self.identifiers.remove(&claim.identifier);
        }
    }

    pub(super) fn release(&mut self, import: u64) {
        for claim in self.claims.remove(&import).unwrap_or_default() {
            self.give_up(&claim);
        }
    }

    /// Imports that were running when their process died are stopped, not running.
    pub(super) fn end_dead_imports(&mut self) {
        for kept in &mut self.imports {
            let record = &mut kept.record;
            if matches!(record.state, ImportState::Checking | ImportState::Applying)
                && record.mode == Mode::Import
            {
                record.state = ImportState::Stopped;
            }
        }
        let claimed: Vec<u64> = self.claims.keys().copied().collect();
        for import in claimed {
            self.release(import);
        }
    }

    pub(super) fn begin(&mut self, record: &ImportRecord) -> u64 {
        self.last_import += 1;
        let number = self.last_import;
        self.imports.push(KeptImport {
            record: ImportRecord {
                number,
                ..record.clone()
            },
            findings: Vec::new(),
            outcomes: Vec::new(),
            changes: None,
        });
        number
    }

    /// The first of these that belongs to, or is claimed for, another user.
    pub(super) fn taken<'k>(
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

    pub(super) fn create(
        &mut self,
        new: &NewUser,
        now: i64,
        import: Option<u64>,
        claimed: bool,
    ) -> Applied {
        if self.users.contains_key(&new.key) {
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
        self.note_hash(new.password.as_ref());
        self.users.insert(new.key, new.written(now));
        self.created_by
            .extend(import.map(|import| (new.key, import)));
        Applied::Created
    }

    fn note_hash(&mut self, password: Option<&StoredPassword>) {
        let is_imported = |password: &StoredPassword| password.origin == PasswordOrigin::Imported;
        self.hashes_written += u64::from(password.is_some_and(is_imported));
    }

    pub(super) fn update(&mut self, update: &UserUpdate, now: i64, import: Option<u64>) -> Applied {
        if self.version_of(update) != Some(update.expected_version) {
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
        self.note_hash(update.password.as_ref());
        let Some(user) = self.users.get_mut(&update.key) else {
            return Applied::Drifted;
        };
        if update.ends_grants(user.row.status) {
            self.sign_in.void(update.key);
        }
        update.write_to(user, now);
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

    /// The version of the user of an update; `None` if it is gone, or signed in where the
    /// update says not to be written then.
    fn version_of(&self, update: &UserUpdate) -> Option<u64> {
        let stands = !update.unless_signed_in || !self.sign_in.has_signed_in(update.key);
        let user = self.users.get(&update.key).filter(|_| stands)?;
        Some(user.version)
    }

    /// Which of these users were changed since they were compared, as if all else went
    /// well.
    pub(super) fn drifted(&self, writes: &[PlannedWrite]) -> Vec<Applied> {
        let mut versions: BTreeMap<UserKey, u64> = BTreeMap::new();
        let mut answers = Vec::with_capacity(writes.len());
        for planned in writes {
            let update = match &planned.write {
                Write::Create(new) => {
                    versions.insert(new.key, 1);
                    answers.push(Applied::Created);
                    continue;
                }
                Write::Update(update) => update,
            };
            let own = self.version_of(update).unwrap_or(0);
            let version = versions.entry(update.key).or_insert(own);
            let stands = *version == update.expected_version;
            *version += u64::from(stands);
            answers.push(if stands {
                Applied::Updated
            } else {
                Applied::Drifted
            });
        }
        answers
    }

    /// Which of these users can be written together.
    pub(super) fn stand_together(&self, updates: &[&UserUpdate]) -> Vec<Applied> {
        let owner = |key| self.identifiers.get(key).copied();
        let standings: Vec<Standing> = updates
            .iter()
            .map(|update| Standing {
                version: self.version_of(update),
                owners: update.claims.iter().map(owner).collect(),
            })
            .collect();
        stand_together(updates, &standings)
    }

    /// Takes from users what they give up.
    pub(super) fn give_up_all(&mut self, updates: &[&UserUpdate]) {
        for update in updates {
            for key in &update.releases {
                if self.identifiers.get(key) == Some(&update.key) {
                    self.identifiers.remove(key);
                }
            }
        }
    }

    /// The import of this number, unless it was forgotten.
    pub(super) fn import_mut(
        &mut self,
        import: u64,
        mode: Mode,
    ) -> Result<&mut KeptImport, StoreError> {
        let mut imports = self.imports.iter_mut();
        let kept = imports.find(|kept| kept.record.number == import);
        let kept = kept.ok_or(StoreError::ImportForgotten)?;
        assert!(
            kept.record.mode == mode,
            "an import is recorded by its session, and a check without one"
        );
        Ok(kept)
    }

    /// Whether there is a record of this import.
    pub(super) fn has_import(&self, id: Uuid) -> bool {
        self.imports.iter().any(|kept| kept.record.id == id)
    }

    /// Whether an import has created or changed users.
    pub(super) fn has_written(&self, id: Uuid) -> bool {
        let mut imports = self.imports.iter().map(|kept| &kept.record);
        let Some(record) = imports.find(|record| record.id == id) else {
            return false;
        };
        let mut changes = self.changes.values();
        let has_changed = record.ledger.created + record.ledger.updated > 0
            || changes.any(|change| change.import == Some(record.number));
        record.mode == Mode::Import && has_changed
    }

    pub(super) fn forget_import(&mut self, id: Uuid) -> Forgotten {
        let Some(at) = self.imports.iter().position(|kept| kept.record.id == id) else {
            return Forgotten::NotThere;
        };
        if self.has_written(id) {
            return Forgotten::WroteUsers;
        }
        self.imports.remove(at);
        Forgotten::Done
    }

    pub(super) fn keep(
        &mut self,
        import: u64,
        mode: Mode,
        checkpoint: &Checkpoint,
    ) -> Result<(), StoreError> {
        let kept = self.import_mut(import, mode)?;
        kept.outcomes.extend_from_slice(&checkpoint.outcomes);
        kept.findings.extend_from_slice(&checkpoint.findings);
        if let Some(record) = &checkpoint.record {
            kept.record.state = record.state;
            kept.record.finished = record.finished;
            kept.record.seconds = record.seconds;
            kept.record.rows_done = record.rows_done;
            kept.record.ledger = record.ledger;
            kept.record.counts.clone_from(&record.counts);
            if record.state == ImportState::Complete {
                // Every user that it claimed for is there, or was given up.
                self.claims.remove(&import);
            }
        }
        Ok(())
    }
}
