//! Whether the server lives, and whether it can do what it is for.

use crate::limits::ROOM_BYTES_MIN;
use crate::problem::Problem;
use crate::state::Server;
use axum::extract::State;
use axum::http::StatusCode;
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

/// The database is there and can be read, with room for more; it was brought up to date
/// when it was opened.
async fn ready(State(server): State<Server>) -> Result<Json<Value>, Problem> {
    server
        .blocking(|server| {
            let store = server.store();
            store.is_empty()?;
            if let Some(room) = store.room_bytes()?
                && room < ROOM_BYTES_MIN
            {
                return Err(no_room(room));
            }
            Ok(Json(json!({"status": "ready"})))
        })
        .await
}

fn no_room(room: u64) -> Problem {
    let problem = Problem::new(
        StatusCode::SERVICE_UNAVAILABLE,
        ("disk-nearly-full", "The disk is nearly full"),
        "Make room on the disk of the database.",
    );
    problem
        .with("room_bytes", room)
        .with("room_bytes_min", ROOM_BYTES_MIN)
}
