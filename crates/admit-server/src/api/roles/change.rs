//! `PATCH /roles/{key}`.

use super::TABLE;
use crate::api::access::{self, Changes};
use crate::api::query::{Named, Sent};
use crate::problem::{Problem, ProblemDocument};
use crate::state::Server;
use crate::who::Caller;
use admit_core::by_hand;
use admit_core::users::access::{Access, AccessChange, Role};
use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use serde_json::Value;
use utoipa::ToSchema;

/// What to change of a role; what is left out stays.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RoleChanges {
    /// The name to show.
    name: Option<String>,
    /// Keys of the permissions that it gives, and no others.
    permissions: Option<Vec<String>>,
}

impl Changes for RoleChanges {
    fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    fn takes_away(&self) -> bool {
        self.permissions.is_some()
    }

    fn changes(self, before: &Access, number: u32) -> Result<Vec<AccessChange>, Problem> {
        let Some(found) = before.role(number) else {
            return Err(Problem::unexpected());
        };
        let mut changes = Vec::new();
        if let Some(name) = self.name.filter(|name| *name != found.name) {
            changes.push(AccessChange::RenameRole(number, name));
        }
        if let Some(keys) = self.permissions {
            changes.extend(permissions(before, found, &keys)?);
        }
        Ok(changes)
    }
}

/// Changes a role. Its key stays what it is.
#[utoipa::path(
    patch,
    path = "/roles/{key}",
    tag = "roles",
    params(("key" = String, Path, description = "The key")),
    request_body = RoleChanges,
    security(("token" = ["access:write"])),
    responses(
        (status = 200, body = Object),
        (status = 404, body = ProblemDocument),
        (status = 409, description = "Somebody changed it just now", body = ProblemDocument),
    )
)]
pub async fn change(
    State(server): State<Server>,
    caller: Caller,
    Named(key): Named,
    Sent(sent): Sent<RoleChanges>,
) -> Result<Json<Value>, Problem> {
    access::change(&server, caller, &TABLE, key, sent).await
}

/// What makes these the permissions of a role, and no others.
fn permissions(
    access: &Access,
    role: &Role,
    keys: &[String],
) -> Result<Vec<AccessChange>, Problem> {
    let mut wanted = Vec::new();
    for key in keys {
        wanted.push(by_hand::permission(access, key)?);
    }
    let own = role.permissions.iter().copied();
    let gone = own.filter(|number| !wanted.contains(number));
    let mut changes: Vec<AccessChange> = gone
        .map(|number| AccessChange::TakeFromRole(role.number, number))
        .collect();
    let is_new = |(number, _): &(&u32, &String)| !role.permissions.contains(number);
    let new = wanted.iter().zip(keys).filter(is_new);
    let mut new: Vec<String> = new.map(|(_, key)| key.clone()).collect();
    new.sort_unstable();
    new.dedup();
    if !new.is_empty() {
        changes.push(AccessChange::AddToRole(role.number, new));
    }
    Ok(changes)
}
