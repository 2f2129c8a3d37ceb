//! What pages may load, and what browsers report of what was kept out.

use crate::state::Server;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;

/// What a page may load: what comes from here, nothing that stands in the page itself.
pub const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; \
     img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; \
     frame-ancestors 'none'; report-uri /csp-reports";

/// Counts a report of a browser. What is in it anybody may have written: it is not kept.
pub async fn report(State(server): State<Server>, _body: Bytes) -> StatusCode {
    server.meters().kept_out();
    tracing::warn!("a browser kept something out of a page");
    StatusCode::NO_CONTENT
}
