//! `/set-password/code`: the code from the mail.

use super::browser::Kept;
use super::site;
use crate::limits::SECRET_BYTES_MAX;
use crate::pages::fault::Fault;
use crate::pages::form::Form;
use crate::pages::frame::{Frame, page, rendered};
use crate::pages::visitor::Visitor;
use crate::state::Server;
use admit_core::sign_in::reset::{Confirmed, Reset};
use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use zeroize::Zeroizing;

/// What stands behind the question mark.
#[derive(Deserialize)]
pub struct Asked {
    /// The code confirms an address, and sets no password.
    confirms: Option<String>,
}

#[derive(Template)]
#[template(path = "people/code.html")]
struct CodePage {
    frame: Frame,
    site: String,
    confirms: bool,
    said: Option<Confirmed>,
    is_other_browser: bool,
}

/// The page.
pub async fn show(
    State(server): State<Server>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Response {
    page(&CodePage {
        is_other_browser: Kept::Browser.of(&visitor.headers, &server).is_none(),
        frame: Frame::public(&visitor),
        site: site(),
        confirms: asked.confirms.is_some(),
        said: None,
    })
}

/// Takes a code.
pub async fn confirm(State(server): State<Server>, visitor: Visitor, form: Form) -> Response {
    let confirms = form.has("confirms");
    let code = Zeroizing::new(form.text("code").to_owned());
    let browser = Kept::Browser.of(&visitor.headers, &server);
    let said = match browser {
        Some(browser) if code.len() <= SECRET_BYTES_MAX => {
            let taken = server
                .blocking(move |server| {
                    let reset = Reset {
                        sign_in: server.sign_in(),
                    };
                    Ok(reset.confirm(server.now(), &browser.0, &code)?)
                })
                .await;
            match taken {
                Ok(said) => said,
                Err(problem) => {
                    return Fault::on(&Frame::public(&visitor), problem).into_response();
                }
            }
        }
        _ => Confirmed::Expired,
    };
    match said {
        Confirmed::Granted(_) if confirms => {
            Redirect::to("/sign-in?done=confirmed").into_response()
        }
        Confirmed::Granted(grant) => {
            let mut response = Redirect::to("/set-password/new").into_response();
            Kept::Grant.keep(&mut response, &grant, &server);
            response
        }
        said => rendered(
            StatusCode::UNPROCESSABLE_ENTITY,
            &CodePage {
                is_other_browser: false,
                frame: Frame::public(&visitor),
                site: site(),
                confirms,
                said: Some(said),
            },
        ),
    }
}
