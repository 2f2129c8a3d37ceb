//! `PATCH /organizations/{key}`.

use super::show::find;
use crate::api::access;
use crate::api::by_hand::in_path;
use crate::api::query::{Named, Sent};
use crate::problem::{Problem, ProblemDocument};
use crate::state::Server;
use crate::who::Caller;
use admit_core::by_hand;
use admit_core::ports::store::Scope;
use admit_core::users::access::AccessChange;
use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use serde_json::Value;
use utoipa::ToSchema;

/// What to change of an organization; what is left out stays.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OrganizationChanges {
    /// The name to show.
    name: Option<String>,
    /// Whether users without an organization go there, and to no other one.
    default: Option<bool>,
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
    caller.needs(Scope::AccessWrite)?;
    access::usable_name(sent.name.as_deref())?;
    server
        .blocking(move |server| {
            let store = server.store();
            let before = store.access()?;
            let number = by_hand::organization(&before, &key).map_err(in_path)?;
            let Some(found) = before.organization(number) else {
                return Err(Problem::unexpected());
            };
            let mut changes = Vec::new();
            if let Some(name) = sent.name.filter(|name| *name != found.name) {
                changes.push(AccessChange::RenameOrganization(number, name));
            }
            let is_default = found.is_default;
            match sent.default {
                Some(true) if !is_default => changes.push(AccessChange::SetDefault(number)),
                Some(false) if is_default => {
                    let detail = "Make another organization the default one instead.";
                    return Err(
                        Problem::unusable(detail).field("default", "It is the default one.")
                    );
                }
                _ => {}
            }
            let after = access::change(server, &caller, &before, &changes)?;
            Ok(Json(find(&after, &key)?))
        })
        .await
}
