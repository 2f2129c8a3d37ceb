//! `POST /password-resets/set`.

use crate::api::secret_body::{SecretBody, Text};
use crate::api::sign_in::Limit;
use crate::limits::SECRET_BYTES_MAX;
use crate::problem::{Problem, ProblemDocument};
use crate::state::Server;
use crate::who::Caller;
use admit_core::ports::store::Scope;
use admit_core::report::json;
use admit_core::sign_in::reset::{PasswordSet, Reset};
use admit_passwords::limits::PASSWORD_BYTES_MAX;
use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use serde_json::Value;
use utoipa::ToSchema;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Sent<'b> {
    #[serde(borrow)]
    grant: Text<'b>,
    #[serde(borrow)]
    password: Text<'b>,
}

/// A new password, and the right to set it.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only its form is told")]
pub struct NewPassword {
    /// What the code was answered with, or the sign-in with a temporary password.
    #[schema(max_length = 1024)]
    grant: String,
    /// The password, as it was typed.
    #[schema(max_length = 1024)]
    password: String,
}

/// Sets a password. One that would be guessed is refused, and another one can be tried
/// with the same grant.
#[utoipa::path(
    post,
    path = "/password-resets/set",
    tag = "password-resets",
    request_body = NewPassword,
    security(("token" = ["sign-in"])),
    responses(
        (
            status = 200,
            description = "`password-set`, `refused` with a `reason`, or `expired`",
            body = Object
        ),
        (status = 429, description = "Try again shortly", body = ProblemDocument),
    )
)]
pub async fn set(
    State(server): State<Server>,
    caller: Caller,
    body: SecretBody,
) -> Result<Json<Value>, Problem> {
    caller.needs(Scope::SignIn)?;
    let set = server.signing(move |server| {
        let sent: Sent<'_> = body.read()?;
        let grant = sent.grant.plain("grant", SECRET_BYTES_MAX)?;
        let password = sent.password.plain("password", PASSWORD_BYTES_MAX)?;
        let reset = Reset {
            sign_in: server.sign_in(),
        };
        Ok(reset.set(server.now(), &grant, password.as_bytes())?)
    });
    match set.await? {
        None | Some(PasswordSet::TryAgainShortly) => Err(Limit::full()),
        Some(set) => Ok(Json(json::password_set(&set))),
    }
}
