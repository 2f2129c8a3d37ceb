//! Pages about organizations. One has its code in its address: an external id may hold
//! anything.

mod add;
mod change;
mod default;
mod list;
mod remove;
mod show;

use crate::problem::Problem;
use crate::state::Server;
use admit_core::users::access::{Access, Organization};
use axum::Router;
use axum::routing::{get, post};

/// Their addresses.
pub fn router() -> Router<Server> {
    Router::new()
        .route("/organizations", get(list::list).post(add::add))
        .route("/organizations/default", post(default::choose))
        .route(
            "/organizations/{code}",
            get(show::show).post(change::change),
        )
        .route("/organizations/{code}/remove", post(remove::remove))
}

/// The organization of a code.
fn of_code<'a>(access: &'a Access, code: &str) -> Result<&'a Organization, Problem> {
    let mut all = access.organizations.iter();
    all.find(|organization| organization.code == code)
        .ok_or_else(|| Problem::not_found("There is no such organization. It may be removed."))
}
