//! `/metrics`: numbers for Prometheus.

use crate::metrics::{CONTENT_TYPE, told};
use crate::problem::Problem;
use crate::state::Server;
use crate::who::Caller;
use admit_core::ports::store::Scope;
use axum::Router;
use axum::extract::State;
use axum::http::header::{self, HeaderName};
use axum::routing::get;

/// With the API: for whoever has a token for it.
pub fn router() -> Router<Server> {
    Router::new().route("/metrics", get(to_a_caller))
}

/// By itself, at an address of its own: for whoever can reach that.
pub fn alone(server: Server) -> Router {
    Router::new()
        .route("/metrics", get(metrics))
        .with_state(server)
}

async fn to_a_caller(server: State<Server>, caller: Caller) -> Result<Text, Problem> {
    caller.needs(Scope::SettingsWrite)?;
    metrics(server).await
}

type Text = ([(HeaderName, &'static str); 1], String);

async fn metrics(State(server): State<Server>) -> Result<Text, Problem> {
    let text = server.blocking(told).await?;
    Ok(([(header::CONTENT_TYPE, CONTENT_TYPE)], text))
}
