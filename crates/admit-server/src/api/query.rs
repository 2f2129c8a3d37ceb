//! What a request brings: its path, what stands behind the question mark, and bodies of
//! JSON. What does not fit is a problem that names it.

use crate::problem::Problem;
use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts, Path, Query, Request};
use axum::http::header::CONTENT_TYPE;
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode};
use serde::de::value::MapAccessDeserializer;
use serde::de::{DeserializeOwned, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::error::Category;
use std::fmt;
use std::marker::PhantomData;

/// The name in a path.
pub struct Named(pub String);

impl<S: Send + Sync> FromRequestParts<S> for Named {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Named, Problem> {
        match Path::<String>::from_request_parts(parts, state).await {
            Ok(Path(name)) => Ok(Named(name)),
            Err(_) => Err(unreadable_path()),
        }
    }
}

/// The two names in a path.
pub struct NamedTwo(pub String, pub String);

impl<S: Send + Sync> FromRequestParts<S> for NamedTwo {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<NamedTwo, Problem> {
        match Path::<(String, String)>::from_request_parts(parts, state).await {
            Ok(Path((first, second))) => Ok(NamedTwo(first, second)),
            Err(_) => Err(unreadable_path()),
        }
    }
}

fn unreadable_path() -> Problem {
    Problem::not_found("Write the path in UTF-8, with what is special in it as %XX.")
}

/// What is asked for behind the question mark.
pub struct Asked<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Asked<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Asked<T>, Problem> {
        match Query::<T>::from_request_parts(parts, state).await {
            Ok(Query(asked)) => Ok(Asked(asked)),
            Err(rejection) => Err(Problem::unusable(format!(
                "Look at what stands behind the question mark: {}.",
                rejection.body_text().trim_end_matches('.')
            ))),
        }
    }
}

/// A body of JSON.
pub struct Sent<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Sent<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Sent<T>, Problem> {
        json_or_refused(request.headers())?;
        let bytes = body(request, state).await?;
        Ok(Sent(read(&bytes)?))
    }
}

/// The whole body.
pub async fn body<S: Send + Sync>(request: Request, state: &S) -> Result<Bytes, Problem> {
    let bytes = Bytes::from_request(request, state).await;
    bytes.map_err(|rejection| match rejection.status() {
        StatusCode::PAYLOAD_TOO_LARGE => too_large(),
        _ => Problem::new(
            StatusCode::BAD_REQUEST,
            ("broken-off", "The body did not come to its end"),
            "Send the request again.",
        ),
    })
}

/// A body that is more than is taken.
pub fn too_large() -> Problem {
    Problem::new(
        StatusCode::PAYLOAD_TOO_LARGE,
        ("too-large", "The body is too large"),
        "Send less at once.",
    )
}

/// Goes on only with a body that is said to be JSON.
pub fn json_or_refused(headers: &HeaderMap) -> Result<(), Problem> {
    let said = headers
        .get(CONTENT_TYPE)
        .and_then(|said| said.to_str().ok());
    let said = said.and_then(|said| said.split(';').next()).map(str::trim);
    let is_json = |said: &str| {
        let said = said.to_ascii_lowercase();
        said == "application/json" || said.starts_with("application/") && said.ends_with("+json")
    };
    if said.is_some_and(is_json) {
        return Ok(());
    }
    Err(Problem::new(
        StatusCode::UNSUPPORTED_MEDIA_TYPE,
        ("media-type", "The body is not said to be JSON"),
        "Send it with Content-Type: application/json.",
    ))
}

/// Reads a body of JSON.
pub fn read<'b, T: Deserialize<'b>>(bytes: &'b [u8]) -> Result<T, Problem> {
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    let value = serde_path_to_error::deserialize(&mut reader);
    let Object(value) = value.map_err(|error| {
        let path = error.path().to_string();
        unread(&path, &error.into_inner())
    })?;
    reader.end().map_err(|error| unread("", &error))?;
    Ok(value)
}

/// An object of JSON. What is read from a struct alone could be a list of its values, too.
#[derive(Debug)]
pub struct Object<T>(pub T);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Object<T> {
    fn deserialize<D: Deserializer<'de>>(value: D) -> Result<Object<T>, D::Error> {
        value.deserialize_map(ObjectVisitor(PhantomData))
    }
}

struct ObjectVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for ObjectVisitor<T> {
    type Value = Object<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Object<T>, A::Error> {
        T::deserialize(MapAccessDeserializer::new(map)).map(Object)
    }
}

fn unread(path: &str, error: &serde_json::Error) -> Problem {
    if error.classify() != Category::Data {
        let detail = format!(
            "Send JSON: what stands in line {}, column {} of the body is none.",
            error.line(),
            error.column()
        );
        return Problem::new(
            StatusCode::BAD_REQUEST,
            ("not-json", "The body is no JSON"),
            detail,
        );
    }
    let (field, message) = said(path, &error.to_string());
    Problem::unusable("Look at the body: a field of it does not fit.").field(field, message)
}

/// What is to be said of a field, from what the reader of JSON says.
fn said(path: &str, text: &str) -> (String, String) {
    let text = text.rsplit_once(" at line ").map_or(text, |(text, _)| text);
    let inner = |name: &str| match path {
        "" | "." | "?" => name.to_owned(),
        path if path == name || path.ends_with(&format!(".{name}")) => path.to_owned(),
        path => format!("{path}.{name}"),
    };
    let quoted = |rest: &str| rest.split('`').next().unwrap_or_default().to_owned();
    if let Some(rest) = text.strip_prefix("missing field `") {
        return (inner(&quoted(rest)), "it is missing".to_owned());
    }
    if let Some(rest) = text.strip_prefix("duplicate field `") {
        return (inner(&quoted(rest)), "it stands there twice".to_owned());
    }
    if let Some(rest) = text.strip_prefix("unknown field `") {
        let known = rest.split_once("expected ").map(|(_, known)| known);
        let known = known.map(|known| known.trim_start_matches("one of ").replace('`', ""));
        let message = known.map_or_else(
            || "there is no such field here".to_owned(),
            |known| format!("there is no such field here; there are {known}"),
        );
        return (inner(&quoted(rest)), message);
    }
    let wanted = text.rsplit_once("expected ").map(|(_, wanted)| wanted);
    let wanted = match wanted.unwrap_or("something else") {
        "a string" => "a text",
        "a boolean" => "true or false",
        "a sequence" => "a list",
        other => other,
    };
    let path = if path == "." { "" } else { path };
    (path.to_owned(), format!("{wanted} is expected"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(path: &str, text: &str, expected: (&str, &str)) {
        let (field, message) = said(path, text);
        assert_eq!((field.as_str(), message.as_str()), expected);
    }

    #[test]
    fn what_does_not_fit_is_named_without_its_value() {
        check(
            ".",
            "missing field `name` at line 1 column 2",
            ("name", "it is missing"),
        );
        check(
            "a",
            "unknown field `a`, expected `b` or `c` at line 1 column 2",
            ("a", "there is no such field here; there are b or c"),
        );
        check(
            "name",
            "invalid type: string \"expected at line\", expected u64 at line 1 column 9",
            ("name", "u64 is expected"),
        );
    }
}
