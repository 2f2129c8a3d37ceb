//! `GET /users/{id}`.

use crate::api::query::Named;
use crate::problem::{Problem, ProblemDocument};
use crate::state::Server;
use crate::who::Caller;
use admit_core::by_hand;
use admit_core::ports::store::{Scope, Store};
use admit_core::report::json;
use admit_core::users::user::StoredUser;
use axum::Json;
use axum::extract::State;
use serde_json::Value;
use uuid::Uuid;

/// One user.
#[utoipa::path(
    get,
    path = "/users/{id}",
    tag = "users",
    params(("id" = Uuid, Path, description = "The user's public id")),
    security(("token" = ["users:read"])),
    responses(
        (status = 200, body = Object),
        (status = 404, body = ProblemDocument),
    )
)]
pub async fn show(
    State(server): State<Server>,
    caller: Caller,
    Named(id): Named,
) -> Result<Json<Value>, Problem> {
    caller.needs(Scope::UsersRead)?;
    server
        .blocking(move |server| {
            let store = server.store();
            let user = find(store, &id)?;
            Ok(Json(json::user(&user, &store.access()?)))
        })
        .await
}

/// The user of a public id.
pub fn find(store: &dyn Store, id: &str) -> Result<StoredUser, Problem> {
    let id = Uuid::try_parse(id).ok();
    let user = match id {
        Some(id) => by_hand::of_public_id(store, id)?,
        None => None,
    };
    user.ok_or_else(|| {
        Problem::not_found("No user has this id. The list of users shows those that there are.")
    })
}
