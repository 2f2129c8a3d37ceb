//! Whether the server lives, and whether it can do what it is for.

use crate::problem::Problem;
use crate::state::Server;
use axum::extract::State;
use axum::routing::get;
use axum::{Json, Router};
use serde_json::{Value, json};

/// `/health/live` and `/health/ready`.
pub fn router() -> Router<Server> {
    Router::new()
        .route("/health/live", get(live))
        .route("/health/ready", get(ready))
}

async fn live() -> Json<Value> {
    Json(json!({"status": "live"}))
}

/// The database is there and can be read; it was brought up to date when it was opened.
async fn ready(State(server): State<Server>) -> Result<Json<Value>, Problem> {
    server
        .blocking(|server| {
            server.store().is_empty()?;
            Ok(Json(json!({"status": "ready"})))
        })
        .await
}
