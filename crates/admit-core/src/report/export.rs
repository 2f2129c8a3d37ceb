//! Users in the form in which they can be imported again: NDJSON, one user a
//! line.

use crate::passwords::stored::{PasswordOrigin, StoredPassword};
use crate::users::access::Access;
use crate::users::user::{IdentifierKind, Identity, SOCIAL_SEPARATOR, Status, StoredUser};
use serde::Serialize;
use serde_json::{Map, Value};
use std::io::{Result, Write};

/// A user as its line has it.
#[derive(Serialize)]
struct Line<'u> {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<&'u str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    first_name: Option<&'u str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    last_name: Option<&'u str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    suspended: Option<bool>,
    identities: Vec<IdentityEntry<'u>>,
    properties: &'u Map<String, Value>,
    feature_flags: &'u Map<String, Value>,
    organizations: Vec<OrganizationEntry<'u>>,
    #[serde(flatten)]
    password: Option<PasswordEntry<'u>>,
}

#[derive(Serialize)]
struct IdentityEntry<'u> {
    r#type: String,
    identity: &'u str,
    #[serde(skip_serializing_if = "Option::is_none")]
    is_verified: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    provider: Option<&'u str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    profile: Option<&'u Map<String, Value>>,
}

#[derive(Serialize)]
struct OrganizationEntry<'u> {
    external_id: &'u str,
    roles: Vec<&'u str>,
    permissions: Vec<&'u str>,
    scopes: &'u [String],
}

#[derive(Serialize)]
struct PasswordEntry<'u> {
    hashed_password: &'u str,
    #[serde(skip_serializing_if = "Option::is_none")]
    hashing_method: Option<&'u str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    salt: Option<&'u str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    salt_position: Option<&'u str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    salt_format: Option<&'u str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    password_verified: Option<bool>,
}

/// Writes one user as a line of NDJSON, with its line break. The password
/// columns are written only `with_password`.
///
/// # Errors
/// The line cannot be written.
pub fn write_user(
    user: &StoredUser,
    access: &Access,
    with_password: bool,
    out: &mut dyn Write,
) -> Result<()> {
    let row = &user.row;
    let id = row.identity(IdentifierKind::Id);
    let line = Line {
        id: id.map(Identity::value),
        first_name: row.first_name.as_deref(),
        last_name: row.last_name.as_deref(),
        suspended: (row.status == Status::Suspended).then_some(true),
        identities: row
            .identities
            .iter()
            .filter(|identity| !id.is_some_and(|id| std::ptr::eq(*identity, id)))
            .map(identity_entry)
            .collect(),
        properties: &row.properties,
        feature_flags: &row.feature_flags,
        organizations: organization_entries(user, access),
        password: user
            .password
            .as_ref()
            // What stands where a used password was is none, and a temporary one
            // would be for good elsewhere.
            .filter(|password| password.origin != PasswordOrigin::Temporary)
            .filter(|password| with_password && !admit_passwords::is_none(&password.hash.0))
            .map(password_entry),
    };
    serde_json::to_writer(&mut *out, &line)?;
    out.write_all(b"\n")
}

fn identity_entry(identity: &Identity) -> IdentityEntry<'_> {
    let name = identity.kind.name();
    let (kind, value, provider) = match identity.kind {
        IdentifierKind::Social => match identity.key.split_once(SOCIAL_SEPARATOR) {
            Some((provider, subject)) => (format!("{name}:{provider}"), subject, Some(provider)),
            None => (name.to_owned(), identity.key.as_str(), None),
        },
        _ => (name.to_owned(), identity.value(), None),
    };
    IdentityEntry {
        r#type: kind,
        identity: value,
        is_verified: identity.verified,
        provider,
        profile: identity.profile.as_ref(),
    }
}

fn organization_entries<'u>(
    user: &'u StoredUser,
    access: &'u Access,
) -> Vec<OrganizationEntry<'u>> {
    user.memberships
        .iter()
        .filter_map(|membership| {
            let organization = access.organization(membership.organization)?;
            Some(OrganizationEntry {
                external_id: &organization.external_id,
                roles: membership
                    .roles
                    .iter()
                    .filter_map(|number| access.role(*number))
                    .map(|role| role.key.as_str())
                    .collect(),
                permissions: membership
                    .permissions
                    .iter()
                    .filter_map(|number| access.permission(*number))
                    .map(|permission| permission.key.as_str())
                    .collect(),
                scopes: &membership.scopes,
            })
        })
        .collect()
}

fn password_entry(password: &StoredPassword) -> PasswordEntry<'_> {
    PasswordEntry {
        hashed_password: &password.hash.0,
        hashing_method: password.method.as_deref(),
        salt: password.salt.as_ref().map(|salt| salt.0.as_str()),
        salt_position: password.salt_position.as_deref(),
        salt_format: password.salt_format.as_deref(),
        password_verified: password.verified,
    }
}

#[cfg(test)]
mod tests;
