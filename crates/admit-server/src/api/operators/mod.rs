//! What operators are sent links for.

mod link;

use crate::state::Server;
use axum::Router;
use axum::routing::get;

/// `/operators/links/{secret}`. The secret stands in no log: of a path only its form does.
pub fn router() -> Router<Server> {
    Router::new().route("/operators/links/{secret}", get(link::look).post(link::set))
}
