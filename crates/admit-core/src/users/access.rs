//! Organizations, roles and permissions: small tables that are held in memory
//! for the length of a run.

use serde::{Deserialize, Serialize};

/// A group of users with an external id of its own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Organization {
    /// The directory's own number, from 1.
    pub number: u32,
    /// The code that Admit gave it, `org_` and ten characters.
    pub code: String,
    /// The id that the person importing knows it by; unique.
    pub external_id: String,
    /// The name to show.
    pub name: String,
    /// Whether users without an organization go here; exactly one does.
    pub is_default: bool,
}

/// What a member may be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Role {
    /// The directory's own number, from 1.
    pub number: u32,
    /// The key; compared exactly.
    pub key: String,
    /// The name to show.
    pub name: String,
    /// The permissions in it, by number, ascending.
    pub permissions: Vec<u32>,
}

/// What a member may do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Permission {
    /// The directory's own number, from 1.
    pub number: u32,
    /// The key; compared exactly.
    pub key: String,
    /// The name to show.
    pub name: String,
}

/// All of them, with the policy that goes with them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Access {
    /// Ascending by number.
    pub organizations: Vec<Organization>,
    /// Ascending by number.
    pub roles: Vec<Role>,
    /// Ascending by number.
    pub permissions: Vec<Permission>,
    /// Whether users without an organization join the default one.
    pub auto_join: bool,
}

impl Default for Access {
    fn default() -> Access {
        Access {
            organizations: Vec::new(),
            roles: Vec::new(),
            permissions: Vec::new(),
            auto_join: true,
        }
    }
}

impl Access {
    /// The organization that users without one join.
    pub fn default_organization(&self) -> Option<&Organization> {
        self.organizations
            .iter()
            .find(|organization| organization.is_default)
    }

    /// The organization with this number.
    pub fn organization(&self, number: u32) -> Option<&Organization> {
        self.organizations
            .iter()
            .find(|organization| organization.number == number)
    }

    /// The role with this number.
    pub fn role(&self, number: u32) -> Option<&Role> {
        self.roles.iter().find(|role| role.number == number)
    }

    /// The permission with this number.
    pub fn permission(&self, number: u32) -> Option<&Permission> {
        self.permissions
            .iter()
            .find(|permission| permission.number == number)
    }

    /// The organization with this external id.
    pub fn organization_of(&self, external_id: &str) -> Option<&Organization> {
        self.organizations
            .iter()
            .find(|organization| organization.external_id == external_id)
    }

    /// The role with this key.
    pub fn role_of(&self, key: &str) -> Option<&Role> {
        self.roles.iter().find(|role| role.key == key)
    }

    /// The permission with this key.
    pub fn permission_of(&self, key: &str) -> Option<&Permission> {
        self.permissions
            .iter()
            .find(|permission| permission.key == key)
    }

    /// The tables after these changes, made in order. What is there already
    /// under the same key stays as it is.
    #[must_use]
    pub fn with_changes(&self, changes: &[AccessChange]) -> Access {
        let mut access = self.clone();
        for change in changes {
            access.make(change);
        }
        access
    }

    fn make(&mut self, change: &AccessChange) {
        match change {
            AccessChange::AddOrganization {
                code,
                external_id,
                name,
                is_default,
            } => self.add_organization(code, external_id, name, *is_default),
            AccessChange::RenameOrganization(number, name) => {
                let mut all = self.organizations.iter_mut();
                if let Some(organization) = all.find(|o| o.number == *number) {
                    organization.name.clone_from(name);
                }
            }
            AccessChange::SetDefault(number) => self.set_default(*number),
            AccessChange::SetAutoJoin(on) => self.auto_join = *on,
            AccessChange::AddPermission { key, name } => self.add_permission(key, name),
            AccessChange::RenamePermission(number, name) => {
                let mut all = self.permissions.iter_mut();
                if let Some(permission) = all.find(|p| p.number == *number) {
                    permission.name.clone_from(name);
                }
            }
            AccessChange::AddRole {
                key,
                name,
                permissions,
            } => self.add_role(key, name, permissions),
            AccessChange::RenameRole(number, name) => {
                if let Some(role) = self.roles.iter_mut().find(|r| r.number == *number) {
                    role.name.clone_from(name);
                }
            }
            AccessChange::AddToRole(number, keys) => {
                let mut numbers = self.permission_numbers(keys);
                if let Some(role) = self.roles.iter_mut().find(|r| r.number == *number) {
                    role.permissions.append(&mut numbers);
                    role.permissions.sort_unstable();
                    role.permissions.dedup();
                }
            }
        }
    }

    fn add_organization(&mut self, code: &str, external_id: &str, name: &str, is_default: bool) {
        if self.organization_of(external_id).is_some() {
            return;
        }
        let number = self.organizations.last().map_or(1, |last| last.number + 1);
        self.organizations.push(Organization {
            number,
            code: code.to_owned(),
            external_id: external_id.to_owned(),
            name: name.to_owned(),
            is_default: false,
        });
        if is_default {
            self.set_default(number);
        }
    }

    fn set_default(&mut self, number: u32) {
        if self.organization(number).is_some() {
            for organization in &mut self.organizations {
                organization.is_default = organization.number == number;
            }
        }
    }

    fn add_permission(&mut self, key: &str, name: &str) {
        if self.permission_of(key).is_none() {
            let number = self.permissions.last().map_or(1, |last| last.number + 1);
            self.permissions.push(Permission {
                number,
                key: key.to_owned(),
                name: name.to_owned(),
            });
        }
    }

    fn add_role(&mut self, key: &str, name: &str, permissions: &[String]) {
        if self.role_of(key).is_none() {
            let number = self.roles.last().map_or(1, |last| last.number + 1);
            self.roles.push(Role {
                number,
                key: key.to_owned(),
                name: name.to_owned(),
                permissions: self.permission_numbers(permissions),
            });
        }
    }

    /// The numbers of these keys, ascending; unknown keys have none.
    fn permission_numbers(&self, keys: &[String]) -> Vec<u32> {
        let known = keys.iter().filter_map(|key| self.permission_of(key));
        let mut numbers: Vec<u32> = known.map(|permission| permission.number).collect();
        numbers.sort_unstable();
        numbers.dedup();
        numbers
    }
}

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
