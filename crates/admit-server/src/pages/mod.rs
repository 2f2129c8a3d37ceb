//! The pages: what people see in a browser. One file a page, its template beside it in
//! `templates/`. Every page has an address, works without scripts, and does what the API
//! does through the same functions.

mod appearance;
mod asking;
mod assets;
mod audit;
mod csp;
mod fault;
mod form;
mod frame;
pub mod imports;
mod lost;
mod operators;
mod organizations;
mod outbox;
mod parts;
mod people;
mod roles;
mod rules;
mod session;
mod settings;
mod theme;
mod users;
mod visitor;
mod words;

use crate::state::Server;
use axum::Router;
use axum::extract::{Request, State};
use axum::http::HeaderValue;
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, REFERRER_POLICY, STRICT_TRANSPORT_SECURITY,
    X_CONTENT_TYPE_OPTIONS,
};
use axum::middleware::{self, Next};
use axum::response::{Redirect, Response};
use axum::routing::{get, post};

/// All pages.
pub fn router(server: &Server) -> Router<Server> {
    Router::new()
        .route("/", get(|| async { Redirect::to("/imports") }))
        .merge(audit::router())
        .merge(imports::router())
        .merge(operators::router())
        .merge(people::router())
        .merge(organizations::router())
        .merge(outbox::router())
        .merge(roles::router())
        .merge(rules::router())
        .merge(settings::router())
        .merge(users::router())
        .route("/theme", post(appearance::choose))
        .route("/csp-reports", post(csp::report))
        .fallback(fault::nothing_here)
        .layer(middleware::from_fn_with_state(server.clone(), guarded))
        .merge(assets::router())
}

/// Says what a page may load, and that nobody keeps it.
async fn guarded(State(server): State<Server>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    let policy = HeaderValue::from_static(csp::POLICY);
    headers.insert(CONTENT_SECURITY_POLICY, policy);
    let fixed = [
        (REFERRER_POLICY, "no-referrer"),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    for (name, value) in fixed {
        headers.insert(name, HeaderValue::from_static(value));
    }
    let opener = axum::http::HeaderName::from_static("cross-origin-opener-policy");
    headers.insert(opener, HeaderValue::from_static("same-origin"));
    if session::is_secure(&server) {
        let year = HeaderValue::from_static("max-age=31536000");
        headers.insert(STRICT_TRANSPORT_SECURITY, year);
    }
    headers
        .entry(CACHE_CONTROL)
        .or_insert(HeaderValue::from_static("no-store"));
    response
}
