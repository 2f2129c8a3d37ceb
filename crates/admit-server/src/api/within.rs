//! What holds for every answer: it comes within a time, no cache keeps it, and no browser
//! takes it for something else than it says.

use crate::limits::REQUEST_TIMEOUT;
use crate::problem::Problem;
use axum::extract::Request;
use axum::http::header::{CACHE_CONTROL, X_CONTENT_TYPE_OPTIONS};
use axum::http::{HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

/// Answers within the time for requests. One that brings a file takes as long as the file
/// comes, piece by piece.
pub async fn within(request: Request, next: Next) -> Response {
    let brings_file = request.method() == Method::POST && request.uri().path() == "/api/v1/imports";
    let answer = next.run(request);
    let mut response = if brings_file {
        answer.await
    } else {
        match tokio::time::timeout(REQUEST_TIMEOUT, answer).await {
            Ok(response) => response,
            Err(_) => too_slow().into_response(),
        }
    };
    let headers = response.headers_mut();
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers
        .entry(CACHE_CONTROL)
        .or_insert(HeaderValue::from_static("no-store"));
    response
}

fn too_slow() -> Problem {
    Problem::new(
        StatusCode::REQUEST_TIMEOUT,
        ("too-slow", "The request did not come in time"),
        "Send all of it at once.",
    )
}
