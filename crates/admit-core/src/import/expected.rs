//! A directory as it will be once a file that was only checked is imported, as
//! far as a file of passwords needs to know it.

use crate::base::limits::{BATCH_ROWS, ID_PREFIX_SAMPLE_USERS};
use crate::check::claims::{Created, SortedClaims};
use crate::ports::store::{StoreError, UserQuery, Users};
use crate::ports::watch::RunError;
use crate::users::change::Claim;
use crate::users::user::{
    Fingerprint, IdentifierKey, IdentifierKind, Identity, StoredUser, UserKey, UserRow, public_id,
};
use std::collections::HashMap;
use xxhash_rust::xxh3::xxh3_128_with_seed;

/// The users that checks of files expect to be created.
#[derive(Debug, Default)]
pub struct Expected {
    /// The user-to-be by a digest of each identifier.
    owners: HashMap<u128, UserKey>,
    /// Some of their ids, to learn what ids begin with.
    ids: Vec<String>,
    users: u64,
    last_user: UserKey,
}

impl Expected {
    /// Takes in what a check expects: the identifiers it read and which of their users
    /// are created, `count` of them. The n-th gets the number `before` + n, where the
    /// last row could be the `last`-th.
    pub fn add(
        &mut self,
        claims: &mut SortedClaims,
        created: &Created,
        count: u64,
        (before, last): (UserKey, u64),
    ) -> Result<(), RunError> {
        let keep = |kind, nth| created.claims(kind, nth);
        loop {
            let batch = claims.batch(BATCH_ROWS, before, &keep)?;
            if batch.is_empty() {
                break;
            }
            for Claim { identifier, user } in batch {
                self.owners.insert(digest(&identifier), user);
                let samples = ID_PREFIX_SAMPLE_USERS as usize;
                if identifier.kind == IdentifierKind::Id && self.ids.len() < samples {
                    self.ids.push(identifier.key);
                }
            }
        }
        self.users += count;
        self.last_user = self.last_user.max(before + last);
        Ok(())
    }
}

impl Expected {
    /// Whom both expect.
    pub fn absorb(&mut self, other: Expected) {
        self.owners.extend(other.owners);
        self.ids.extend(other.ids);
        self.users += other.users;
        self.last_user = self.last_user.max(other.last_user);
    }
}

fn digest(identifier: &IdentifierKey) -> u128 {
    xxh3_128_with_seed(identifier.key.as_bytes(), identifier.kind as u64)
}

/// The directory with the users expected beside those that it has.
pub struct ExpectedDirectory<'a> {
    /// The directory as it is.
    pub directory: &'a dyn Users,
    /// What will be there beside.
    pub expected: &'a Expected,
}

/// A user-to-be: of its identifiers only the one it was asked for by matters.
fn user_to_be(key: UserKey, identities: Vec<Identity>) -> StoredUser {
    StoredUser {
        key,
        id: public_id(0, key, 0),
        row: UserRow {
            identities,
            ..UserRow::default()
        },
        memberships: Vec::new(),
        password: None,
        created: 0,
        updated: 0,
        version: 1,
        signed_in: false,
    }
}

impl Users for ExpectedDirectory<'_> {
    fn is_empty(&self) -> Result<bool, StoreError> {
        Ok(self.expected.users == 0 && self.directory.is_empty()?)
    }

    fn count(&self) -> Result<u64, StoreError> {
        Ok(self.directory.count()? + self.expected.users)
    }

    fn last_user(&self) -> Result<UserKey, StoreError> {
        Ok(self.directory.last_user()?.max(self.expected.last_user))
    }

    fn fingerprints(&self, visit: &mut dyn FnMut(UserKey, Fingerprint)) -> Result<(), StoreError> {
        self.directory.fingerprints(visit)
    }

    fn owners(&self, keys: &[IdentifierKey]) -> Result<Vec<Option<UserKey>>, StoreError> {
        let now = self.directory.owners(keys)?.into_iter().zip(keys);
        let owner = |(now, key): (Option<UserKey>, &IdentifierKey)| now.or_else(|| self.to_be(key));
        Ok(now.map(owner).collect())
    }

    fn users(&self, keys: &[UserKey]) -> Result<Vec<Option<StoredUser>>, StoreError> {
        let last = self.directory.last_user()?;
        let now = self.directory.users(keys)?.into_iter().zip(keys);
        let user = |(now, key): (Option<StoredUser>, &UserKey)| {
            now.or_else(|| (*key > last).then(|| user_to_be(*key, Vec::new())))
        };
        Ok(now.map(user).collect())
    }

    fn list(&self, query: &UserQuery) -> Result<Vec<StoredUser>, StoreError> {
        let mut users = self.directory.list(query)?;
        let ids = self.expected.ids.iter();
        users.extend(ids.map(|id| user_to_be(0, vec![Identity::new(IdentifierKind::Id, id)])));
        Ok(users)
    }
}

impl ExpectedDirectory<'_> {
    fn to_be(&self, key: &IdentifierKey) -> Option<UserKey> {
        self.expected.owners.get(&digest(key)).copied()
    }
}
