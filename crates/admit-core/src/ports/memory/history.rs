//! What changed users, and taking it back.

use super::MemoryStore;
use super::state::State;
use crate::ports::store::{Change, CreatedUser, History, Restoration, Reverted, StoreError};
use crate::users::change::{Applied, Claim, UserUpdate};
use crate::users::user::{Identity, UserKey};
use std::ops::Bound;

impl History for MemoryStore {
    fn created_by(
        &self,
        import: u64,
        after: UserKey,
        limit: u64,
    ) -> Result<Vec<CreatedUser>, StoreError> {
        let state = self.state();
        Ok(state
            .created_by
            .range((Bound::Excluded(after), Bound::Unbounded))
            .filter(|(_, by)| **by == import)
            .filter_map(|(key, _)| state.users.get(key))
            .take(limit as usize)
            .map(|user| CreatedUser {
                key: user.key,
                version: user.version,
                identifiers: user
                    .row
                    .identities
                    .iter()
                    .map(Identity::identifier)
                    .collect(),
            })
            .collect())
    }

    fn changed_by(
        &self,
        import: u64,
        after: UserKey,
        limit: u64,
    ) -> Result<Vec<UserKey>, StoreError> {
        let state = self.state();
        let mut users: Vec<UserKey> = state
            .changes
            .range((Bound::Excluded((after, u64::MAX)), Bound::Unbounded))
            .filter(|(_, change)| change.import == Some(import) && !change.undone)
            .map(|((user, _), _)| *user)
            .collect();
        users.dedup();
        users.truncate(limit as usize);
        Ok(users)
    }

    fn changes(&self, users: &[UserKey]) -> Result<Vec<Vec<Change>>, StoreError> {
        let state = self.state();
        let of = |user: UserKey| state.changes.range((user, 0)..=(user, u64::MAX));
        Ok(users
            .iter()
            .map(|user| of(*user).map(|(_, change)| change.clone()).collect())
            .collect())
    }
}

impl State {
    /// Its identifiers stay, as claims of the import.
    pub(super) fn remove(&mut self, user: &CreatedUser, import: u64) -> Reverted {
        let version = self.users.get(&user.key).map(|user| user.version);
        if version != Some(user.version) || self.sign_in.has_signed_in(user.key) {
            return Reverted::Drifted;
        }
        self.forget(user);
        let claims = user.identifiers.iter().map(|identifier| Claim {
            identifier: identifier.clone(),
            user: user.key,
        });
        self.claims.entry(import).or_default().extend(claims);
        Reverted::Done
    }

    /// With its identifiers.
    pub(super) fn remove_by_hand(&mut self, user: &CreatedUser) -> bool {
        let Some(found) = self.users.get(&user.key) else {
            return false;
        };
        if found.version != user.version {
            return false;
        }
        let id = found.id;
        for import in &mut self.imports {
            import.findings.retain(|finding| finding.user != Some(id));
        }
        self.forget(user);
        self.identifiers.retain(|_, owner| *owner != user.key);
        true
    }

    /// All but the identifiers.
    fn forget(&mut self, user: &CreatedUser) {
        self.users.remove(&user.key);
        self.created_by.remove(&user.key);
        for version in 1..user.version {
            self.changes.remove(&(user.key, version));
        }
        self.sign_in.remove(user.key, &user.identifiers);
        // So that its number is not given again.
        self.reserved_to = self.reserved_to.max(user.key);
    }

    pub(super) fn restore_together(
        &mut self,
        all: &[Restoration],
        import: u64,
        now: i64,
    ) -> Reverted {
        let updates: Vec<&UserUpdate> = all.iter().map(|one| &one.update).collect();
        for answer in self.stand_together(&updates) {
            match answer {
                Applied::Taken(key) => return Reverted::Taken(key),
                Applied::Drifted => return Reverted::Drifted,
                Applied::Created | Applied::Updated => {}
            }
        }
        self.give_up_all(&updates);
        for one in all {
            let answer = self.restore(one, import, now);
            assert!(answer == Reverted::Done, "who stands can be put back");
        }
        Reverted::Done
    }

    pub(super) fn restore(&mut self, restoration: &Restoration, import: u64, now: i64) -> Reverted {
        let update = &restoration.update;
        match self.update(update, now, Some(import)) {
            Applied::Taken(key) => return Reverted::Taken(key),
            Applied::Drifted => return Reverted::Drifted,
            Applied::Created | Applied::Updated => {}
        }
        if let Some(user) = self.users.get_mut(&update.key)
            && restoration.without_password
        {
            user.password = None;
        }
        let of_user = (update.key, 0)..=(update.key, u64::MAX);
        for (_, change) in self.changes.range_mut(of_user) {
            let is_own = change.version == update.expected_version;
            if is_own || (restoration.whole && change.import == Some(import)) {
                change.undone = true;
            }
        }
        Reverted::Done
    }
}
