//! `POST /password-resets/confirm`.

use crate::api::secret_body::{SecretBody, Text};
use crate::limits::SECRET_BYTES_MAX;
use crate::problem::Problem;
use crate::state::Server;
use crate::who::Caller;
use admit_core::ports::store::Scope;
use admit_core::report::json;
use admit_core::sign_in::reset::Reset;
use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use serde_json::Value;
use utoipa::ToSchema;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Sent<'b> {
    #[serde(borrow)]
    browser: Text<'b>,
    #[serde(borrow)]
    code: Text<'b>,
}

/// A code, and the browser that asked for it.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only its form is told")]
pub struct ResetCode {
    /// What was sent or answered as `browser` when the code was asked for.
    #[schema(max_length = 1024)]
    browser: String,
    /// The code, as it was typed.
    #[schema(max_length = 1024)]
    code: String,
}

/// Takes a code, and gives the right to set a password, once. The right code confirms the
/// address that it was sent to.
#[utoipa::path(
    post,
    path = "/password-resets/confirm",
    tag = "password-resets",
    request_body = ResetCode,
    security(("token" = ["sign-in"])),
    responses(
        (
            status = 200,
            description = "`granted` with a `grant`, `wrong-code` with `tries_left`, or \
                           `expired`",
            body = Object
        ),
    )
)]
pub async fn confirm(
    State(server): State<Server>,
    caller: Caller,
    body: SecretBody,
) -> Result<Json<Value>, Problem> {
    caller.needs(Scope::SignIn)?;
    server
        .blocking(move |server| {
            let sent: Sent<'_> = body.read()?;
            let browser = sent.browser.plain("browser", SECRET_BYTES_MAX)?;
            let code = sent.code.plain("code", SECRET_BYTES_MAX)?;
            let reset = Reset {
                sign_in: server.sign_in(),
            };
            let confirmed = reset.confirm(server.now(), &browser, &code)?;
            Ok(Json(json::confirmed(&confirmed)))
        })
        .await
}
