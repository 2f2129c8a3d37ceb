//! Imports over HTTP: files that are handed in, looked at, corrected and imported.

mod at_once;
mod at_the_edge;
mod changes;
mod correcting;
mod files;
mod handing_in;

use crate::bed::{Bed, Reply};
use axum::body::Body;
use axum::http::Request;
use serde_json::{Value, json};
use std::fmt::Write as _;

/// Hands a file in, and does what is to be done with it; answers with the path of the
/// import.
#[track_caller]
pub fn hand_in(bed: &Bed, query: &str, file: &str) -> String {
    let reply = post(bed, query, &[], file);
    assert_eq!(reply.status, 201, "{}", reply.text);
    bed.work();
    path(&reply)
}

/// The path of the import that was made.
pub fn path(reply: &Reply) -> String {
    format!("/imports/{}", reply.body["import"].as_str().unwrap())
}

/// Sends a file as a body.
pub fn post(bed: &Bed, query: &str, headers: &[(&str, &str)], file: &str) -> Reply {
    let mut request = Request::post(format!("/api/v1/imports?{query}"));
    request = request.header("authorization", "Bearer adm_all");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    bed.send(request.body(Body::from(file.to_owned())).unwrap())
}

/// Sends a form with these parts: a name, the name of a file if it is one, and what it
/// holds.
pub fn post_form(bed: &Bed, parts: &[(&str, Option<&str>, &str)]) -> Reply {
    let mut body = String::new();
    for (name, file, text) in parts {
        let file = file.map_or_else(String::new, |file| format!("; filename=\"{file}\""));
        let _ = write!(
            body,
            "--edge\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n\r\n{text}\r\n"
        );
    }
    body.push_str("--edge--\r\n");
    let form = "multipart/form-data; boundary=edge";
    post(bed, "", &[("content-type", form)], &body)
}

/// Does something with an import, waits for what it leads to, and expects a state.
#[track_caller]
pub fn act(bed: &Bed, call: &str, body: Value, state: &str) {
    let reply = bed.check(call, body, 202, json!({}));
    bed.work();
    let path = path(&reply);
    bed.check(
        &format!("GET {path}"),
        Value::Null,
        200,
        json!({"state": state}),
    );
}
