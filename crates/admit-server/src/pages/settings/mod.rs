//! Pages about settings, for administrators.

mod connection;
mod mail;
mod operator;
mod operators;
mod show;
mod tokens;

use crate::state::Server;
use axum::Router;
use axum::routing::{get, post};

/// Their addresses.
pub fn router() -> Router<Server> {
    Router::new()
        .route("/settings", get(show::show))
        .route(
            "/settings/password-sign-in",
            get(connection::show).post(connection::switch),
        )
        .route("/settings/mail/test", post(mail::test))
        .route(
            "/settings/operators",
            get(operators::list).post(operators::add),
        )
        .route("/settings/operators/{number}", get(operator::show))
        .route("/settings/operators/{number}/kind", post(operator::kind))
        .route("/settings/operators/{number}/link", post(operator::link))
        .route(
            "/settings/operators/{number}/remove",
            post(operator::remove),
        )
        .route("/settings/tokens", get(tokens::list).post(tokens::add))
        .route("/settings/tokens/revoke", post(tokens::revoke))
}
