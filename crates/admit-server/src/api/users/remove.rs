//! `DELETE /users/{id}`.

use super::show::find;
use crate::api::query::Named;
use crate::problem::{Problem, ProblemDocument};
use crate::state::Server;
use crate::who::Caller;
use admit_core::by_hand;
use admit_core::operators::deed::{Act, Deed};
use admit_core::ports::store::Scope;
use axum::extract::State;
use axum::http::StatusCode;

/// Removes a user, with everything that is kept of them.
#[utoipa::path(
    delete,
    path = "/users/{id}",
    tag = "users",
    params(("id" = Uuid, Path, description = "The user's public id")),
    security(("token" = ["users:write"])),
    responses(
        (status = 204, description = "The user is gone"),
        (status = 404, body = ProblemDocument),
        (status = 409, description = "Somebody changed the user just now", body = ProblemDocument),
    )
)]
pub async fn remove(
    State(server): State<Server>,
    caller: Caller,
    Named(id): Named,
) -> Result<StatusCode, Problem> {
    let gone = server.blocking(move |server| removed(server, &caller, &id));
    gone.await.map(|()| StatusCode::NO_CONTENT)
}

/// Removes the user of a public id.
pub fn removed(server: &Server, caller: &Caller, id: &str) -> Result<(), Problem> {
    caller.needs(Scope::UsersWrite)?;
    let user = find(server.store(), id)?;
    by_hand::delete_user(server.store(), &user)?;
    caller.note(server, Deed::new(Act::UserDeleted).to(user.id));
    Ok(())
}
