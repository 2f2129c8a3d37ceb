//! `/set-password/new`: a new password, for whoever has the right to set one.

use super::browser::Kept;
use super::site;
use crate::pages::fault::Fault;
use crate::pages::form::Form;
use crate::pages::frame::{Frame, page, rendered};
use crate::pages::visitor::Visitor;
use crate::state::Server;
use admit_core::sign_in::reset::{PasswordSet, Reset};
use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};

#[derive(Template)]
#[template(path = "people/password.html")]
struct PasswordPage {
    frame: Frame,
    site: String,
    /// Why the password was not taken.
    refused: Option<String>,
    is_busy: bool,
    is_off: bool,
}

impl PasswordPage {
    fn of(visitor: &Visitor) -> PasswordPage {
        PasswordPage {
            frame: Frame::public(visitor),
            site: site(),
            refused: None,
            is_busy: false,
            is_off: false,
        }
    }
}

/// The page; to asking for a code, if there is no right to set one.
pub async fn show(State(server): State<Server>, visitor: Visitor) -> Response {
    if Kept::Grant.of(&visitor.headers, &server).is_none() {
        return Redirect::to("/set-password").into_response();
    }
    page(&PasswordPage::of(&visitor))
}

/// Sets it.
pub async fn set(State(server): State<Server>, visitor: Visitor, form: Form) -> Response {
    let Some(grant) = Kept::Grant.of(&visitor.headers, &server) else {
        return Redirect::to("/set-password").into_response();
    };
    let done = server
        .signing(move |server| {
            let reset = Reset {
                sign_in: server.sign_in(),
            };
            Ok(reset.set(server.now(), &grant.0, form.raw("password").as_bytes())?)
        })
        .await;
    let set = match done {
        Ok(set) => set.unwrap_or(PasswordSet::TryAgainShortly),
        Err(problem) => return Fault::on(&Frame::public(&visitor), problem).into_response(),
    };
    let again = PasswordPage::of(&visitor);
    match set {
        PasswordSet::Done | PasswordSet::NotGranted => {
            let is_set = set == PasswordSet::Done;
            let to = if is_set {
                "/sign-in?done=set"
            } else {
                "/set-password/code?ended"
            };
            let mut response = Redirect::to(to).into_response();
            Kept::Grant.forget(&mut response, &server);
            if is_set {
                Kept::Session.forget(&mut response, &server);
            }
            response
        }
        PasswordSet::Refused(weakness) => rendered(
            StatusCode::UNPROCESSABLE_ENTITY,
            &PasswordPage {
                refused: Some(weakness.to_string()),
                ..again
            },
        ),
        PasswordSet::TryAgainShortly => rendered(
            StatusCode::TOO_MANY_REQUESTS,
            &PasswordPage {
                is_busy: true,
                ..again
            },
        ),
        PasswordSet::PasswordSignInIsOff => rendered(
            StatusCode::FORBIDDEN,
            &PasswordPage {
                is_off: true,
                ..again
            },
        ),
    }
}
