//! `POST /sign-in`.

use super::whence::{Limit, Whence, at_due, browser_of};
use crate::api::secret_body::{SecretBody, Text};
use crate::peer::Peer;
use crate::problem::{Problem, ProblemDocument};
use crate::state::Server;
use crate::who::Caller;
use admit_core::base::limits::SIGN_IN_NAME_BYTES_MAX;
use admit_core::ports::store::Scope;
use admit_core::report::json;
use admit_core::sign_in::{Answer, Origin};
use admit_passwords::limits::PASSWORD_BYTES_MAX;
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
    password: Text<'b>,
    #[serde(borrow)]
    browser: Option<Text<'b>>,
    #[serde(borrow)]
    address: Option<Text<'b>>,
}

/// Somebody who signs in.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only its form is told")]
pub struct SignIn {
    /// The email address, phone number or username, as it was typed.
    #[schema(max_length = 1024)]
    name: String,
    /// The password, as it was typed.
    #[schema(max_length = 1024)]
    password: String,
    /// A secret that only this person's browser holds and keeps between sign-ins; the
    /// answer has one if none was sent. Nobody else's attempts lock a browser that the
    /// person has signed in from.
    #[schema(min_length = 16, max_length = 1024)]
    browser: Option<String>,
    /// The network address of the person.
    address: Option<String>,
}

/// Signs somebody in, or says what is in the way, as far as strangers may know.
#[utoipa::path(
    post,
    path = "/sign-in",
    tag = "sign-in",
    request_body = SignIn,
    security(("token" = ["sign-in"])),
    responses(
        (status = 200, description = "The `result`, also of a failure", body = Object),
        (status = 429, description = "Try again shortly", body = ProblemDocument),
    )
)]
pub async fn sign_in(
    State(server): State<Server>,
    caller: Caller,
    peer: Peer,
    body: SecretBody,
) -> Result<Json<Value>, Problem> {
    let began = Instant::now();
    caller.needs(Scope::SignIn)?;
    let done = server
        .signing(move |server| one(server, peer, &body))
        .await?;
    let Some((answer_after, answer)) = done else {
        server.meters().sign_in(Answer::TryAgainShortly.word());
        return Err(Limit::full());
    };
    at_due(began, answer_after).await;
    Ok(Json(answer))
}

fn one(server: &Server, peer: Peer, body: &SecretBody) -> Result<(Duration, Value), Problem> {
    let sent: Sent<'_> = body.read()?;
    let from = Whence::of(sent.address.as_ref(), peer)?;
    let name = sent.name.plain("name", SIGN_IN_NAME_BYTES_MAX)?;
    let password = sent.password.plain("password", PASSWORD_BYTES_MAX)?;
    let (browser, is_new) = browser_of(sent.browser.as_ref())?;
    let now = server.now();
    Limit::Failures.take(server, &from, now)?;
    let origin = Origin {
        browser: Some(&browser),
        address: from.address.as_deref(),
    };
    let reply = server
        .sign_in()
        .sign_in(now, origin, &name, password.as_bytes())?;
    server.meters().sign_in(reply.answer.word());
    if matches!(
        reply.answer,
        Answer::SignedIn { .. } | Answer::TryAgainShortly
    ) {
        // Whoever may come in does so, also when this cannot be written.
        let _ = Limit::Failures.give_back(server, &from);
    }
    if reply.shown == Answer::TryAgainShortly {
        return Err(Limit::full());
    }
    let mut answer = json::answer(&reply.shown);
    if is_new {
        answer["browser"] = json!(*browser);
    }
    Ok((reply.answer_after, answer))
}
