//! Pages about imports: a file on its way through them.

mod act;
mod columns;
mod create;
mod download;
mod list;
mod new;
mod progress;
mod result;
mod review;
mod show;

use crate::state::Server;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};

/// Their addresses.
pub fn router() -> Router<Server> {
    // The file may be larger than other bodies; it is counted while it comes.
    let create = Router::new()
        .route("/imports", get(list::list).post(create::create))
        .layer(DefaultBodyLimit::disable());
    Router::new()
        .merge(create)
        .route("/imports/new", get(new::new))
        .route("/imports/{id}", get(show::show))
        .route("/imports/{id}/events", get(show::events))
        .route(
            "/imports/{id}/columns",
            get(columns::columns).post(columns::map),
        )
        .route("/imports/{id}/apply", post(act::apply))
        .route("/imports/{id}/stop", post(act::stop))
        .route("/imports/{id}/resume", post(act::resume))
        .route("/imports/{id}/undo", post(act::undo))
        .route("/imports/{id}/delete", post(act::delete))
        .route("/imports/{id}/outcomes", get(download::outcomes))
        .route("/imports/{id}/file", get(download::file))
}
