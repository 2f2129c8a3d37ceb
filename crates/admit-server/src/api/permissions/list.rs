//! `GET /permissions`.

use crate::api::access;
use crate::api::page::{List, Page};
use crate::api::query::Asked;
use crate::problem::Problem;
use crate::state::Server;
use crate::who::Caller;
use admit_core::ports::store::Scope;
use admit_core::report::json;
use admit_core::users::access::Permission;
use axum::Json;
use axum::extract::State;
use serde_json::Value;

/// The permissions, in the order in which they came.
#[utoipa::path(
    get,
    path = "/permissions",
    tag = "permissions",
    params(Page),
    security(("token" = ["access:read"])),
    responses((status = 200, body = List))
)]
pub async fn list(
    State(server): State<Server>,
    caller: Caller,
    Asked(page): Asked<Page>,
) -> Result<Json<Value>, Problem> {
    caller.needs(Scope::AccessRead)?;
    server
        .blocking(move |server| {
            let access = server.store().access()?;
            let number = |permission: &Permission| permission.number;
            access::page(&access.permissions, &page, number, json::permission)
        })
        .await
}
