//! Pages for the people who were imported: signing in, setting a password, confirming an
//! email address.

mod browser;
mod code;
mod password;
mod request;
mod sign_in;
mod signed_in;

use crate::state::Server;
use axum::Router;
use axum::routing::{get, post};

/// Their addresses.
pub fn router() -> Router<Server> {
    Router::new()
        .route("/sign-in", get(sign_in::show).post(sign_in::sign_in))
        .route("/signed-in", get(signed_in::show))
        .route("/sign-out", post(signed_in::sign_out))
        .route("/set-password", get(request::show).post(request::request))
        .route("/set-password/code", get(code::show).post(code::confirm))
        .route("/set-password/new", get(password::show).post(password::set))
        .route("/confirm-email", get(request::show_confirming))
}

/// Whose pages they are.
fn site() -> String {
    "Admit".to_owned()
}
