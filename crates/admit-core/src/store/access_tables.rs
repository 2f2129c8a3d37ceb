//! Organizations, roles and permissions, and what may be changed in them.

use super::StoreError;
use crate::access::Access;

/// What to add or change in the tables of organizations, roles and permissions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AccessChange {
    /// An organization that is not there.
    AddOrganization {
        /// The code for it.
        code: String,
        /// Yours, unique.
        external_id: String,
        /// To show.
        name: String,
        /// Whether it becomes the default one.
        is_default: bool,
    },
    /// Another name for the organization of this number.
    RenameOrganization(u32, String),
    /// The organization of this number becomes the default one.
    SetDefault(u32),
    /// Whether users without an organization join the default one.
    SetAutoJoin(bool),
    /// A permission that is not there.
    AddPermission {
        /// Unique.
        key: String,
        /// To show.
        name: String,
    },
    /// Another name for the permission of this number.
    RenamePermission(u32, String),
    /// A role that is not there.
    AddRole {
        /// Unique.
        key: String,
        /// To show.
        name: String,
        /// Keys of permissions that exist once the earlier changes are made.
        permissions: Vec<String>,
    },
    /// Another name for the role of this number.
    RenameRole(u32, String),
    /// Permissions, by key, to add to the role of this number.
    AddToRole(u32, Vec<String>),
}

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
