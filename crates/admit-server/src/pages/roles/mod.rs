//! Pages about roles and permissions. One has its number in its address: a key may hold
//! anything.

mod add;
mod list;
mod permission;
mod role;

use crate::problem::Problem;
use crate::state::Server;
use admit_core::users::access::{Access, Permission, Role};
use axum::Router;
use axum::routing::{get, post};

/// Their addresses.
pub fn router() -> Router<Server> {
    Router::new()
        .route("/roles", get(list::list).post(add::role))
        .route("/roles/{number}", get(role::show).post(role::change))
        .route("/roles/{number}/remove", post(role::remove))
        .route("/permissions", post(add::permission))
        .route(
            "/permissions/{number}",
            get(permission::show).post(permission::change),
        )
        .route("/permissions/{number}/remove", post(permission::remove))
}

/// The role of a number as it stands in an address.
fn role_of<'a>(access: &'a Access, number: &str) -> Result<&'a Role, Problem> {
    let found = number.parse().ok().and_then(|number| access.role(number));
    found.ok_or_else(|| Problem::not_found("There is no such role. It may be removed."))
}

/// The permission of a number as it stands in an address.
fn permission_of<'a>(access: &'a Access, number: &str) -> Result<&'a Permission, Problem> {
    let number = number.parse().ok();
    let found = number.and_then(|number| access.permission(number));
    found.ok_or_else(|| Problem::not_found("There is no such permission. It may be removed."))
}
