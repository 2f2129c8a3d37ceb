//! `GET /organizations/{key}`.

use crate::api::by_hand::in_path;
use crate::api::query::Named;
use crate::problem::{Problem, ProblemDocument};
use crate::state::Server;
use crate::who::Caller;
use admit_core::by_hand;
use admit_core::ports::store::Scope;
use admit_core::report::json;
use admit_core::users::access::Access;
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
        .blocking(move |server| Ok(Json(find(&server.store().access()?, &key)?)))
        .await
}

/// The organization with this external id or code.
pub fn find(access: &Access, key: &str) -> Result<Value, Problem> {
    let number = by_hand::organization(access, key).map_err(in_path)?;
    let found = access.organization(number);
    Ok(found.map_or(Value::Null, json::organization))
}
