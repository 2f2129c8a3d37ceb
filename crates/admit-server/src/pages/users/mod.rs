//! Pages about users: finding them, looking at one, adding and changing them by hand.

mod access_fields;
mod act;
mod add;
mod at_sign_in;
mod edit;
mod fields;
mod history;
mod list;
mod membership;
mod named;
mod nearest;
mod show;
mod temporary_password;

use crate::state::Server;
use axum::Router;
use axum::routing::{get, post};

/// Their addresses.
pub fn router() -> Router<Server> {
    Router::new()
        .route("/users", get(list::list))
        .route("/users/new", get(add::show).post(add::add))
        .route("/users/{id}", get(show::show))
        .route("/users/{id}/edit", get(edit::show).post(edit::edit))
        .route("/users/{id}/suspend", post(act::suspend))
        .route("/users/{id}/activate", post(act::activate))
        .route("/users/{id}/reset-password", post(act::reset_password))
        .route(
            "/users/{id}/temporary-password",
            post(temporary_password::make),
        )
        .route("/users/{id}/remove", post(act::remove))
        .route(
            "/users/{id}/memberships/new",
            get(membership::show_new).post(membership::join),
        )
        .route(
            "/users/{id}/memberships/{organization}",
            get(membership::show).post(membership::change),
        )
        .route(
            "/users/{id}/memberships/{organization}/remove",
            post(membership::leave),
        )
}
