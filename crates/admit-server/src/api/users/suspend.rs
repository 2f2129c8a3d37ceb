//! `POST /users/{id}/suspend`.

use super::act::{Done, act};
use crate::api::query::Named;
use crate::problem::{Problem, ProblemDocument};
use crate::state::Server;
use crate::who::Caller;
use admit_core::by_hand;
use admit_core::operators::deed::{Act, Deed};
use admit_core::ports::store::Store;
use admit_core::users::user::{Status, StoredUser};
use axum::Json;
use axum::extract::State;
use serde_json::Value;

/// Keeps a user from signing in. No file lifts it.
#[utoipa::path(
    post,
    path = "/users/{id}/suspend",
    tag = "users",
    params(("id" = Uuid, Path, description = "The user's public id")),
    security(("token" = ["users:write"])),
    responses(
        (status = 200, body = Object),
        (status = 404, body = ProblemDocument),
        (status = 409, description = "Somebody changed the user just now", body = ProblemDocument),
    )
)]
pub async fn suspend(
    State(server): State<Server>,
    caller: Caller,
    Named(id): Named,
) -> Result<Json<Value>, Problem> {
    act(&server, caller, id, suspended).await
}

/// Keeps the user from signing in.
pub fn suspended(store: &dyn Store, now: i64, user: &StoredUser) -> Result<Done, Problem> {
    let changed = by_hand::set_status(store, now, user, Status::Suspended);
    Done::of(Deed::new(Act::UserSuspended), changed)
}
