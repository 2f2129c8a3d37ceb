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
}
