//! `POST /users/{id}/reset-password`.

use super::act::{Done, act};
use crate::api::query::Named;
use crate::problem::{Problem, ProblemDocument};
use crate::state::Server;
use crate::who::Caller;
use admit_core::by_hand;
use admit_core::operators::deed::{Act, Deed};
use admit_core::ports::store::Store;
use admit_core::users::user::StoredUser;
use axum::Json;
use axum::extract::State;
use serde_json::Value;

/// Asks a user to set a new password at the next sign-in.
#[utoipa::path(
    post,
    path = "/users/{id}/reset-password",
    tag = "users",
    params(("id" = Uuid, Path, description = "The user's public id")),
    security(("token" = ["users:write"])),
    responses(
        (status = 200, body = Object),
        (status = 404, body = ProblemDocument),
        (status = 409, description = "Somebody changed the user just now", body = ProblemDocument),
    )
)]
pub async fn reset_password(
    State(server): State<Server>,
    caller: Caller,
    Named(id): Named,
) -> Result<Json<Value>, Problem> {
    act(&server, caller, id, reset_asked).await
}

/// Asks the user for a new password.
pub fn reset_asked(store: &dyn Store, now: i64, user: &StoredUser) -> Result<Done, Problem> {
    let changed = by_hand::ask_user_for_reset(store, now, user);
    Done::of(Deed::new(Act::UserResetAsked), changed)
}
