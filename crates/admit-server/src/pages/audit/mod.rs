//! Who did what.

mod export;
mod list;

use crate::pages::form::Form;
use crate::state::Server;
use axum::Router;
use axum::routing::get;

/// Its addresses.
pub fn router() -> Router<Server> {
    Router::new()
        .route("/audit", get(list::list))
        .route("/audit/export", get(export::export))
}

/// What is asked for in a field, if anything.
fn asked_for(asked: &Form, name: &str) -> Option<String> {
    Some(asked.text(name).to_owned()).filter(|text| !text.is_empty())
}
