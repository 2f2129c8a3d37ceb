//! Finding what was named: organizations, roles and permissions.

use super::error::ByHandError;
use crate::base::near::nearest;
use crate::users::access::Access;
use crate::users::user::Membership;

/// What a user is to have, by the names that were typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted<'a> {
    /// External ids or codes of organizations. With none, the default
    /// organization is meant if it takes everyone.
    pub organizations: &'a [String],
    /// Keys of roles to have in each of them.
    pub roles: &'a [String],
    /// Keys of permissions to have in each of them.
    pub permissions: &'a [String],
}

/// Finds what was named. Names must be exact: access is never guessed.
///
/// # Errors
/// One of them does not exist.
pub fn memberships(access: &Access, wanted: &Wanted<'_>) -> Result<Vec<Membership>, ByHandError> {
    let mut roles = Vec::new();
    for key in wanted.roles {
        roles.push(role(access, key)?);
    }
    let mut permissions = Vec::new();
    for key in wanted.permissions {
        permissions.push(permission(access, key)?);
    }
    let mut organizations = Vec::new();
    for name in wanted.organizations {
        organizations.push(organization(access, name)?);
    }
    if organizations.is_empty() && access.auto_join {
        organizations.extend(access.default_organization().map(|found| found.number));
    }
    for list in [&mut roles, &mut permissions, &mut organizations] {
        list.sort_unstable();
        list.dedup();
    }
    Ok(organizations
        .into_iter()
        .map(|organization| Membership {
            organization,
            roles: roles.clone(),
            permissions: permissions.clone(),
            scopes: Vec::new(),
        })
        .collect())
}

/// The number of the organization with this external id or code.
///
/// # Errors
/// There is none, or there are two.
pub fn organization(access: &Access, given: &str) -> Result<u32, ByHandError> {
    let all = &access.organizations;
    let by_id = all.iter().find(|found| found.external_id == given);
    let by_code = all.iter().find(|found| found.code == given);
    match (by_id, by_code) {
        (Some(one), Some(other)) if one.number != other.number => {
            Err(ByHandError::TwoOrganizations {
                given: given.to_owned(),
            })
        }
        (Some(found), _) | (None, Some(found)) => Ok(found.number),
        (None, None) => Err(ByHandError::Unknown {
            what: "organization",
            given: given.to_owned(),
            nearest: nearest(given, all.iter().map(|found| found.external_id.as_str())),
        }),
    }
}

/// The number of the role with this key.
///
/// # Errors
/// There is none.
pub fn role(access: &Access, key: &str) -> Result<u32, ByHandError> {
    let found = access.roles.iter().find(|role| role.key == key);
    found
        .map(|role| role.number)
        .ok_or_else(|| ByHandError::Unknown {
            what: "role",
            given: key.to_owned(),
            nearest: nearest(key, access.roles.iter().map(|role| role.key.as_str())),
        })
}

/// The number of the permission with this key.
///
/// # Errors
/// There is none.
pub fn permission(access: &Access, key: &str) -> Result<u32, ByHandError> {
    let all = &access.permissions;
    let found = all.iter().find(|permission| permission.key == key);
    found
        .map(|permission| permission.number)
        .ok_or_else(|| ByHandError::Unknown {
            what: "permission",
            given: key.to_owned(),
            nearest: nearest(key, all.iter().map(|permission| permission.key.as_str())),
        })
}
