//! `/operators/links/{secret}`: an operator sets a password. Programs get JSON there.

use crate::api::operators::link;
use crate::api::secret_body::SecretBody;
use crate::pages::fault::Fault;
use crate::pages::form::Form;
use crate::pages::frame::{Frame, page, rendered};
use crate::pages::session::SIGN_IN;
use crate::pages::visitor::Visitor;
use crate::problem::Problem;
use crate::state::Server;
use askama::Template;
use axum::extract::{FromRequest, Path, Request, State};
use axum::http::StatusCode;
use axum::http::header::{ACCEPT, CONTENT_TYPE};
use axum::response::{IntoResponse, Redirect, Response};

#[derive(Template)]
#[template(path = "operators/link.html")]
struct LinkPage {
    frame: Frame,
    /// Whose password it sets; `None` for the first administrator.
    email: Option<String>,
    /// What was typed as the address.
    typed: String,
    problem: Option<Problem>,
}

impl LinkPage {
    /// What is to be said of a field.
    fn error_of(&self, field: &str) -> Option<&str> {
        self.problem.as_ref()?.error_of(field)
    }
}

/// Whose password it sets.
pub async fn show(
    State(server): State<Server>,
    Path(secret): Path<String>,
    visitor: Visitor,
) -> Response {
    let accepted = visitor.headers.get(ACCEPT);
    let accepted = accepted.and_then(|accepted| accepted.to_str().ok());
    if !accepted.unwrap_or_default().contains("text/html") {
        return link::look(server, secret).await.into_response();
    }
    let frame = Frame::public(&visitor);
    match whose(&server, secret).await {
        Ok(email) => page(&LinkPage {
            frame,
            email,
            typed: String::new(),
            problem: None,
        }),
        Err(problem) => Fault::on(&frame, problem).into_response(),
    }
}

/// Sets it.
pub async fn set(
    State(server): State<Server>,
    Path(secret): Path<String>,
    visitor: Visitor,
    request: Request,
) -> Response {
    let kind = visitor.headers.get(CONTENT_TYPE);
    let kind = kind.and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    if !kind.starts_with("application/x-www-form-urlencoded") {
        return match SecretBody::from_request(request, &server).await {
            Ok(body) => link::set(server, secret, body).await.into_response(),
            Err(problem) => problem.into_response(),
        };
    }
    let form = match Form::from_request(request, &server).await {
        Ok(form) => form,
        Err(refused) => return refused,
    };
    let typed = form.text("email").to_owned();
    let email = match whose(&server, secret.clone()).await {
        Ok(email) => email,
        Err(problem) => return Fault::on(&Frame::public(&visitor), problem).into_response(),
    };
    let own = typed.clone();
    let done = server.signing(move |server| {
        link::use_link(server, &secret, &own, form.raw("password").as_bytes())
    });
    match done.await.and_then(link::answered) {
        Ok(()) => Redirect::to(&format!("{SIGN_IN}?password=set")).into_response(),
        Err(problem) => rendered(
            StatusCode::UNPROCESSABLE_ENTITY,
            &LinkPage {
                frame: Frame::public(&visitor),
                email,
                typed,
                problem: Some(problem),
            },
        ),
    }
}

async fn whose(server: &Server, secret: String) -> Result<Option<String>, Problem> {
    server
        .blocking(move |server| link::email_of(server, &secret))
        .await
}
