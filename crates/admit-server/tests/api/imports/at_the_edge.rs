//! Forms larger than anybody has, who may not go on, and what is not there any more.

use super::{hand_in, path, post, post_form};
use crate::bed::Bed;
use admit_core::ports::store::{Scope, Tokens, UploadQuery, Uploads};
use axum::body::{Body, Bytes};
use axum::http::Request;
use futures_util::stream::{self, StreamExt};
use serde_json::{Value, json};
use std::convert::Infallible;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

const FILE: &str = "id,email\n1,ana@example.org\n";

#[track_caller]
fn check(parts: &[(&str, Option<&str>, &str)], status: u16) {
    let bed = Bed::new();
    let reply = post_form(&bed, parts);
    assert_eq!(reply.status, status, "{}", reply.text);
}

#[test]
fn forms_have_so_much_and_no_more() {
    let file = ("file", Some("users.csv"), FILE);
    let part = "x".repeat(64 * 1024);
    let more = "x".repeat(64 * 1024 + 1);
    check(&[("name", None, &part), file], 201);
    check(&[("name", None, &more), file], 413);
    let most = vec![("name", None, part.as_str()); 16];
    check(&[most.clone(), vec![file]].concat(), 201);
    check(&[most, vec![("name", None, "x"), file]].concat(), 413);
    let many = vec![("name", None, "x"); 999];
    check(&[many.clone(), vec![file]].concat(), 201);
    check(&[many, vec![("name", None, "x"), file]].concat(), 422);
    let long = "x".repeat(100_000);
    check(&[("file", Some(&long), FILE)], 413);
    check(&[(&long, None, "x"), file], 413);
}

#[test]
fn of_a_field_without_end_little_is_read() {
    let bed = Bed::new();
    for head in ["name=\"name\"\r\n\r\n", "name=\"file\"; filename=\""] {
        let read = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&read);
        let head = format!("--edge\r\nContent-Disposition: form-data; {head}");
        let head = stream::iter([Bytes::from(head)]);
        let rest = stream::repeat_with(move || {
            counted.fetch_add(1, Ordering::SeqCst);
            Bytes::from(vec![b'x'; 1024])
        });
        let body = head.chain(rest.take(100_000)).map(Ok::<_, Infallible>);
        let request = Request::post("/api/v1/imports")
            .header("authorization", "Bearer adm_all")
            .header("content-type", "multipart/form-data; boundary=edge")
            .body(Body::from_stream(body));
        assert_eq!(bed.send(request.unwrap()).status, 413);
        assert!(read.load(Ordering::SeqCst) < 100, "{read:?}");
    }
}

#[test]
fn who_may_not_any_more_hands_nothing_in() {
    let bed = Bed::new();
    bed.token("once", &[Scope::ImportsWrite]);
    let store = Arc::clone(&bed.store);
    let begin = stream::iter([Bytes::from("id,email\n")]);
    let end = stream::once(async move {
        assert!(store.revoke_token("once").unwrap());
        Bytes::from("1,ana@example.org\n")
    });
    let body = begin.chain(end).map(Ok::<_, Infallible>);
    let request = Request::post("/api/v1/imports").header("authorization", "Bearer adm_once");
    let reply = bed.send(request.body(Body::from_stream(body)).unwrap());
    assert_eq!(reply.status, 401, "{}", reply.text);
    let all = UploadQuery {
        limit: 9,
        ..UploadQuery::default()
    };
    // What was received is removed behind the answer.
    while !bed.store.uploads(&all).unwrap().is_empty() {
        std::thread::yield_now();
    }
}

#[test]
fn who_may_not_any_more_hears_nothing() {
    let bed = Bed::new();
    bed.token("once", &[Scope::ImportsRead]);
    // Its check waits, and so does who listens.
    let path = path(&post(&bed, "", &[], FILE));
    let store = Arc::clone(&bed.store);
    let request = Request::get(format!("/api/v1{path}/events"))
        .header("authorization", "Bearer adm_once")
        .body(Body::empty())
        .unwrap();
    let told = bed.send_and(request, move || {
        assert!(store.revoke_token("once").unwrap());
    });
    assert!(!told.text.contains("event: end"), "{}", told.text);
}

#[test]
fn what_was_made_and_deleted_is_not_led_to() {
    let bed = Bed::new();
    let key = [("idempotency-key", "one")];
    let made = path(&post(&bed, "", &key, FILE));
    assert_eq!(post(&bed, "", &key, FILE).status, 201);
    bed.work();
    bed.check(&format!("DELETE {made}"), Value::Null, 204, Value::Null);
    let again = post(&bed, "", &key, FILE);
    assert_eq!(again.status, 410, "{}", again.text);
    assert!(!again.headers.contains_key("location"));
}

#[test]
fn rows_are_counted_anew_once_they_are_to_be_written() {
    let bed = Bed::new();
    let path = hand_in(&bed, "", FILE);
    let counts = |created: u64| json!({"rows": {"created": created}});
    bed.check(&format!("GET {path}"), Value::Null, 200, counts(1));
    bed.check(&format!("POST {path}/apply"), Value::Null, 202, counts(0));
    let progress = json!({"state": "applying", "progress": {"outcomes": {"created": 0}}});
    bed.check(&format!("GET {path}"), Value::Null, 200, progress);
    bed.work();
    bed.check(&format!("GET {path}"), Value::Null, 200, counts(1));
}

#[test]
fn corrections_come_by_the_page() {
    let bed = Bed::new();
    let path = hand_in(&bed, "", "id,name\n1,a\n2,b\n");
    let corrections = format!("{path}/corrections");
    for row in [2, 3] {
        let cell = json!({"row": row, "column": "name", "correction": "x"});
        bed.check(&format!("POST {corrections}"), cell, 202, json!({}));
        bed.work();
    }
    let list = format!("GET {corrections}?limit=1");
    let first = json!({"total": 2, "next": "1", "items": [{"row": 2}]});
    bed.check(&list, Value::Null, 200, first);
    let second = json!({"total": 2, "next": null, "items": [{"row": 3}]});
    bed.check(&format!("{list}&after=1"), Value::Null, 200, second);
    let none = json!({"total": 2, "next": null, "items": []});
    bed.check(&format!("{list}&after=9"), Value::Null, 200, none);
}
