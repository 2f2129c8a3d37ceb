//! `DELETE /organizations/{key}`.

use crate::api::access::{self, Use};
use crate::api::by_hand::in_path;
use crate::api::query::{Asked, Named};
use crate::problem::{Problem, ProblemDocument};
use crate::state::Server;
use crate::who::Caller;
use admit_core::by_hand::{self, Removal};
use admit_core::ports::store::Scope;
use admit_core::users::access::Access;
use axum::extract::State;
use axum::http::StatusCode;

/// Removes an organization, unless something still uses it.
#[utoipa::path(
    delete,
    path = "/organizations/{key}",
    tag = "organizations",
    params(("key" = String, Path, description = "The external id or the code"), Use),
    security(("token" = ["access:write"])),
    responses(
        (status = 204, description = "It is gone"),
        (status = 404, body = ProblemDocument),
        (
            status = 409,
            description = "Something uses it: `users` says how many, `roles` which",
            body = ProblemDocument
        ),
    )
)]
pub async fn remove(
    State(server): State<Server>,
    caller: Caller,
    Named(key): Named,
    Asked(asked): Asked<Use>,
) -> Result<StatusCode, Problem> {
    caller.needs(Scope::AccessWrite)?;
    server
        .blocking(move |server| {
            let removal = |access: &Access| {
                let number = by_hand::organization(access, &key).map_err(in_path)?;
                Ok(Removal::of_organization(number))
            };
            access::remove(server, &caller, &removal, &asked)
        })
        .await
}
