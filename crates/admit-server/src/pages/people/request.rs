//! `/set-password` and `/confirm-email`: asking for a code.

use super::browser::{Kept, address_of, browser_of};
use super::site;
use crate::api::sign_in::{Limit, Whence, at_due};
use crate::pages::fault::Fault;
use crate::pages::form::Form;
use crate::pages::frame::{Frame, page, rendered};
use crate::pages::visitor::Visitor;
use crate::peer::Peer;
use crate::state::Server;
use admit_core::sign_in::reset::{Requested, Reset};
use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use std::time::Duration;
use tokio::time::Instant;

#[derive(Template)]
#[template(path = "people/request.html")]
struct RequestPage {
    frame: Frame,
    site: String,
    confirms: bool,
    is_off: bool,
    is_blank: bool,
}

impl RequestPage {
    fn of(visitor: &Visitor, confirms: bool) -> RequestPage {
        RequestPage {
            frame: Frame::public(visitor),
            site: site(),
            confirms,
            is_off: false,
            is_blank: false,
        }
    }
}

/// The page for a new password.
pub async fn show(visitor: Visitor) -> Response {
    page(&RequestPage::of(&visitor, false))
}

/// The page for confirming an address.
pub async fn show_confirming(visitor: Visitor) -> Response {
    page(&RequestPage::of(&visitor, true))
}

/// Sends a code to whoever has the name. What is shown is the same, and as quick, whether
/// anybody has it or not.
pub async fn request(
    State(server): State<Server>,
    peer: Peer,
    visitor: Visitor,
    form: Form,
) -> Response {
    let began = Instant::now();
    let confirms = form.has("confirms");
    let name = form.text("name").to_owned();
    if name.is_empty() {
        let again = RequestPage {
            is_blank: true,
            ..RequestPage::of(&visitor, confirms)
        };
        return rendered(StatusCode::UNPROCESSABLE_ENTITY, &again);
    }
    let (browser, is_new) = browser_of(&visitor.headers, &server);
    let own = browser.clone();
    let done = server
        .blocking(move |server| {
            let now = server.now();
            Limit::Codes.take(server, &Whence::of_person(peer), now)?;
            let reset = Reset {
                sign_in: server.sign_in(),
            };
            let address = address_of(peer);
            Ok(reset.request(now, &name, &own.0, address.as_deref())?)
        })
        .await;
    let (answer_after, is_off) = match done {
        Ok(Requested::CodeSent { answer_after }) => (answer_after, false),
        Ok(Requested::PasswordSignInIsOff) => (Duration::ZERO, true),
        Err(problem) => return Fault::on(&Frame::public(&visitor), problem).into_response(),
    };
    at_due(began, answer_after).await;
    if is_off {
        let off = RequestPage {
            is_off,
            ..RequestPage::of(&visitor, confirms)
        };
        return rendered(StatusCode::FORBIDDEN, &off);
    }
    let to = if confirms {
        "/set-password/code?confirms"
    } else {
        "/set-password/code"
    };
    let mut response = Redirect::to(to).into_response();
    if is_new {
        Kept::Browser.keep(&mut response, &browser, &server);
    }
    response
}
