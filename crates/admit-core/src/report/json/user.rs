//! A user, without secrets.

use super::time;
use crate::sign_in::kept_as;
use crate::users::access::Access;
use crate::users::user::{IdentifierKind, Identity, StoredUser};
use admit_passwords::Bounds;
use serde_json::{Value, json};

/// A user as JSON, without secrets.
pub fn user(user: &StoredUser, access: &Access) -> Value {
    let row = &user.row;
    let value = |kind| row.identity(kind).map(Identity::value);
    let identities = row.identities.iter().map(|identity| {
        json!({
            "type": match identity.provider() {
                Some(provider) => format!("oauth2:{provider}"),
                None => identity.kind.name().to_owned(),
            },
            "identity": identity.value(),
            "is_verified": identity.verified,
            "provider": identity.provider(),
            "profile": identity.profile,
        })
    });
    let password = user.password.as_ref();
    let kept = kept_password(user);
    json!({
        "public_id": user.id.to_string(),
        "id": value(IdentifierKind::Id),
        "email": value(IdentifierKind::Email),
        "phone": value(IdentifierKind::Phone),
        "username": value(IdentifierKind::Username),
        "first_name": row.first_name,
        "last_name": row.last_name,
        "status": row.status,
        "reset": row.reset.as_ref().map(ToString::to_string),
        "identities": identities.collect::<Vec<_>>(),
        "organizations": memberships(user, access),
        "password": {
            "method": password.and_then(|password| password.method.as_deref()).or(kept.as_deref()),
            "present": kept.is_some(),
        },
        "properties": row.properties,
        "feature_flags": row.feature_flags,
        "created": time(user.created),
        "updated": time(user.updated),
    })
}

/// How the password of a user is kept, in words; `None` if there is none. One
/// that cannot be checked is kept as the file calls it.
pub fn kept_password(user: &StoredUser) -> Option<String> {
    let password = user.password.as_ref()?;
    let is_none = admit_passwords::is_none(&password.hash.0);
    kept_as(password, Bounds::default())
        .or_else(|| password.method.as_deref().map(str::to_owned))
        .or_else(|| Some("method not named".to_owned()))
        .filter(|_| !is_none)
}

fn memberships(user: &StoredUser, access: &Access) -> Vec<Value> {
    user.memberships
        .iter()
        .map(|membership| {
            let organization = access.organization(membership.organization);
            let roles = membership.roles.iter().filter_map(|n| access.role(*n));
            let permissions = &membership.permissions;
            let permissions = permissions.iter().filter_map(|n| access.permission(*n));
            json!({
                "external_id": organization.map(|found| &found.external_id),
                "name": organization.map(|found| &found.name),
                "roles": roles.map(|role| &role.key).collect::<Vec<_>>(),
                "permissions": permissions.map(|found| &found.key).collect::<Vec<_>>(),
                "scopes": membership.scopes,
            })
        })
        .collect()
}
