//! `/operators/sign-in`.

use crate::api::sign_in::at_due;
use crate::pages::fault::Fault;
use crate::pages::form::{Form, local_path};
use crate::pages::frame::{Frame, page, rendered};
use crate::pages::lost::Lost;
use crate::pages::session::{SignedIn, keep, token_of};
use crate::pages::visitor::Visitor;
use crate::peer::{Peer, counted_as};
use crate::problem::Problem;
use crate::state::Server;
use admit_core::operators::deed::{Act, Deed, Doer};
use admit_core::sign_in::operators::{Entry, Operating};
use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use tokio::time::Instant;

/// What stands behind the question mark.
#[derive(Deserialize)]
pub struct Wanted {
    /// Where to go then.
    #[serde(default)]
    to: String,
    /// `set` for somebody who has just set a password.
    #[serde(default)]
    password: String,
}

#[derive(Template)]
#[template(path = "operators/sign_in.html")]
struct SignInPage {
    frame: Frame,
    to: String,
    email: String,
    /// Whether a password was set just now.
    has_set: bool,
    refused: Option<Refused>,
}

/// Why somebody was not let in.
enum Refused {
    Wrong,
    Locked(u64),
    Busy,
}

/// The page.
pub async fn show(
    visitor: Visitor,
    who: Result<SignedIn, Response>,
    Query(wanted): Query<Wanted>,
) -> Response {
    let to = local_path(&wanted.to);
    if who.is_ok() {
        return Redirect::to(&to).into_response();
    }
    page(&SignInPage {
        frame: Frame::public(&visitor),
        to,
        email: String::new(),
        has_set: wanted.password == "set",
        refused: None,
    })
}

/// Lets an operator in.
pub async fn sign_in(
    State(server): State<Server>,
    Peer(address): Peer,
    visitor: Visitor,
    form: Form,
) -> Response {
    let began = Instant::now();
    let (email, password) = (
        form.text("email").to_owned(),
        form.raw("password").to_owned(),
    );
    let password = zeroize::Zeroizing::new(password);
    let from = address.map(counted_as);
    let typed = email.clone();
    let done = server.signing(move |server| {
        let operating = Operating {
            sign_in: server.sign_in(),
        };
        let now = server.now();
        let reply = operating.sign_in(now, from.as_deref(), &typed, password.as_bytes())?;
        if let Entry::SignedIn { kept, .. } = &reply.entry {
            note(server, kept.operator, now)?;
        }
        Ok(reply)
    });
    let reply = match done.await {
        Ok(reply) => reply,
        Err(problem) => return Fault::on(&Frame::public(&visitor), problem).into_response(),
    };
    let refused = match reply {
        Some(reply) => {
            at_due(began, reply.answer_after).await;
            match reply.entry {
                Entry::SignedIn { session, .. } => {
                    let mut response = goes_on(&visitor, &form, token_of(&session));
                    keep(&mut response, &session, &server);
                    return response;
                }
                Entry::Wrong => Refused::Wrong,
                Entry::Locked { minutes } => Refused::Locked(minutes),
                Entry::TryAgainShortly => Refused::Busy,
            }
        }
        None => Refused::Busy,
    };
    let status = match refused {
        Refused::Wrong => StatusCode::UNAUTHORIZED,
        Refused::Locked(_) | Refused::Busy => StatusCode::TOO_MANY_REQUESTS,
    };
    if form.has("kept") {
        let kept = Form::read(form.raw("kept").as_bytes());
        return Lost::refused(&visitor, form.text("path"), &kept).into_response();
    }
    let sign_in = SignInPage {
        frame: Frame::public(&visitor),
        to: local_path(form.text("to")),
        email,
        has_set: false,
        refused: Some(refused),
    };
    rendered(status, &sign_in)
}

/// Where somebody goes who is in: on with what was typed before, or to the page that was
/// asked for.
fn goes_on(visitor: &Visitor, form: &Form, token: String) -> Response {
    if form.has("kept") {
        let kept = Form::read(form.raw("kept").as_bytes());
        let path = local_path(form.text("path"));
        return Lost::again(visitor, token, &path, &kept).into_response();
    }
    Redirect::to(&local_path(form.text("to"))).into_response()
}

fn note(server: &Server, number: u64, now: i64) -> Result<(), Problem> {
    let store = server.store();
    if let Some(operator) = store.operator_of_number(number)? {
        let deed = Deed::new(Act::OperatorSignedIn).to(&operator.email);
        store.note(&deed.by(Doer::Operator(&operator.email)), now)?;
    }
    Ok(())
}
