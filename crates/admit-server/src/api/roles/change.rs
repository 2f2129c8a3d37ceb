//! `PATCH /roles/{key}`.

use super::TABLE;
use crate::api::access::{self, Changes};
use crate::api::query::{Named, Sent};
use crate::problem::{Problem, ProblemDocument};
use crate::state::Server;
use crate::who::Caller;
use admit_core::by_hand::{self, ByHandError};
use admit_core::users::access::{Access, AccessChange, Role};
use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use serde_json::Value;
use utoipa::ToSchema;

/// What to change of a role; what is left out stays.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RoleChanges {
    /// The name to show.
    pub name: Option<String>,
    /// Keys of the permissions that it gives, and no others.
    pub permissions: Option<Vec<String>>,
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
            let wanted = keys.iter().map(|key| by_hand::permission(before, key));
            let wanted: Result<Vec<u32>, ByHandError> = wanted.collect();
            changes.extend(permissions(before, found, &wanted?));
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
pub fn permissions(access: &Access, role: &Role, wanted: &[u32]) -> Vec<AccessChange> {
    let own = role.permissions.iter().copied();
    let gone = own.filter(|number| !wanted.contains(number));
    let mut changes: Vec<AccessChange> = gone
        .map(|number| AccessChange::TakeFromRole(role.number, number))
        .collect();
    let new = wanted.iter();
    let new = new.filter(|number| !role.permissions.contains(number));
    let new = new.filter_map(|number| access.permission(*number));
    let mut new: Vec<String> = new.map(|permission| permission.key.clone()).collect();
    new.sort_unstable();
    new.dedup();
    if !new.is_empty() {
        changes.push(AccessChange::AddToRole(role.number, new));
    }
    changes
}
