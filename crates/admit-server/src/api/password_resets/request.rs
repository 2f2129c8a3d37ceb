//! `POST /password-resets`.

use crate::api::secret_body::{SecretBody, Text};
use crate::api::sign_in::{Limit, Whence, at_due, browser_of};
use crate::peer::Peer;
use crate::problem::{Problem, ProblemDocument};
use crate::state::Server;
use crate::who::Caller;
use admit_core::base::limits::SIGN_IN_NAME_BYTES_MAX;
use admit_core::ports::store::Scope;
use admit_core::report::json;
use admit_core::sign_in::reset::{Requested, Reset};
use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use serde_json::{Value, json};
use std::time::Duration;
use tokio::time::Instant;
use utoipa::ToSchema;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Sent<'b> {
    #[serde(borrow)]
    name: Text<'b>,
    #[serde(borrow)]
    browser: Option<Text<'b>>,
    #[serde(borrow)]
    address: Option<Text<'b>>,
}

/// Somebody who asks for a code.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only its form is told")]
pub struct ResetRequest {
    /// The email address, phone number or username, as it was typed.
    #[schema(max_length = 1024)]
    name: String,
    /// A secret that only this person's browser holds; the answer has one if none was
    /// sent. The code can be used with it alone.
    #[schema(min_length = 16, max_length = 1024)]
    browser: Option<String>,
    /// The network address of the person.
    address: Option<String>,
}

/// Sends a code to whoever has this name. The answer is the same, and as quick, whether
/// anybody has it or not.
#[utoipa::path(
    post,
    path = "/password-resets",
    tag = "password-resets",
    request_body = ResetRequest,
    security(("token" = ["sign-in"])),
    responses(
        (status = 200, description = "`code-sent`, and the `browser`", body = Object),
        (status = 429, description = "Try again shortly", body = ProblemDocument),
    )
)]
pub async fn request(
    State(server): State<Server>,
    caller: Caller,
    peer: Peer,
    body: SecretBody,
) -> Result<Json<Value>, Problem> {
    let began = Instant::now();
    caller.needs(Scope::SignIn)?;
    let done = server.blocking(move |server| one(server, peer, &body));
    let (answer_after, answer) = done.await?;
    at_due(began, answer_after).await;
    Ok(Json(answer))
}

fn one(server: &Server, peer: Peer, body: &SecretBody) -> Result<(Duration, Value), Problem> {
    let sent: Sent<'_> = body.read()?;
    let from = Whence::of(sent.address.as_ref(), peer)?;
    let name = sent.name.plain("name", SIGN_IN_NAME_BYTES_MAX)?;
    let (browser, is_new) = browser_of(sent.browser.as_ref())?;
    let now = server.now();
    Limit::Codes.take(server, &from, now)?;
    let reset = Reset {
        sign_in: server.sign_in(),
    };
    let requested = reset.request(now, &name, &browser, from.address.as_deref())?;
    let answer_after = match requested {
        Requested::CodeSent { answer_after } => answer_after,
        Requested::PasswordSignInIsOff => Duration::ZERO,
    };
    let mut answer = json::requested(&requested);
    if is_new {
        answer["browser"] = json!(*browser);
    }
    Ok((answer_after, answer))
}
