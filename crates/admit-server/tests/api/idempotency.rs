//! Requests that are sent again with the same key.

use crate::bed::Bed;
use admit_core::ports::store::{Idempotency, RequestKey, Users};
use serde_json::{Value, json};

const CALL: &str = "POST /users";

#[track_caller]
fn check(bed: &Bed, key: &str, body: &Value, expected: (u16, bool)) -> Value {
    let reply = bed.ask(CALL, &[("idempotency-key", key)], body);
    let replayed = reply.headers.contains_key("idempotency-replayed");
    assert_eq!((reply.status, replayed), expected, "{}", reply.text);
    reply.body
}

#[test]
fn the_same_request_is_done_once() {
    let bed = Bed::new();
    let (ana, bo) = (json!({"id": "ana"}), json!({"id": "bo"}));
    let first = check(&bed, "one", &ana, (201, false));
    assert_eq!(check(&bed, "one", &ana, (201, true)), first);
    check(&bed, "one", &bo, (409, false));
    check(&bed, "two", &ana, (409, false));
    // What came to nothing may be sent again, changed.
    check(&bed, "three", &json!({"email": "x"}), (422, false));
    check(&bed, "three", &bo, (201, false));
    assert_eq!(bed.store.count().unwrap(), 2);
    assert_eq!(bed.audit(), ["user-added", "user-added"]);
}

#[test]
fn keys_are_each_senders_own() {
    let bed = Bed::new();
    bed.token("other", &[admit_core::ports::store::Scope::UsersWrite]);
    let other = [
        ("idempotency-key", "one"),
        ("authorization", "Bearer adm_other"),
    ];
    check(&bed, "one", &json!({"id": "ana"}), (201, false));
    assert_eq!(bed.ask(CALL, &other, &json!({"id": "bo"})).status, 201);
}

#[test]
fn of_a_user_who_is_gone_nothing_is_kept() {
    let bed = Bed::new();
    let ana = json!({"id": "ana"});
    let id = check(&bed, "one", &ana, (201, false));
    let id = id["public_id"].as_str().unwrap();
    bed.check(
        &format!("DELETE /users/{id}"),
        Value::Null,
        204,
        Value::Null,
    );
    check(&bed, "one", &ana, (410, false));
}

#[test]
fn one_that_is_being_done_is_to_be_sent_again() {
    let bed = Bed::new();
    let running = RequestKey {
        who: "token all".to_owned(),
        key: "one".to_owned(),
        body: [0; 32],
    };
    let now = i64::MAX / 2;
    bed.store.begin_request(&running, now).unwrap();
    check(&bed, "one", &json!({"id": "ana"}), (409, false));
    for key in ["", &"k".repeat(256), "é"] {
        let reply = bed.ask(CALL, &[("idempotency-key", key)], &json!({"id": "ana"}));
        assert_eq!(reply.status, 422, "{}", reply.text);
    }
}
