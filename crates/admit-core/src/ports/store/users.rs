//! Reading users.

use crate::ports::store::error::StoreError;
use crate::users::searched;
use crate::users::user::{
    Fingerprint, IdentifierKey, Membership, Status, StoredUser, UserKey, UserRow,
};

/// Which users to give, ascending by number.
#[derive(Clone, Debug, Default)]
pub struct UserQuery {
    /// After this user; 0 for the first page.
    pub after: UserKey,
    /// At most this many.
    pub limit: u64,
    /// Only users of whom an identifier or a name contains this text, without case.
    pub search: Option<String>,
    /// Only members of this organization.
    pub organization: Option<u32>,
    /// Only users who have this role in an organization; in that of the query, if it
    /// names one.
    pub role: Option<u32>,
    /// Only users who were given this permission in an organization, other than by a
    /// role; in that of the query, if it names one.
    pub permission: Option<u32>,
    /// Only users of this status.
    pub status: Option<Status>,
}

impl UserQuery {
    /// Whether it asks for every user from the first on.
    pub fn is_of_all(&self) -> bool {
        self.after == 0 && self.search.is_none() && self.status.is_none() && !self.asks_for_access()
    }

    /// Whether it asks for what users have in organizations.
    fn asks_for_access(&self) -> bool {
        self.organization.is_some() || self.role.is_some() || self.permission.is_some()
    }

    /// Whether a user of this status with these memberships is asked for. What is said
    /// of access has to hold of one membership.
    pub fn admits(&self, status: Status, memberships: &[Membership]) -> bool {
        let holds = |own: &Membership| {
            self.organization
                .is_none_or(|organization| own.organization == organization)
                && self.role.is_none_or(|role| own.roles.contains(&role))
                && self
                    .permission
                    .is_none_or(|permission| own.permissions.contains(&permission))
        };
        self.status.is_none_or(|wanted| wanted == status)
            && (!self.asks_for_access() || memberships.iter().any(holds))
    }

    /// Whether the text searched for, if any, is in an identifier or a name of
    /// this user. Only ASCII letters compare without case.
    pub fn finds(&self, row: &UserRow) -> bool {
        let Some(search) = &self.search else {
            return true;
        };
        let needle = searched::folded(search);
        searched::texts(row).any(|text| text.contains(&needle))
    }
}

/// Reading the users: all that a check needs of a store. A function given to one of
/// these never calls the store.
pub trait Users {
    /// Whether there is no user at all. Exact.
    fn is_empty(&self) -> Result<bool, StoreError>;

    /// How many users there are: exact, or an estimate where counting would make
    /// every batch wait for one row.
    fn count(&self) -> Result<u64, StoreError>;

    /// No user has a higher number, nor has one been reserved for anybody; 0 for none.
    fn last_user(&self) -> Result<UserKey, StoreError>;

    /// Calls `visit` with every user's number and fingerprint, in the order of
    /// numbers. Users whose fingerprint is 0 may be left out.
    fn fingerprints(&self, visit: &mut dyn FnMut(UserKey, Fingerprint)) -> Result<(), StoreError>;

    /// Who owns each identifier, in the order asked. Claims of users that do
    /// not exist yet do not count.
    fn owners(&self, keys: &[IdentifierKey]) -> Result<Vec<Option<UserKey>>, StoreError>;

    /// The users of these numbers, in the order asked.
    fn users(&self, keys: &[UserKey]) -> Result<Vec<Option<StoredUser>>, StoreError>;

    /// A page of users.
    fn list(&self, query: &UserQuery) -> Result<Vec<StoredUser>, StoreError>;
}
