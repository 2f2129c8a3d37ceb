//! `POST /users`.

use super::body::NewUser;
use super::show::find;
use crate::api::idempotency::{Created, Once, once};
use crate::problem::{Problem, ProblemDocument};
use crate::state::Server;
use crate::who::Caller;
use admit_core::by_hand;
use admit_core::operators::deed::{Act, Deed};
use admit_core::ports::randomness;
use admit_core::ports::store::Scope;
use admit_core::report::json;
use admit_core::users::user::StoredUser;
use admit_system::hashing::System;
use axum::extract::State;
use axum::response::Response;
use serde_json::Value;

/// Where users are.
const USERS: &str = "/api/v1/users/";

/// Adds a user by hand, who will be asked to set a password.
#[utoipa::path(
    post,
    path = "/users",
    tag = "users",
    request_body = NewUser,
    security(("token" = ["users:write"])),
    responses(
        (status = 201, body = Object, headers(("Location" = String))),
        (status = 409, description = "Another user has an identifier", body = ProblemDocument),
    )
)]
pub async fn add(
    State(server): State<Server>,
    caller: Caller,
    request: Once<NewUser>,
) -> Result<Response, Problem> {
    caller.needs(Scope::UsersWrite)?;
    let (sent, key) = request.parts(&caller);
    once(&server, key, as_it_is, move |server| {
        let user = added(server, &caller, &sent)?;
        Ok(Created {
            location: format!("{USERS}{}", user.id),
            body: json::user(&user, &server.store().access()?),
            is_kept: false,
        })
    })
    .await
}

/// Adds a user, and answers with the user.
pub fn added(server: &Server, caller: &Caller, sent: &NewUser) -> Result<StoredUser, Problem> {
    caller.needs(Scope::UsersWrite)?;
    let store = server.store();
    let values = sent.values(server.config().default_region.as_deref())?;
    let memberships = sent.memberships(&store.access()?)?;
    let made = (server.now(), randomness::number(&System));
    let user = by_hand::add_member(store, made, values, memberships)?;
    caller.note(server, Deed::new(Act::UserAdded).to(user.id));
    Ok(user)
}

/// The user who was added before.
fn as_it_is(server: &Server, location: &str) -> Result<Value, Problem> {
    let store = server.store();
    let id = location.strip_prefix(USERS).unwrap_or_default();
    Ok(json::user(&find(store, id)?, &store.access()?))
}
