//! `POST /roles`.

use super::show::find;
use crate::api::access;
use crate::api::idempotency::{Created, Once, once};
use crate::problem::{Problem, ProblemDocument};
use crate::state::Server;
use crate::who::Caller;
use admit_core::by_hand;
use admit_core::ports::store::Scope;
use admit_core::users::access::AccessChange;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use serde_json::Value;
use utoipa::ToSchema;

/// A role to add.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewRole {
    /// What files name it by: unique, and compared exactly.
    key: String,
    /// The name to show; the key if nothing is said.
    name: Option<String>,
    /// Keys of the permissions that it gives.
    #[serde(default)]
    permissions: Vec<String>,
}

/// Adds a role.
#[utoipa::path(
    post,
    path = "/roles",
    tag = "roles",
    request_body = NewRole,
    security(("token" = ["access:write"])),
    responses(
        (status = 201, body = Object, headers(("Location" = String))),
        (status = 409, description = "There is one of this key", body = ProblemDocument),
    )
)]
pub async fn add(
    State(server): State<Server>,
    caller: Caller,
    request: Once<NewRole>,
) -> Result<Response, Problem> {
    caller.needs(Scope::AccessWrite)?;
    let (sent, request) = request.parts(&caller);
    once(&server, request, as_it_is, move |server| {
        let key = sent.key;
        access::usable_key("key", &key)?;
        access::usable_name(sent.name.as_deref())?;
        let before = server.store().access()?;
        if before.role_of(&key).is_some() {
            return Err(access::exists("role", "key"));
        }
        for permission in &sent.permissions {
            by_hand::permission(&before, permission)?;
        }
        let change = AccessChange::AddRole {
            key: key.clone(),
            name: sent.name.unwrap_or_else(|| key.clone()),
            permissions: sent.permissions,
        };
        let after = access::change(server, &caller, &before, &[change])?;
        Ok(Created {
            location: access::location("roles", &key),
            body: find(&after, &key)?,
            is_kept: true,
        })
    })
    .await
}

fn as_it_is(server: &Server, location: &str) -> Result<Value, Problem> {
    find(&server.store().access()?, &access::key_at(location))
}
