//! `GET /imports/{id}`.

use super::view::{Import, Known};
use crate::api::query::Named;
use crate::problem::{Problem, ProblemDocument};
use crate::state::Server;
use crate::who::Caller;
use admit_core::ports::store::Scope;
use axum::Json;
use axum::extract::State;
use serde_json::Value;

/// One import: how far it has come, and what was found.
#[utoipa::path(
    get,
    path = "/imports/{id}",
    tag = "imports",
    security(("token" = ["imports:read"])),
    params(("id" = String, Path, description = "The import's public id")),
    responses(
        (status = 200, body = Import),
        (status = 404, body = ProblemDocument),
    )
)]
pub async fn show(
    State(server): State<Server>,
    caller: Caller,
    Named(id): Named,
) -> Result<Json<Value>, Problem> {
    caller.needs(Scope::ImportsRead)?;
    server
        .blocking(move |server| Ok(Known::named(server.store(), &id)?.answer()))
        .await
}
