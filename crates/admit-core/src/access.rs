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
}
