//! `DELETE /permissions/{key}`.

use super::TABLE;
use crate::api::access::{self, Use};
use crate::api::query::{Asked, Named};
use crate::problem::{Problem, ProblemDocument};
use crate::state::Server;
use crate::who::Caller;
use axum::extract::State;
use axum::http::StatusCode;

/// Removes a permission, unless something still uses it.
#[utoipa::path(
    delete,
    path = "/permissions/{key}",
    tag = "permissions",
    params(("key" = String, Path, description = "The key"), Use),
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
    access::remove(&server, caller, &TABLE, key, asked).await
}
