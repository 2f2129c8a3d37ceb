//! Organizations, roles and permissions.

use crate::users::access::{Access, Organization, Permission, Role};
use serde_json::{Value, json};

/// An organization.
pub fn organization(organization: &Organization) -> Value {
    json!({
        "external_id": organization.external_id,
        "code": organization.code,
        "name": organization.name,
        "default": organization.is_default,
    })
}

/// A role, with the permissions that it gives.
pub fn role(access: &Access, role: &Role) -> Value {
    let given = role
        .permissions
        .iter()
        .filter_map(|number| access.permission(*number));
    json!({
        "key": role.key,
        "name": role.name,
        "permissions": given.map(|permission| &permission.key).collect::<Vec<_>>(),
    })
}

/// A permission.
pub fn permission(permission: &Permission) -> Value {
    json!({"key": permission.key, "name": permission.name})
}
