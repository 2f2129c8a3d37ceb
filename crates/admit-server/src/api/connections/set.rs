//! `PUT /connections/password`.

use crate::api::query::Sent;
use crate::problem::Problem;
use crate::state::Server;
use crate::who::Caller;
use admit_core::operators::deed::{Act, Deed};
use admit_core::ports::store::Scope;
use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use serde_json::Value;
use utoipa::ToSchema;

/// How people sign in by password. What is left out stays.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PasswordConnection {
    /// Whether they can.
    pub on: Option<bool>,
    /// Whether people who have to set a password are told so at once, instead of by mail:
    /// strangers can find out who has an account without a password.
    pub tells_at_once: Option<bool>,
}

/// Switches sign-in by password, and says how many users can sign in at once and how many
/// will be asked for a new password.
#[utoipa::path(
    put,
    path = "/connections/password",
    tag = "connections",
    request_body = PasswordConnection,
    security(("token" = ["settings:write"])),
    responses((status = 200, body = Object))
)]
pub async fn set(
    State(server): State<Server>,
    caller: Caller,
    Sent(sent): Sent<PasswordConnection>,
) -> Result<Json<Value>, Problem> {
    caller.needs(Scope::SettingsWrite)?;
    server
        .blocking(move |server| {
            set_password(server, &caller, &sent)?;
            Ok(Json(super::password(server)?))
        })
        .await
}

/// Switches sign-in by password as it is asked for.
///
/// # Errors
/// The store failed.
pub fn set_password(
    server: &Server,
    caller: &Caller,
    wanted: &PasswordConnection,
) -> Result<(), Problem> {
    let store = server.store();
    let deed = Deed::new(Act::ConnectionChanged).to("password");
    if let Some(on) = wanted.on
        && store.password_connection()? != on
    {
        store.set_password_connection(on)?;
        caller.note(server, deed.clone().with("on", on));
    }
    if let Some(at_once) = wanted.tells_at_once
        && store.tells_at_once()? != at_once
    {
        store.set_tells_at_once(at_once)?;
        caller.note(server, deed.with("tells_at_once", at_once));
    }
    Ok(())
}
