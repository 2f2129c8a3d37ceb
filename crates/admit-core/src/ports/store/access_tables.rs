//! Organizations, roles and permissions, and what may be changed in them.

use super::StoreError;
use crate::users::access::{Access, AccessChange};

/// Organizations, roles, permissions and connections.
pub trait AccessTables {
    /// All of them.
    fn access(&self) -> Result<Access, StoreError>;

    /// Makes the changes in order, in one transaction.
    fn change_access(&self, changes: &[AccessChange]) -> Result<(), StoreError>;

    /// Whether sign-in by password is switched on. It is off at first.
    fn password_connection(&self) -> Result<bool, StoreError>;

    /// Switches it.
    fn set_password_connection(&self, on: bool) -> Result<(), StoreError>;

    /// Whether people who have to set a password are told so at once, instead of by
    /// mail. It is off at first: it tells strangers who has an account.
    fn tells_at_once(&self) -> Result<bool, StoreError>;

    /// Switches it.
    fn set_tells_at_once(&self, on: bool) -> Result<(), StoreError>;
}
