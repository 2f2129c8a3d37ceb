//! `DELETE /users/{id}/memberships/{organization}`.

use super::act::{Done, act};
use crate::api::by_hand::in_path;
use crate::api::query::NamedTwo;
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

/// Takes a user out of an organization, with the roles and permissions there.
#[utoipa::path(
    delete,
    path = "/users/{id}/memberships/{organization}",
    tag = "users",
    params(
        ("id" = Uuid, Path, description = "The user's public id"),
        ("organization" = String, Path, description = "The external id or the code"),
    ),
    security(("token" = ["users:write"])),
    responses(
        (status = 200, body = Object),
        (status = 404, body = ProblemDocument),
        (status = 409, description = "Somebody changed the user just now", body = ProblemDocument),
    )
)]
pub async fn leave(
    State(server): State<Server>,
    caller: Caller,
    NamedTwo(id, organization): NamedTwo,
) -> Result<Json<Value>, Problem> {
    act(&server, caller, id, left(organization)).await
}

/// Takes the user out of this organization, by its external id or code.
pub fn left(
    organization: String,
) -> impl FnOnce(&dyn Store, i64, &StoredUser) -> Result<Done, Problem> {
    move |store, now, user| {
        let access = store.access()?;
        let number = by_hand::organization(&access, &organization).map_err(in_path)?;
        let found = access.organization(number);
        let name = found.map_or_else(|| organization.clone(), |found| found.external_id.clone());
        let deed = Deed::new(Act::UserLeft).with("organization", name);
        Done::of(deed, by_hand::leave_user(store, now, user, number))
    }
}
