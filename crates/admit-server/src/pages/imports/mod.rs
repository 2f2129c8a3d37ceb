//! Pages about imports.

mod list;

use crate::state::Server;
use axum::Router;
use axum::routing::get;

/// Their addresses.
pub fn router() -> Router<Server> {
    Router::new().route("/imports", get(list::list))
}
