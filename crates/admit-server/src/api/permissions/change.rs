//! `PATCH /permissions/{key}`.

use super::TABLE;
use crate::api::access::{self, Changes};
use crate::api::query::{Named, Sent};
use crate::problem::{Problem, ProblemDocument};
use crate::state::Server;
use crate::who::Caller;
use admit_core::users::access::{Access, AccessChange};
use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use serde_json::Value;
use utoipa::ToSchema;

/// What to change of a permission; what is left out stays.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PermissionChanges {
    /// The name to show.
    pub name: Option<String>,
}

impl Changes for PermissionChanges {
    fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    fn changes(self, before: &Access, number: u32) -> Result<Vec<AccessChange>, Problem> {
        let Some(found) = before.permission(number) else {
            return Err(Problem::unexpected());
        };
        let mut changes = Vec::new();
        if let Some(name) = self.name.filter(|name| *name != found.name) {
            changes.push(AccessChange::RenamePermission(number, name));
        }
        Ok(changes)
    }
}

/// Changes a permission. Its key stays what it is.
#[utoipa::path(
    patch,
    path = "/permissions/{key}",
    tag = "permissions",
    params(("key" = String, Path, description = "The key")),
    request_body = PermissionChanges,
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
    Sent(sent): Sent<PermissionChanges>,
) -> Result<Json<Value>, Problem> {
    access::change(&server, caller, &TABLE, key, sent).await
}
