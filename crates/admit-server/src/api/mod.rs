//! The endpoints, by area: one file each. `API.md`'s names are promises.

pub mod access;
pub mod audit;
mod by_hand;
pub mod connections;
mod document;
mod health;
pub mod idempotency;
pub mod imports;
mod metrics;
pub mod operators;
pub mod organizations;
pub mod page;
mod password_resets;
pub mod permissions;
pub mod query;
pub mod roles;
mod rules;
pub mod secret_body;
pub mod sign_in;
pub mod streamed;
pub mod users;
mod within;

use crate::limits::BODY_BYTES_MAX;
use crate::logs;
use crate::pages;
use crate::problem::Problem;
use crate::state::Server;
use axum::extract::DefaultBodyLimit;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, X_CONTENT_TYPE_OPTIONS};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::{Json, Router, middleware};
use serde_json::{Value, json};
use utoipa::OpenApi;
use utoipa_axum::router::OpenApiRouter;

/// The endpoints of the API, each with what the document says of it.
fn api() -> (Router<Server>, Value) {
    let areas = OpenApiRouter::new()
        .merge(imports::router())
        .merge(audit::router())
        .merge(connections::router())
        .merge(organizations::router())
        .merge(permissions::router())
        .merge(roles::router())
        .merge(rules::router())
        .merge(sign_in::router())
        .merge(password_resets::router())
        .merge(users::router());
    let api = OpenApiRouter::with_openapi(document::Document::openapi()).nest("/api/v1", areas);
    let (api, mut told) = api.split_for_parts();
    document::complete(&mut told);
    (api, json!(told))
}

/// The OpenAPI document.
pub fn document() -> Value {
    api().1
}

/// Everything that is served.
pub fn router(server: Server) -> Router {
    let (api, document) = api();
    let told = move || async move { Json(document) };
    api.route("/api/v1/openapi.json", axum::routing::get(told))
        .layer(middleware::map_response(not_kept))
        .route("/docs/problems", axum::routing::get(problems))
        .merge(health::router())
        .merge(metrics::router())
        .merge(pages::router(&server))
        .method_not_allowed_fallback(no_such_method)
        .layer(DefaultBodyLimit::max(BODY_BYTES_MAX))
        .layer(middleware::from_fn(within::within))
        .layer(middleware::from_fn_with_state(server.clone(), logs::log))
        .with_state(server)
}

/// What is served to whoever watches, at an address of its own.
pub fn watching(server: Server) -> Router {
    metrics::alone(server)
}

/// Nobody on the way keeps an answer, or takes it for something else than it is said to be.
async fn not_kept(mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    let no_sniff = HeaderValue::from_static("nosniff");
    headers.insert(X_CONTENT_TYPE_OPTIONS, no_sniff);
    response
}

/// The chapter of the manual that the `type` of each problem names.
async fn problems() -> Response {
    let plain = HeaderValue::from_static("text/plain; charset=utf-8");
    let chapter = include_str!("../../../../docs/src/problems.md");
    ([(CONTENT_TYPE, plain)], chapter).into_response()
}

async fn no_such_method() -> Problem {
    Problem::new(
        StatusCode::METHOD_NOT_ALLOWED,
        ("method", "That cannot be done here"),
        "Look at the method: /api/v1/openapi.json lists those that each path takes.",
    )
}
