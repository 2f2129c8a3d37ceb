//! Changes to organizations, roles and permissions in memory.

use crate::users::access::{Access, AccessChange, Organization, Permission, Role};

/// Makes one change, or says why it cannot be made.
pub(super) fn change(access: &mut Access, change: &AccessChange) -> Result<(), String> {
    match change {
        AccessChange::AddOrganization {
            code,
            external_id,
            name,
            is_default,
        } => add_organization(access, code, external_id, name, *is_default),
        AccessChange::RenameOrganization(number, name) => {
            let mut all = access.organizations.iter_mut();
            let found = all.find(|o| o.number == *number);
            let found = found.ok_or_else(|| no_number("organization", *number))?;
            found.name.clone_from(name);
            Ok(())
        }
        AccessChange::SetDefault(number) => {
            if access.organization(*number).is_none() {
                return Err(no_number("organization", *number));
            }
            for organization in &mut access.organizations {
                organization.is_default = organization.number == *number;
            }
            Ok(())
        }
        AccessChange::SetAutoJoin(on) => {
            access.auto_join = *on;
            Ok(())
        }
        AccessChange::AddPermission { key, name } => add_permission(access, key, name),
        AccessChange::RenamePermission(number, name) => {
            let mut all = access.permissions.iter_mut();
            let found = all.find(|p| p.number == *number);
            let found = found.ok_or_else(|| no_number("permission", *number))?;
            found.name.clone_from(name);
            Ok(())
        }
        AccessChange::AddRole {
            key,
            name,
            permissions,
        } => add_role(access, key, name, permissions),
        AccessChange::RenameRole(number, name) => {
            role_mut(access, *number)?.name.clone_from(name);
            Ok(())
        }
        AccessChange::AddToRole(number, permissions) => {
            let added = permission_numbers(access, permissions)?;
            let role = role_mut(access, *number)?;
            role.permissions.extend(added);
            role.permissions.sort_unstable();
            role.permissions.dedup();
            Ok(())
        }
    }
}

fn no_number(what: &str, number: u32) -> String {
    format!("there is no {what} with the number {number}")
}

fn role_mut(access: &mut Access, number: u32) -> Result<&mut Role, String> {
    let mut roles = access.roles.iter_mut();
    let found = roles.find(|role| role.number == number);
    found.ok_or_else(|| no_number("role", number))
}

fn add_organization(
    access: &mut Access,
    code: &str,
    external_id: &str,
    name: &str,
    is_default: bool,
) -> Result<(), String> {
    let all = &mut access.organizations;
    if all
        .iter()
        .any(|o| o.external_id == external_id || o.code == code)
    {
        return Err(format!("the organization {external_id} is there already"));
    }
    if is_default {
        for organization in all.iter_mut() {
            organization.is_default = false;
        }
    }
    all.push(Organization {
        number: all.last().map_or(1, |last| last.number + 1),
        code: code.to_owned(),
        external_id: external_id.to_owned(),
        name: name.to_owned(),
        is_default,
    });
    Ok(())
}

fn add_permission(access: &mut Access, key: &str, name: &str) -> Result<(), String> {
    let all = &mut access.permissions;
    if all.iter().any(|permission| permission.key == key) {
        return Err(format!("the permission {key} is there already"));
    }
    all.push(Permission {
        number: all.last().map_or(1, |last| last.number + 1),
        key: key.to_owned(),
        name: name.to_owned(),
    });
    Ok(())
}

fn add_role(
    access: &mut Access,
    key: &str,
    name: &str,
    permissions: &[String],
) -> Result<(), String> {
    if access.roles.iter().any(|role| role.key == key) {
        return Err(format!("the role {key} is there already"));
    }
    let permissions = permission_numbers(access, permissions)?;
    access.roles.push(Role {
        number: access.roles.last().map_or(1, |last| last.number + 1),
        key: key.to_owned(),
        name: name.to_owned(),
        permissions,
    });
    Ok(())
}

/// The numbers of the permissions with these keys, ascending, each once.
fn permission_numbers(access: &Access, keys: &[String]) -> Result<Vec<u32>, String> {
    let mut numbers = Vec::with_capacity(keys.len());
    for key in keys {
        let mut permissions = access.permissions.iter();
        let found = permissions.find(|permission| permission.key == *key);
        let found = found.ok_or_else(|| format!("there is no permission with the key {key}"))?;
        numbers.push(found.number);
    }
    numbers.sort_unstable();
    numbers.dedup();
    Ok(numbers)
}
