//! What is answered where something did not go as asked: RFC 9457.

use crate::limits::FIELD_CHARACTERS_MAX;
use admit_core::ports::store::StoreError;
use axum::http::header::{CONTENT_TYPE, RETRY_AFTER, WWW_AUTHENTICATE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value, json};

/// The form of such an answer.
pub const PROBLEM_JSON: &str = "application/problem+json";

/// Where the manual tells of each kind of problem.
const MANUAL: &str = "/docs/problems";

/// After so many seconds a client may ask again where a store was away or busy.
const RETRY_SECONDS: u64 = 2;

tokio::task_local! {
    /// The id of the request that is being answered.
    pub static REQUEST_ID: String;
}

/// A problem: what it is, and what to do.
#[derive(Debug)]
pub struct Problem(Box<Told>);

/// What is told of a problem.
#[derive(Debug)]
struct Told {
    status: StatusCode,
    kind: &'static str,
    title: &'static str,
    detail: String,
    errors: Vec<(String, String)>,
    more: Map<String, Value>,
    retry_after: Option<u64>,
}

impl Problem {
    /// A problem of a kind, with one sentence that says what to do.
    pub fn new(
        status: StatusCode,
        (kind, title): (&'static str, &'static str),
        detail: impl Into<String>,
    ) -> Problem {
        Problem(Box::new(Told {
            status,
            kind,
            title,
            detail: detail.into(),
            errors: Vec::new(),
            more: Map::new(),
            retry_after: None,
        }))
    }

    /// What was sent cannot be used as it is.
    pub fn unusable(detail: impl Into<String>) -> Problem {
        Problem::new(
            StatusCode::UNPROCESSABLE_ENTITY,
            ("unusable", "What was sent cannot be used"),
            detail,
        )
    }

    /// There is nothing of that name.
    pub fn not_found(detail: impl Into<String>) -> Problem {
        Problem::new(
            StatusCode::NOT_FOUND,
            ("not-found", "There is nothing here"),
            detail,
        )
    }

    /// It does not fit what is there.
    pub fn conflict(detail: impl Into<String>) -> Problem {
        Problem::new(
            StatusCode::CONFLICT,
            ("conflict", "It does not fit what is there"),
            detail,
        )
    }

    /// Something went wrong on this side; what it was stands in the log.
    pub fn unexpected() -> Problem {
        Problem::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            ("unexpected", "Something went wrong here"),
            "Look for this request's id in the log of the server, and try again.",
        )
    }

    /// One field of what was sent, and what is to be said of it.
    #[must_use]
    pub fn field(mut self, field: impl Into<String>, message: impl Into<String>) -> Problem {
        let field: String = field.into().chars().take(FIELD_CHARACTERS_MAX).collect();
        self.0.errors.push((field, message.into()));
        self
    }

    /// A member beside the usual ones.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<Value>) -> Problem {
        self.0.more.insert(name.to_owned(), value.into());
        self
    }

    /// When to ask again, in seconds.
    #[must_use]
    pub fn retry_after(mut self, seconds: u64) -> Problem {
        self.0.retry_after = Some(seconds);
        self
    }

    /// The status that it is answered with.
    pub fn status(&self) -> StatusCode {
        self.0.status
    }

    /// Whether it says in which state something is instead.
    pub fn is_about_state(&self) -> bool {
        self.0.status == StatusCode::CONFLICT && self.0.more.contains_key("state")
    }

    /// What it is, in a word.
    pub fn kind(&self) -> &'static str {
        self.0.kind
    }

    /// What it is, in a few words.
    pub fn title(&self) -> &str {
        self.0.title
    }

    /// What to do, in a sentence.
    pub fn detail(&self) -> &str {
        &self.0.detail
    }

    /// The fields that do not fit, each with what is to be said of it.
    pub fn errors(&self) -> &[(String, String)] {
        &self.0.errors
    }

    /// What is to be said of a field.
    pub fn error_of(&self, field: &str) -> Option<&str> {
        let mut errors = self.0.errors.iter();
        let found = errors.find(|(name, _)| name == field);
        found.map(|(_, message)| message.as_str())
    }

    /// A text beside the usual members.
    pub fn text_of(&self, name: &str) -> Option<String> {
        self.0.more.get(name)?.as_str().map(str::to_owned)
    }

    /// After how many seconds to ask again, where that helps.
    pub fn retry_seconds(&self) -> Option<u64> {
        self.0.retry_after
    }

    fn body(&self) -> Value {
        let mut body = json!({
            "type": format!("{MANUAL}#{}", self.0.kind),
            "title": self.0.title,
            "status": self.0.status.as_u16(),
            "detail": self.0.detail,
        });
        if let Ok(id) = REQUEST_ID.try_with(Clone::clone) {
            body["instance"] = json!(id);
        }
        if !self.0.errors.is_empty() {
            let errors = self.0.errors.iter();
            let errors = errors.map(|(field, message)| json!({"field": field, "message": message}));
            body["errors"] = errors.collect();
        }
        if let Value::Object(body) = &mut body {
            body.extend(self.0.more.clone());
        }
        body
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = (self.0.status, self.body().to_string()).into_response();
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(PROBLEM_JSON));
        if self.0.status == StatusCode::UNAUTHORIZED {
            headers.insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        if let Some(seconds) = self.0.retry_after {
            headers.insert(RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Problem {
        tracing::warn!(%error, "the store");
        match error {
            StoreError::Full { .. } => Problem::new(
                StatusCode::INSUFFICIENT_STORAGE,
                ("disk-full", "There is no room left"),
                "Make room on the server's disk, then try again.",
            ),
            StoreError::ImportRunning => {
                Problem::conflict("An import is being written; wait until it is done.")
            }
            _ => Problem::new(
                StatusCode::SERVICE_UNAVAILABLE,
                ("database-away", "The database does not answer"),
                "Try again shortly.",
            )
            .retry_after(RETRY_SECONDS),
        }
    }
}

/// A problem in the document.
#[derive(utoipa::ToSchema)]
#[expect(dead_code, reason = "only its form is told")]
pub struct ProblemDocument {
    /// Where the manual tells of it.
    r#type: String,
    /// What it is.
    title: String,
    /// The status of the answer.
    status: u16,
    /// What to do, in a sentence.
    detail: String,
    /// The id of the request.
    instance: Option<String>,
    /// The fields of what was sent that do not fit.
    errors: Option<Vec<FieldProblem>>,
}

/// A field that does not fit, in the document.
#[derive(utoipa::ToSchema)]
#[expect(dead_code, reason = "only its form is told")]
pub struct FieldProblem {
    /// Which field.
    field: String,
    /// What is to be said of it.
    message: String,
}
