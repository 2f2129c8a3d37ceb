//! Requests that are sent again with the same `Idempotency-Key`: they are done once, and
//! get the same answer.

use crate::api::query::{self, json_or_refused};
use crate::limits::{REQUEST_KEY_BYTES_MAX, REQUEST_RUNNING_RETRY_SECONDS};
use crate::problem::Problem;
use crate::state::Server;
use crate::who::Caller;
use admit_core::ports::store::{Begun, RequestAnswer, RequestKey};
use axum::extract::{FromRequest, Request};
use axum::http::header::{CONTENT_TYPE, LOCATION};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::de::DeserializeOwned;
use serde_json::Value;

/// The header that holds the key.
pub const HEADER: &str = "idempotency-key";

/// Told with an answer that was given before.
const REPLAYED: &str = "idempotency-replayed";

/// What digests of requests are for.
const REQUEST: &str = "admit 2026 request that may be sent again";

/// A body of JSON that creates something, and what its request is known by.
pub struct Once<T> {
    /// What was sent.
    pub sent: T,
    asked: Asked,
}

/// What a request is known by, as far as it says it.
#[derive(Clone)]
struct Asked {
    key: Option<String>,
    digest: [u8; 32],
}

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Once<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Once<T>, Problem> {
        json_or_refused(request.headers())?;
        let key = key_of(request.headers())?;
        let mut digest = blake3::Hasher::new_derive_key(REQUEST);
        digest.update(request.method().as_str().as_bytes());
        digest.update(request.uri().to_string().as_bytes());
        let body = query::body(request, state).await?;
        digest.update(&[0]);
        digest.update(&body);
        let digest = *digest.finalize().as_bytes();
        Ok(Once {
            sent: query::read(&body)?,
            asked: Asked { key, digest },
        })
    }
}

impl<T> Once<T> {
    /// What was sent, and the request that it came with.
    pub fn parts(self, caller: &Caller) -> (T, Option<RequestKey>) {
        let Asked { key, digest } = self.asked;
        let key = key.map(|key| RequestKey {
            who: caller.who.clone(),
            key,
            body: digest,
        });
        (self.sent, key)
    }
}

/// The key of a request, if it has one.
///
/// # Errors
/// It cannot be one.
pub fn key_of(headers: &HeaderMap) -> Result<Option<String>, Problem> {
    let mut keys = headers.get_all(HEADER).iter();
    let Some(key) = keys.next() else {
        return Ok(None);
    };
    let text = key.to_str().ok();
    let text = text.filter(|text| !text.is_empty() && text.len() <= REQUEST_KEY_BYTES_MAX);
    match (text, keys.next()) {
        (Some(text), None) => Ok(Some(text.to_owned())),
        _ => Err(Problem::unusable(format!(
            "Send one Idempotency-Key of 1 to {REQUEST_KEY_BYTES_MAX} ASCII characters."
        ))
        .field("Idempotency-Key", "it cannot be a key")),
    }
}

/// What was created.
pub struct Created {
    /// Where it is found.
    pub location: String,
    /// What it is.
    pub body: Value,
    /// Whether what it is may be kept for whoever asks again. What is personal may
    /// not: it is read anew.
    pub is_kept: bool,
}

/// Creates something, once for each key. `anew` reads it again, from where it is found.
///
/// # Errors
/// What the work says; the key was sent with something else; it is being done.
pub async fn once(
    server: &Server,
    key: Option<RequestKey>,
    anew: impl FnOnce(&Server, &str) -> Result<Value, Problem> + Send + 'static,
    work: impl FnOnce(&Server) -> Result<Created, Problem> + Send + 'static,
) -> Result<Response, Problem> {
    server
        .blocking(move |server| {
            let Some(key) = key else {
                return Ok(answer(&work(server)?));
            };
            match begin(server, key)? {
                First::Answered(before) => replayed(server, before, anew),
                First::Yours(running) => {
                    let created = work(server)?;
                    running.finish(&RequestAnswer {
                        status: StatusCode::CREATED.as_u16(),
                        body: if created.is_kept {
                            created.body.to_string()
                        } else {
                            String::new()
                        },
                        location: Some(created.location.clone()),
                    });
                    Ok(answer(&created))
                }
            }
        })
        .await
}

/// What becomes of a request with a key.
pub enum First<'s> {
    /// It is to be done.
    Yours(Running<'s>),
    /// It was answered before.
    Answered(RequestAnswer),
}

/// A request that is being done. Unless it is finished, it may be sent again.
pub struct Running<'s> {
    server: &'s Server,
    key: RequestKey,
    is_finished: bool,
}

/// Begins a request.
///
/// # Errors
/// The key was sent with something else, or it is being done by somebody else.
pub fn begin(server: &Server, key: RequestKey) -> Result<First<'_>, Problem> {
    Ok(match server.store().begin_request(&key, server.now())? {
        Begun::New => First::Yours(Running {
            server,
            key,
            is_finished: false,
        }),
        Begun::Answered(answer) => First::Answered(answer),
        Begun::Running => {
            return Err(Problem::new(
                StatusCode::CONFLICT,
                ("request-running", "This request is being done"),
                "Send it again shortly, with the same key.",
            )
            .retry_after(REQUEST_RUNNING_RETRY_SECONDS));
        }
        Begun::OtherBody => {
            return Err(Problem::new(
                StatusCode::CONFLICT,
                ("key-used", "The key was sent with another request"),
                "Send another Idempotency-Key with each request, and the same one only with \
                 the same request.",
            ));
        }
    })
}

impl Running<'_> {
    /// Keeps the answer. What was done stands also if that fails.
    pub fn finish(mut self, answer: &RequestAnswer) {
        self.is_finished = true;
        if let Err(error) = self.server.store().finish_request(&self.key, answer) {
            tracing::warn!(%error, "an answer is not kept for whoever asks again");
        }
    }
}

impl Drop for Running<'_> {
    fn drop(&mut self) {
        if !self.is_finished
            && let Err(error) = self.server.store().forget_request(&self.key)
        {
            tracing::warn!(%error, "a request that came to nothing is not forgotten");
        }
    }
}

fn answer(created: &Created) -> Response {
    let status = StatusCode::CREATED;
    with(status, created.body.to_string(), Some(&created.location))
}

/// What was made before is not there any more.
fn gone(problem: Problem) -> Problem {
    if problem.status() != StatusCode::NOT_FOUND {
        return problem;
    }
    Problem::new(
        StatusCode::GONE,
        ("gone", "What this request made is not there any more"),
        "Send it with another Idempotency-Key to make it again.",
    )
}

/// The answer that was given before.
fn replayed(
    server: &Server,
    before: RequestAnswer,
    anew: impl FnOnce(&Server, &str) -> Result<Value, Problem>,
) -> Result<Response, Problem> {
    let location = before.location.as_deref();
    let body = match location {
        Some(location) => {
            let now = anew(server, location).map_err(gone)?.to_string();
            Some(before.body)
                .filter(|body| !body.is_empty())
                .unwrap_or(now)
        }
        None => before.body,
    };
    let status = StatusCode::from_u16(before.status).unwrap_or(StatusCode::CREATED);
    let mut response = with(status, body, location);
    let headers = response.headers_mut();
    headers.insert(REPLAYED, HeaderValue::from_static("true"));
    Ok(response)
}

fn with(status: StatusCode, body: String, location: Option<&str>) -> Response {
    let mut response = (status, body).into_response();
    let headers = response.headers_mut();
    let json = HeaderValue::from_static("application/json");
    headers.insert(CONTENT_TYPE, json);
    if let Some(Ok(location)) = location.map(HeaderValue::from_str) {
        headers.insert(LOCATION, location);
    }
    response
}
