//! The page that is shown where something does not go: what happened, and where to go.

use super::frame::{Frame, rendered};
use super::visitor::Visitor;
use crate::problem::Problem;
use askama::Template;
use axum::http::HeaderValue;
use axum::http::header::{ACCEPT, RETRY_AFTER};
use axum::response::{IntoResponse, Response};

/// Such a page.
#[derive(Template)]
#[template(path = "fault.html")]
pub struct Fault {
    // Whoever answers with one hands it on, and pages are answered more often.
    frame: Box<Frame>,
    problem: Problem,
}

impl Fault {
    /// Of a problem, in a frame.
    pub fn on(frame: &Frame, problem: Problem) -> Fault {
        Fault {
            frame: Box::new(frame.clone()),
            problem,
        }
    }

    /// What it says, in pieces, each with whether it is what somebody types.
    fn spans(&self) -> impl Iterator<Item = (&str, bool)> {
        let pieces = self.problem.detail().split('`').enumerate();
        pieces.map(|(place, text)| (text, place % 2 == 1))
    }
}

impl IntoResponse for Fault {
    fn into_response(self) -> Response {
        let mut response = rendered(self.problem.status(), &self);
        if let Some(seconds) = self.problem.retry_seconds() {
            let seconds = HeaderValue::from(seconds);
            response.headers_mut().insert(RETRY_AFTER, seconds);
        }
        response
    }
}

/// Where there is neither a page nor anything of the API.
pub async fn nothing_here(visitor: Visitor) -> Response {
    let accepted = visitor.headers.get(ACCEPT);
    let accepted = accepted.and_then(|accepted| accepted.to_str().ok());
    let is_page = accepted.is_some_and(|accepted| accepted.contains("text/html"));
    if is_page && !visitor.path.starts_with("/api/") {
        let problem = Problem::not_found("There is no page at this address.");
        return Fault::on(&Frame::public(&visitor), problem).into_response();
    }
    Problem::not_found(
        "Look at the path: the API is under /api/v1, and /api/v1/openapi.json lists it.",
    )
    .into_response()
}
