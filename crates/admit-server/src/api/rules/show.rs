//! `GET /rules/{rule}`.

use crate::api::query::Named;
use crate::problem::Problem;
use crate::who::Caller;
use admit_core::report::json;
use admit_core::rules;
use axum::Json;
use serde_json::Value;

/// One rule, with its documentation.
#[utoipa::path(
    get,
    path = "/rules/{rule}",
    tag = "rules",
    params(("rule" = String, Path, description = "Its name or its code")),
    responses((status = 200, body = Object), (status = 404, body = crate::problem::ProblemDocument))
)]
pub async fn show(_: Caller, Named(rule): Named) -> Result<Json<Value>, Problem> {
    let found = rules::find(&rule);
    let found = found.ok_or_else(|| {
        Problem::not_found(
            "No rule has this name or code. The list of rules shows those that there are.",
        )
    })?;
    Ok(Json(json::explained(found)))
}
