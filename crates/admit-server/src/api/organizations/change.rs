//! `PATCH /organizations/{key}`.

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

/// What to change of an organization; what is left out stays.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OrganizationChanges {
    /// The name to show.
    pub name: Option<String>,
    /// Whether users without an organization go there, and to no other one.
    pub default: Option<bool>,
}

impl Changes for OrganizationChanges {
    fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    fn changes(self, before: &Access, number: u32) -> Result<Vec<AccessChange>, Problem> {
        let Some(found) = before.organization(number) else {
            return Err(Problem::unexpected());
        };
        let mut changes = Vec::new();
        if let Some(name) = self.name.filter(|name| *name != found.name) {
            changes.push(AccessChange::RenameOrganization(number, name));
        }
        match self.default {
            Some(true) if !found.is_default => changes.push(AccessChange::SetDefault(number)),
            Some(false) if found.is_default => {
                let detail = "Make another organization the default one instead.";
                return Err(Problem::unusable(detail).field("default", "It is the default one."));
            }
            _ => {}
        }
        Ok(changes)
    }
}

/// Changes an organization. Its external id stays what it is.
#[utoipa::path(
    patch,
    path = "/organizations/{key}",
    tag = "organizations",
    params(("key" = String, Path, description = "The external id or the code")),
    request_body = OrganizationChanges,
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
    Sent(sent): Sent<OrganizationChanges>,
) -> Result<Json<Value>, Problem> {
    access::change(&server, caller, &TABLE, key, sent).await
}
