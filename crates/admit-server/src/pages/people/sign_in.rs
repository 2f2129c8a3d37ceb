//! `/sign-in`.

use super::browser::{Kept, address_of, browser_of};
use super::site;
use crate::api::sign_in::{Limit, Whence, at_due};
use crate::pages::fault::Fault;
use crate::pages::form::Form;
use crate::pages::frame::{Frame, page, rendered};
use crate::pages::visitor::Visitor;
use crate::pages::words;
use crate::peer::Peer;
use crate::problem::Problem;
use crate::state::Server;
use admit_core::base::limits::USER_SESSION_MILLISECONDS;
use admit_core::by_hand;
use admit_core::passwords::stored::Secret;
use admit_core::ports::store::UserSession;
use admit_core::sign_in::{Answer, Origin, new_user_session};
use admit_core::users::user::StoredUser;
use admit_system::hashing::System;
use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use std::time::Duration;
use tokio::time::Instant;
use zeroize::Zeroizing;

/// What digests of passwords are for.
const PASSWORD: &str = "admit 2026 password that a session began with";

/// What stands behind the question mark.
#[derive(Deserialize)]
pub struct Said {
    /// What was done just now: `set`, `confirmed`, `out`.
    #[serde(default)]
    done: String,
}

#[derive(Template)]
#[template(path = "people/sign_in.html")]
struct SignInPage {
    frame: Frame,
    site: String,
    name: String,
    done: String,
    answer: Option<Answer>,
}

/// The page.
pub async fn show(visitor: Visitor, Query(said): Query<Said>) -> Response {
    page(&SignInPage {
        frame: Frame::public(&visitor),
        site: site(),
        name: String::new(),
        done: said.done,
        answer: None,
    })
}

/// What signing in came to.
struct Came {
    answer: Answer,
    answer_after: Duration,
    /// The secret of the session, for whoever is in.
    session: Option<Secret>,
}

/// Lets somebody in, or says what is in the way, as far as strangers may know.
pub async fn sign_in(
    State(server): State<Server>,
    peer: Peer,
    visitor: Visitor,
    form: Form,
) -> Response {
    let began = Instant::now();
    let (browser, is_new) = browser_of(&visitor.headers, &server);
    let name = form.text("name").to_owned();
    let password = Zeroizing::new(form.raw("password").to_owned());
    let (own, typed) = (browser.clone(), name.clone());
    let done = server
        .signing(move |server| one(server, peer, &own, &typed, password.as_bytes()))
        .await;
    let came = match done {
        Ok(Some(came)) => came,
        Ok(None) => Came {
            answer: Answer::TryAgainShortly,
            answer_after: Duration::ZERO,
            session: None,
        },
        Err(problem) => return Fault::on(&Frame::public(&visitor), problem).into_response(),
    };
    at_due(began, came.answer_after).await;
    let mut response = match (&came.answer, &came.session) {
        (Answer::SignedIn { .. }, Some(session)) => {
            let mut response = Redirect::to("/signed-in").into_response();
            Kept::Session.keep(&mut response, session, &server);
            response
        }
        (
            Answer::ResetRequired {
                grant: Some(grant), ..
            },
            _,
        ) => {
            let mut response = Redirect::to("/set-password/new").into_response();
            Kept::Grant.keep(&mut response, grant, &server);
            response
        }
        (answer, _) => rendered(
            status(answer),
            &SignInPage {
                frame: Frame::public(&visitor),
                site: site(),
                name,
                done: String::new(),
                answer: Some(answer.clone()),
            },
        ),
    };
    if is_new {
        Kept::Browser.keep(&mut response, &browser, &server);
    }
    response
}

fn status(answer: &Answer) -> StatusCode {
    match answer {
        Answer::Locked { .. } | Answer::TryAgainShortly => StatusCode::TOO_MANY_REQUESTS,
        Answer::PasswordSignInIsOff => StatusCode::FORBIDDEN,
        _ => StatusCode::UNAUTHORIZED,
    }
}

fn one(
    server: &Server,
    peer: Peer,
    browser: &Secret,
    name: &str,
    password: &[u8],
) -> Result<Came, Problem> {
    let from = Whence::of_person(peer);
    let (store, now) = (server.store(), server.now());
    Limit::Failures.take(server, &from, now)?;
    let address = address_of(peer);
    let origin = Origin {
        browser: Some(&browser.0),
        address: address.as_deref(),
    };
    let reply = server.sign_in().sign_in(now, origin, name, password)?;
    server.meters().sign_in(reply.answer.word());
    if matches!(
        reply.answer,
        Answer::SignedIn { .. } | Answer::TryAgainShortly
    ) {
        // Whoever may come in does so, also when this cannot be written.
        let _ = Limit::Failures.give_back(server, &from);
    }
    let mut session = None;
    if let Answer::SignedIn { user } = reply.answer
        && let Some(user) = by_hand::of_public_id(store, user)?
    {
        let (secret, digest) = new_user_session(&System);
        store.put_user_session(&UserSession {
            digest,
            user: user.key,
            password: password_mark(&user),
            created: now,
            expires: now + USER_SESSION_MILLISECONDS,
        })?;
        session = Some(secret);
    }
    Ok(Came {
        answer: reply.shown,
        answer_after: reply.answer_after,
        session,
    })
}

/// Tells whether a user has another password than before.
pub fn password_mark(user: &StoredUser) -> u64 {
    let hash = user.password.as_ref().map(|password| &password.hash.0);
    hash.map_or(0, |hash| {
        let digest = blake3::derive_key(PASSWORD, hash.as_bytes());
        digest
            .iter()
            .take(8)
            .fold(0, |mark, byte| mark << 8 | u64::from(*byte))
    })
}
