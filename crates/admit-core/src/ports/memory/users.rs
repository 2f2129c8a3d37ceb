//! Reading the users in memory.

use super::MemoryStore;
use crate::ports::store::{StoreError, UserQuery, Users};
use crate::users::user::{Fingerprint, IdentifierKey, StoredUser, UserKey};
use std::ops::Bound;

impl Users for MemoryStore {
    fn is_empty(&self) -> Result<bool, StoreError> {
        Ok(self.state().users.is_empty())
    }

    fn count(&self) -> Result<u64, StoreError> {
        Ok(self.state().users.len() as u64)
    }

    fn last_user(&self) -> Result<UserKey, StoreError> {
        Ok(self.state().last_user())
    }

    fn fingerprints(&self, visit: &mut dyn FnMut(UserKey, Fingerprint)) -> Result<(), StoreError> {
        let state = self.state();
        let users = state.users.values();
        for user in users.filter(|user| user.row.fingerprint != 0) {
            visit(user.key, user.row.fingerprint);
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
            .map(|key| {
                let user = state.users.get(key).cloned();
                user.map(|user| StoredUser {
                    signed_in: state.sign_in.has_signed_in(user.key),
                    ..user
                })
            })
            .collect())
    }

    fn list(&self, query: &UserQuery) -> Result<Vec<StoredUser>, StoreError> {
        let state = self.state();
        Ok(state
            .users
            .range((Bound::Excluded(query.after), Bound::Unbounded))
            .map(|(_, user)| user)
            .filter(|user| query.admits(user.row.status, &user.memberships))
            .filter(|user| query.finds(&user.row))
            .take(query.limit as usize)
            .map(|user| StoredUser {
                signed_in: state.sign_in.has_signed_in(user.key),
                ..user.clone()
            })
            .collect())
    }
}
