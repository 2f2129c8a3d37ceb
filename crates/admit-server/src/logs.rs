//! What is logged: one line for each request, with its id; text on a terminal, JSON
//! elsewhere. Nothing of what was sent stands in it: paths hold ids, never secrets.

use crate::problem::REQUEST_ID;
use crate::state::Server;
use axum::extract::{MatchedPath, Request, State};
use axum::http::header::HeaderName;
use axum::http::{HeaderValue, Method};
use axum::middleware::Next;
use axum::response::Response;
use std::io::IsTerminal;
use std::time::Instant;
use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt::format::FmtSpan;
use uuid::Uuid;

/// The header with the id of a request.
const REQUEST_ID_HEADER: HeaderName = HeaderName::from_static("x-request-id");

/// Logs to standard error from now on. A second call changes nothing.
///
/// # Errors
/// The filter cannot be read.
pub fn begin(filter: &str) -> Result<(), String> {
    let wrong = |error| format!("\"{filter}\" says nothing of what to log: {error}");
    let filter = EnvFilter::try_new(filter).map_err(wrong)?;
    let logs = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_span_events(FmtSpan::NONE)
        .with_writer(std::io::stderr);
    let _ = if std::io::stderr().is_terminal() {
        logs.with_target(false).try_init()
    } else {
        logs.json().flatten_event(true).try_init()
    };
    Ok(())
}

/// Gives a request its id, counts it, and logs how it was answered. The id is this server's own:
/// one that was sent could hold anything.
pub async fn log(State(server): State<Server>, request: Request, next: Next) -> Response {
    let id = Uuid::now_v7().simple().to_string();
    let began = Instant::now();
    let method = request.method().clone();
    let path = request.extensions().get::<MatchedPath>();
    let path = path
        .map_or("(no such path)", MatchedPath::as_str)
        .to_owned();
    let mut response = REQUEST_ID.scope(id.clone(), next.run(request)).await;
    let status = response.status().as_u16();
    let took = began.elapsed();
    let milliseconds = took.as_millis();
    let meters = server.meters();
    meters.request(known(&method), &path, status, took);
    tracing::info!(request = id, %method, path, status, milliseconds, "answered");
    if let Ok(value) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(REQUEST_ID_HEADER, value);
    }
    response
}

/// A method by its name, if it is one that is served: others can be anything, and each
/// would be kept.
fn known(method: &Method) -> &str {
    let known = [
        Method::GET,
        Method::HEAD,
        Method::POST,
        Method::PUT,
        Method::PATCH,
        Method::DELETE,
    ];
    if known.contains(method) {
        method.as_str()
    } else {
        "other"
    }
}
