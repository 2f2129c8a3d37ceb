//! `POST /permissions`.

use super::show::find;
use crate::api::access;
use crate::api::idempotency::{Created, Once, once};
use crate::problem::{Problem, ProblemDocument};
use crate::state::Server;
use crate::who::Caller;
use admit_core::ports::store::Scope;
use admit_core::users::access::AccessChange;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use serde_json::Value;
use utoipa::ToSchema;

/// A permission to add.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPermission {
    /// What files name it by: unique, and compared exactly.
    key: String,
    /// The name to show; the key if nothing is said.
    name: Option<String>,
}

/// Adds a permission.
#[utoipa::path(
    post,
    path = "/permissions",
    tag = "permissions",
    request_body = NewPermission,
    security(("token" = ["access:write"])),
    responses(
        (status = 201, body = Object, headers(("Location" = String))),
        (status = 409, description = "There is one of this key", body = ProblemDocument),
    )
)]
pub async fn add(
    State(server): State<Server>,
    caller: Caller,
    request: Once<NewPermission>,
) -> Result<Response, Problem> {
    caller.needs(Scope::AccessWrite)?;
    let (sent, request) = request.parts(&caller);
    once(&server, request, as_it_is, move |server| {
        let key = sent.key;
        access::usable_key("key", &key)?;
        access::usable_name(sent.name.as_deref())?;
        let before = server.store().access()?;
        if before.permission_of(&key).is_some() {
            return Err(access::exists("permission", "key"));
        }
        let change = AccessChange::AddPermission {
            key: key.clone(),
            name: sent.name.unwrap_or_else(|| key.clone()),
        };
        let after = access::change(server, &caller, &before, &[change])?;
        Ok(Created {
            location: access::location("permissions", &key),
            body: find(&after, &key)?,
            is_kept: true,
        })
    })
    .await
}

fn as_it_is(server: &Server, location: &str) -> Result<Value, Problem> {
    find(&server.store().access()?, &access::key_at(location))
}
