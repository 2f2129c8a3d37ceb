//! `GET /connections/password`.

use crate::problem::Problem;
use crate::state::Server;
use crate::who::Caller;
use admit_core::ports::store::Scope;
use axum::Json;
use axum::extract::State;
use serde_json::Value;

/// Whether people can sign in by password, and what they would meet: all users are counted.
#[utoipa::path(
    get,
    path = "/connections/password",
    tag = "connections",
    security(("token" = ["settings:write"])),
    responses((status = 200, body = Object))
)]
pub async fn show(State(server): State<Server>, caller: Caller) -> Result<Json<Value>, Problem> {
    caller.needs(Scope::SettingsWrite)?;
    server
        .blocking(|server| Ok(Json(super::password(server)?)))
        .await
}
