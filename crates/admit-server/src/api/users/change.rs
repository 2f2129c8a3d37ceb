//! `PATCH /users/{id}`.

use super::body::UserChanges;
use super::show::find;
use crate::api::query::{Named, Sent};
use crate::problem::{Problem, ProblemDocument};
use crate::state::Server;
use crate::who::Caller;
use admit_core::by_hand;
use admit_core::operators::deed::{Act, Deed};
use admit_core::ports::store::Scope;
use admit_core::report::json;
use admit_core::users::user::{IdentifierKind, StoredUser};
use axum::Json;
use axum::extract::State;
use serde_json::Value;

/// Changes values of a user. The next import of the same file leaves them as they are.
#[utoipa::path(
    patch,
    path = "/users/{id}",
    tag = "users",
    params(("id" = Uuid, Path, description = "The user's public id")),
    request_body = UserChanges,
    security(("token" = ["users:write"])),
    responses(
        (status = 200, body = Object),
        (status = 404, body = ProblemDocument),
        (status = 409, description = "Another user has an identifier", body = ProblemDocument),
    )
)]
pub async fn change(
    State(server): State<Server>,
    caller: Caller,
    Named(id): Named,
    Sent(changes): Sent<UserChanges>,
) -> Result<Json<Value>, Problem> {
    // Before anything is told of whether there is such a user.
    caller.needs(Scope::UsersWrite)?;
    server
        .blocking(move |server| {
            let user = find(server.store(), &id)?;
            let user = changed(server, &caller, user, &changes)?;
            Ok(Json(json::user(&user, &server.store().access()?)))
        })
        .await
}

/// Changes values of a user, notes it if the user was not like that already, and answers
/// with the user as it is then.
pub fn changed(
    server: &Server,
    caller: &Caller,
    user: StoredUser,
    changes: &UserChanges,
) -> Result<StoredUser, Problem> {
    caller.needs(Scope::UsersWrite)?;
    let edit = changes.edit(server.config().default_region.as_deref())?;
    let changed = by_hand::edit_user(server.store(), server.now(), &user, &edit)?;
    if let Some(changed) = &changed {
        let deed = Deed::new(Act::UserChanged).to(user.id);
        caller.note(server, deed.with("fields", fields(&user, changed)));
    }
    Ok(changed.unwrap_or(user))
}

/// The names of the fields that are not what they were.
fn fields(before: &StoredUser, after: &StoredUser) -> Vec<&'static str> {
    let kinds = IdentifierKind::ALL.into_iter();
    let key = |user: &StoredUser, kind| user.row.identity(kind).map(|own| own.key.clone());
    let mut fields: Vec<&str> = kinds
        .filter(|kind| key(before, *kind) != key(after, *kind))
        .map(IdentifierKind::name)
        .collect();
    if before.row.first_name != after.row.first_name {
        fields.push("first_name");
    }
    if before.row.last_name != after.row.last_name {
        fields.push("last_name");
    }
    fields
}
