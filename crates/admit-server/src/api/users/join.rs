//! `PUT /users/{id}/memberships/{organization}`.

use super::act::{Done, act};
use super::body::PlaceBody;
use crate::api::by_hand::in_path;
use crate::api::query::{NamedTwo, Sent};
use crate::problem::{Problem, ProblemDocument};
use crate::state::Server;
use crate::who::Caller;
use admit_core::by_hand::{self, ByHandError, Place};
use admit_core::operators::deed::{Act, Deed};
use admit_core::ports::store::Store;
use admit_core::users::access::Access;
use admit_core::users::user::StoredUser;
use axum::Json;
use axum::extract::State;
use serde_json::Value;

/// Puts a user into an organization, with these roles and permissions there.
#[utoipa::path(
    put,
    path = "/users/{id}/memberships/{organization}",
    tag = "users",
    params(
        ("id" = Uuid, Path, description = "The user's public id"),
        ("organization" = String, Path, description = "The external id or the code"),
    ),
    request_body = PlaceBody,
    security(("token" = ["users:write"])),
    responses(
        (status = 200, body = Object),
        (status = 404, body = ProblemDocument),
        (status = 409, description = "Somebody changed the user just now", body = ProblemDocument),
    )
)]
pub async fn join(
    State(server): State<Server>,
    caller: Caller,
    NamedTwo(id, organization): NamedTwo,
    Sent(sent): Sent<PlaceBody>,
) -> Result<Json<Value>, Problem> {
    act(&server, caller, id, joined(organization, sent)).await
}

/// Puts the user into this organization, by its external id or code.
pub fn joined(
    organization: String,
    sent: PlaceBody,
) -> impl FnOnce(&dyn Store, i64, &StoredUser) -> Result<Done, Problem> {
    move |store, now, user| {
        let access = store.access()?;
        let number = by_hand::organization(&access, &organization).map_err(in_path)?;
        let found = access.organization(number);
        let name = found.map_or_else(|| organization.clone(), |found| found.external_id.clone());
        let place = Place {
            organization: number,
            roles: numbers(&access, sent.roles, by_hand::role)?,
            permissions: numbers(&access, sent.permissions, by_hand::permission)?,
        };
        let deed = Deed::new(Act::UserJoined).with("organization", name);
        Done::of(deed, by_hand::place_user(store, now, user, place))
    }
}

fn numbers(
    access: &Access,
    keys: Option<Vec<String>>,
    number: fn(&Access, &str) -> Result<u32, ByHandError>,
) -> Result<Option<Vec<u32>>, ByHandError> {
    let of_all = |keys: Vec<String>| keys.iter().map(|key| number(access, key)).collect();
    keys.map(of_all).transpose()
}
