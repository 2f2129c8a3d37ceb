//! Operators coming in and going out.

mod link;
mod sign_in;
mod sign_out;

use crate::state::Server;
use axum::Router;
use axum::routing::{get, post};

/// Their pages. The secret of a link stands in no log: of a path only its form does.
pub fn router() -> Router<Server> {
    Router::new()
        .route(
            "/operators/sign-in",
            get(sign_in::show).post(sign_in::sign_in),
        )
        .route("/operators/sign-out", post(sign_out::sign_out))
        .route("/operators/links/{secret}", get(link::show).post(link::set))
}
