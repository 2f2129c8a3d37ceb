//! `GET /organizations/{key}`.

use super::TABLE;
use crate::api::query::Named;
use crate::problem::{Problem, ProblemDocument};
use crate::state::Server;
use crate::who::Caller;
use admit_core::ports::store::Scope;
use axum::Json;
use axum::extract::State;
use serde_json::Value;

/// One organization.
#[utoipa::path(
    get,
    path = "/organizations/{key}",
    tag = "organizations",
    params(("key" = String, Path, description = "The external id or the code")),
    security(("token" = ["access:read"])),
    responses((status = 200, body = Object), (status = 404, body = ProblemDocument))
)]
pub async fn show(
    State(server): State<Server>,
    caller: Caller,
    Named(key): Named,
) -> Result<Json<Value>, Problem> {
    caller.needs(Scope::AccessRead)?;
    server
        .blocking(move |server| Ok(Json(TABLE.find(&server.store().access()?, &key)?)))
        .await
}
