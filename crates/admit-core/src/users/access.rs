//! Organizations, roles and permissions: small tables that are held in memory
//! for the length of a run.

use crate::users::user::Membership;
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
    /// Whether users without an organization go here; at most one does, because somebody said so.
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
    /// The highest numbers that were ever removed: what is added later has another
    /// one, as what is kept of users from before still names the old.
    pub removed: Removed,
}

/// The highest number that was ever removed, or 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Removed {
    /// Of the organizations.
    pub organization: u32,
    /// Of the roles.
    pub role: u32,
    /// Of the permissions.
    pub permission: u32,
}

impl Default for Access {
    fn default() -> Access {
        Access {
            organizations: Vec::new(),
            roles: Vec::new(),
            permissions: Vec::new(),
            auto_join: true,
            removed: Removed::default(),
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

    /// The tables after these changes, made in order. One that cannot be made is
    /// left away: what is there already under the same key stays as it is.
    #[must_use]
    pub fn with_changes(&self, changes: &[AccessChange]) -> Access {
        let mut access = self.clone();
        for change in changes {
            // Each is made whole or not at all.
            let _ = access.change(change);
        }
        access
    }

    /// Makes one change.
    ///
    /// # Errors
    /// Why it cannot be made, in words; nothing was changed.
    pub fn change(&mut self, change: &AccessChange) -> Result<(), String> {
        match change {
            AccessChange::AddOrganization {
                code,
                external_id,
                name,
                is_default,
            } => self.add_organization(code, external_id, name, *is_default),
            AccessChange::RenameOrganization(number, name) => {
                self.organization_mut(*number)?.name.clone_from(name);
                Ok(())
            }
            AccessChange::SetDefault(number) => {
                self.organization_mut(*number)?;
                self.set_default(*number);
                Ok(())
            }
            AccessChange::SetAutoJoin(on) => {
                self.auto_join = *on;
                Ok(())
            }
            AccessChange::AddPermission { key, name } => self.add_permission(key, name),
            AccessChange::RenamePermission(number, name) => {
                self.permission_mut(*number)?.name.clone_from(name);
                Ok(())
            }
            AccessChange::AddRole {
                key,
                name,
                permissions,
            } => self.add_role(key, name, permissions),
            AccessChange::RenameRole(number, name) => {
                self.role_mut(*number)?.name.clone_from(name);
                Ok(())
            }
            AccessChange::AddToRole(number, keys) => {
                let added = self.permission_numbers(keys)?;
                let role = self.role_mut(*number)?;
                role.permissions.extend(added);
                role.permissions.sort_unstable();
                role.permissions.dedup();
                Ok(())
            }
            AccessChange::TakeFromRole(number, permission) => {
                let role = self.role_mut(*number)?;
                role.permissions.retain(|own| own != permission);
                Ok(())
            }
            AccessChange::RemoveOrganization(number) => {
                let place = self.organizations.iter().position(|o| o.number == *number);
                let place = place.ok_or_else(|| no_number("organization", *number))?;
                self.organizations.remove(place);
                self.removed.organization = self.removed.organization.max(*number);
                Ok(())
            }
            AccessChange::RemoveRole(number) => {
                let place = self.roles.iter().position(|role| role.number == *number);
                let place = place.ok_or_else(|| no_number("role", *number))?;
                self.roles.remove(place);
                self.removed.role = self.removed.role.max(*number);
                Ok(())
            }
            AccessChange::RemovePermission(number) => self.remove_permission(*number),
        }
    }

    /// A membership without what is not there any more; `None` if its organization
    /// is not.
    pub fn still_there(&self, mut membership: Membership) -> Option<Membership> {
        self.organization(membership.organization)?;
        membership
            .roles
            .retain(|number| self.role(*number).is_some());
        membership
            .permissions
            .retain(|number| self.permission(*number).is_some());
        Some(membership)
    }

    fn remove_permission(&mut self, number: u32) -> Result<(), String> {
        let place = self.permissions.iter().position(|p| p.number == number);
        let place = place.ok_or_else(|| no_number("permission", number))?;
        self.permissions.remove(place);
        for role in &mut self.roles {
            role.permissions.retain(|own| *own != number);
        }
        self.removed.permission = self.removed.permission.max(number);
        Ok(())
    }

    fn add_organization(
        &mut self,
        code: &str,
        external_id: &str,
        name: &str,
        is_default: bool,
    ) -> Result<(), String> {
        let mut all = self.organizations.iter();
        if all.any(|o| o.external_id == external_id || o.code == code) {
            return Err(format!("the organization {external_id} is there already"));
        }
        let last = self.organizations.last().map_or(0, |last| last.number);
        let number = last.max(self.removed.organization) + 1;
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
        Ok(())
    }

    fn set_default(&mut self, number: u32) {
        for organization in &mut self.organizations {
            organization.is_default = organization.number == number;
        }
    }

    fn add_permission(&mut self, key: &str, name: &str) -> Result<(), String> {
        if self.permission_of(key).is_some() {
            return Err(format!("the permission {key} is there already"));
        }
        let last = self.permissions.last().map_or(0, |last| last.number);
        self.permissions.push(Permission {
            number: last.max(self.removed.permission) + 1,
            key: key.to_owned(),
            name: name.to_owned(),
        });
        Ok(())
    }

    fn add_role(&mut self, key: &str, name: &str, permissions: &[String]) -> Result<(), String> {
        if self.role_of(key).is_some() {
            return Err(format!("the role {key} is there already"));
        }
        let permissions = self.permission_numbers(permissions)?;
        let last = self.roles.last().map_or(0, |last| last.number);
        self.roles.push(Role {
            number: last.max(self.removed.role) + 1,
            key: key.to_owned(),
            name: name.to_owned(),
            permissions,
        });
        Ok(())
    }

    fn organization_mut(&mut self, number: u32) -> Result<&mut Organization, String> {
        let found = self.organizations.iter_mut().find(|o| o.number == number);
        found.ok_or_else(|| no_number("organization", number))
    }

    fn permission_mut(&mut self, number: u32) -> Result<&mut Permission, String> {
        let found = self.permissions.iter_mut().find(|p| p.number == number);
        found.ok_or_else(|| no_number("permission", number))
    }

    fn role_mut(&mut self, number: u32) -> Result<&mut Role, String> {
        let found = self.roles.iter_mut().find(|role| role.number == number);
        found.ok_or_else(|| no_number("role", number))
    }

    /// The numbers of the permissions with these keys, ascending, each once.
    fn permission_numbers(&self, keys: &[String]) -> Result<Vec<u32>, String> {
        let mut numbers = Vec::with_capacity(keys.len());
        for key in keys {
            let found = self.permission_of(key);
            let found =
                found.ok_or_else(|| format!("there is no permission with the key {key}"))?;
            numbers.push(found.number);
        }
        numbers.sort_unstable();
        numbers.dedup();
        Ok(numbers)
    }
}

fn no_number(what: &str, number: u32) -> String {
    format!("there is no {what} with the number {number}")
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
    /// The permission of the second number is taken out of the role of the first.
    TakeFromRole(u32, u32),
    /// The organization of this number goes, and with it what users have in it.
    RemoveOrganization(u32),
    /// The role of this number goes, from whoever has it.
    RemoveRole(u32),
    /// The permission of this number goes, from roles and from whoever has it.
    RemovePermission(u32),
}

#[cfg(test)]
mod tests {
    use super::*;

    fn organization(external_id: &str, code: &str, is_default: bool) -> AccessChange {
        AccessChange::AddOrganization {
            code: code.to_owned(),
            external_id: external_id.to_owned(),
            name: external_id.to_uppercase(),
            is_default,
        }
    }

    fn permission(key: &str) -> AccessChange {
        AccessChange::AddPermission {
            key: key.to_owned(),
            name: key.to_uppercase(),
        }
    }

    fn role(key: &str, permissions: &[&str]) -> AccessChange {
        AccessChange::AddRole {
            key: key.to_owned(),
            name: key.to_uppercase(),
            permissions: keys(permissions),
        }
    }

    fn keys(keys: &[&str]) -> Vec<String> {
        keys.iter().map(|key| (*key).to_owned()).collect()
    }

    /// Two of each: the first organization is the default one, the first role holds both
    /// permissions and the second role the second.
    fn tables() -> Access {
        let mut access = Access::default();
        for change in [
            organization("acme", "org_1", true),
            organization("globex", "org_2", false),
            permission("read"),
            permission("write"),
            role("editor", &["write", "read", "read"]),
            role("author", &["write"]),
        ] {
            access.change(&change).unwrap();
        }
        access
    }

    /// Everything in short: `1 acme*`, `1 read`, `1 editor(1 2)`.
    fn short(access: &Access) -> String {
        let star = |is_default| if is_default { "*" } else { "" };
        let organizations = access.organizations.iter();
        let organizations = organizations.map(|o| {
            let (number, star) = (o.number, star(o.is_default));
            format!("{number} {}={}{star}", o.external_id, o.name)
        });
        let permissions = access.permissions.iter();
        let permissions = permissions.map(|p| format!("{} {}={}", p.number, p.key, p.name));
        let roles = access.roles.iter().map(|role| {
            let held: Vec<String> = role.permissions.iter().map(u32::to_string).collect();
            format!(
                "{} {}={}({})",
                role.number,
                role.key,
                role.name,
                held.join(" ")
            )
        });
        let all: Vec<String> = organizations.chain(permissions).chain(roles).collect();
        all.join(", ")
    }

    /// What differs from the tables of the test after a change: what stood there and what
    /// stands there now.
    #[track_caller]
    fn check(change: &AccessChange, from: &str, to: &str) {
        let mut access = tables();
        let expected = short(&access).replacen(from, to, 1);
        access.change(change).unwrap();
        assert_eq!(short(&access), expected, "{change:?}");
    }

    #[test]
    fn each_change_changes_what_it_names_and_nothing_else() {
        use AccessChange::{
            AddToRole, RemoveOrganization, RemovePermission, RemoveRole, RenameOrganization,
            RenamePermission, RenameRole, SetDefault, TakeFromRole,
        };
        let all = "1 acme=ACME*, 2 globex=GLOBEX, 1 read=READ, 2 write=WRITE, \
                   1 editor=EDITOR(1 2), 2 author=AUTHOR(2)";
        assert_eq!(short(&tables()), all);
        let name = || "New".to_owned();
        check(&RenameOrganization(2, name()), "GLOBEX", "New");
        check(&RenamePermission(2, name()), "WRITE", "New");
        check(&RenameRole(2, name()), "AUTHOR", "New");
        check(
            &SetDefault(2),
            "ACME*, 2 globex=GLOBEX",
            "ACME, 2 globex=GLOBEX*",
        );
        check(
            &AddToRole(2, keys(&["read", "write"])),
            "AUTHOR(2)",
            "AUTHOR(1 2)",
        );
        check(&TakeFromRole(1, 1), "EDITOR(1 2)", "EDITOR(2)");
        check(&RemoveOrganization(1), "1 acme=ACME*, ", "");
        check(&RemoveRole(1), "1 editor=EDITOR(1 2), ", "");
        let (held, left) = (
            "2 write=WRITE, 1 editor=EDITOR(1 2), 2 author=AUTHOR(2)",
            "",
        );
        let left = format!("{left}1 editor=EDITOR(1), 2 author=AUTHOR()");
        check(&RemovePermission(2), held, &left);
        let mut access = tables();
        assert!(access.auto_join);
        access.change(&AccessChange::SetAutoJoin(false)).unwrap();
        assert!(!access.auto_join);
    }

    #[test]
    fn what_is_there_or_is_not_there_is_refused_and_changes_nothing() {
        use AccessChange::{
            AddToRole, RemoveOrganization, RemovePermission, RemoveRole, RenameOrganization,
            RenamePermission, RenameRole, SetDefault, TakeFromRole,
        };
        let before = tables();
        for (change, why) in [
            (
                organization("acme", "org_9", true),
                "the organization acme is there already",
            ),
            (
                organization("new", "org_2", true),
                "the organization new is there already",
            ),
            (permission("read"), "the permission read is there already"),
            (role("author", &[]), "the role author is there already"),
            (
                role("new", &["delete"]),
                "there is no permission with the key delete",
            ),
            (
                AddToRole(1, keys(&["delete"])),
                "there is no permission with the key delete",
            ),
            (
                AddToRole(9, keys(&["read"])),
                "there is no role with the number 9",
            ),
            (TakeFromRole(9, 1), "there is no role with the number 9"),
            (RemoveRole(9), "there is no role with the number 9"),
            (
                RenameRole(9, String::new()),
                "there is no role with the number 9",
            ),
            (
                RemovePermission(9),
                "there is no permission with the number 9",
            ),
            (
                RenamePermission(9, String::new()),
                "there is no permission with the number 9",
            ),
            (
                RemoveOrganization(9),
                "there is no organization with the number 9",
            ),
            (
                RenameOrganization(9, String::new()),
                "there is no organization with the number 9",
            ),
            (SetDefault(9), "there is no organization with the number 9"),
        ] {
            let mut access = tables();
            assert_eq!(access.change(&change), Err(why.to_owned()));
            assert_eq!(access, before, "{change:?}");
        }
    }

    #[test]
    fn things_are_found_by_key_and_by_number() {
        let access = tables();
        let number = |found: Option<&Organization>| found.map(|found| found.number);
        assert_eq!(number(access.organization_of("globex")), Some(2));
        assert_eq!(number(access.organization(2)), Some(2));
        assert_eq!(number(access.default_organization()), Some(1));
        let number = |found: Option<&Role>| found.map(|found| found.number);
        assert_eq!(number(access.role_of("author")), Some(2));
        assert_eq!(number(access.role(2)), Some(2));
        let number = |found: Option<&Permission>| found.map(|found| found.number);
        assert_eq!(number(access.permission_of("write")), Some(2));
        assert_eq!(number(access.permission(2)), Some(2));
        let none = [
            access.organization_of("ACME").is_none(),
            access.organization(9).is_none(),
            access.role_of("Author").is_none(),
            access.role(9).is_none(),
            access.permission_of("").is_none(),
            access.permission(9).is_none(),
        ];
        assert_eq!(none, [true; 6]);
    }

    #[test]
    fn a_number_is_given_once() {
        let mut access = tables();
        for change in [
            AccessChange::RemoveOrganization(2),
            AccessChange::RemovePermission(2),
            AccessChange::RemoveRole(2),
            AccessChange::RemoveRole(1),
            organization("new", "org_9", false),
            permission("delete"),
            role("owner", &[]),
        ] {
            access.change(&change).unwrap();
        }
        let all = "1 acme=ACME*, 3 new=NEW, 1 read=READ, 3 delete=DELETE, 3 owner=OWNER()";
        assert_eq!(short(&access), all);
    }

    #[test]
    fn a_membership_keeps_what_is_still_there() {
        let access = tables();
        let membership = |organization, roles: &[u32], permissions: &[u32]| Membership {
            organization,
            roles: roles.to_vec(),
            permissions: permissions.to_vec(),
            scopes: Vec::new(),
        };
        let still = access.still_there(membership(2, &[1, 9], &[2, 9]));
        assert_eq!(still, Some(membership(2, &[1], &[2])));
        assert_eq!(access.still_there(membership(9, &[1], &[2])), None);
    }
}
