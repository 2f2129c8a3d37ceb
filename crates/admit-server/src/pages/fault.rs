//! The page that is shown where something does not go: what happened, and where to go.

use super::frame::{Frame, rendered};
use crate::problem::Problem;
use askama::Template;
use axum::http::HeaderValue;
use axum::http::header::RETRY_AFTER;
use axum::response::{IntoResponse, Response};

/// Such a page.
#[derive(Template)]
#[template(path = "fault.html")]
pub struct Fault {
    frame: Frame,
    problem: Problem,
}

impl Fault {
    /// Of a problem, in a frame.
    pub fn on(frame: &Frame, problem: Problem) -> Fault {
        Fault {
            frame: frame.clone(),
            problem,
        }
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
