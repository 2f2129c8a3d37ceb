//! Handing files in: once for each key, whole or not at all, with passwords beside.

use super::{act, hand_in, path, post, post_form};
use crate::bed::Bed;
use admit_core::ports::store::{
    Coming, ImportQuery, Imports, JobKind, Jobs, Mode, NewJob, Upload, UploadQuery, Uploads, Users,
};
use axum::body::{Body, Bytes};
use axum::http::Request;
use serde_json::{Value, json};
use std::convert::Infallible;
use uuid::Uuid;

const FILE: &str = "id,email\n1,ana@example.org\n";

/// Expects so many imports, each with its file. What was received in vain is removed
/// behind the answer, so it is waited for.
#[track_caller]
fn kept(bed: &Bed, expected: usize) {
    let all = UploadQuery {
        limit: 1000,
        ..UploadQuery::default()
    };
    while bed.store.uploads(&all).unwrap().len() != expected || bed.store.files() != expected {
        std::thread::yield_now();
    }
}

#[test]
fn a_file_is_handed_in_once_for_each_key() {
    let bed = Bed::new();
    let send =
        |key: &str, query: &str, file: &str| post(&bed, query, &[("idempotency-key", key)], file);
    let first = send("one", "name=a.csv", FILE);
    assert_eq!(first.status, 201, "{}", first.text);
    bed.work();
    let again = send("one", "name=a.csv", FILE);
    assert_eq!((again.status, &again.body), (201, &first.body));
    assert_eq!(again.headers["location"], first.headers["location"]);
    kept(&bed, 1);
    for (query, file) in [("name=a.csv", "id\n2\n"), ("name=b.csv", FILE), ("", FILE)] {
        assert_eq!(send("one", query, file).status, 409, "{query} {file}");
    }
    kept(&bed, 1);
    assert_eq!(send("two", "name=a.csv", FILE).status, 201);
    kept(&bed, 2);
}

#[test]
fn many_at_once_with_one_key_make_one_import() {
    let bed = Bed::new();
    let request = || {
        Request::post("/api/v1/imports")
            .header("authorization", "Bearer adm_all")
            .header("idempotency-key", "one")
            .body(Body::from(FILE))
            .unwrap()
    };
    let replies = bed.send_all((0..100).map(|_| request()).collect());
    let made = replies.iter().filter(|reply| reply.status == 201);
    let ids: std::collections::BTreeSet<String> = made.map(path).collect();
    assert_eq!(ids.len(), 1);
    assert!(
        replies
            .iter()
            .all(|reply| [201, 409].contains(&reply.status))
    );
    kept(&bed, 1);
}

#[test]
fn the_same_bytes_again_are_said() {
    let bed = Bed::new();
    let first = post(&bed, "name=a.csv", &[], FILE);
    assert_eq!(first.body["same_file_as"], Value::Null);
    let second = post(&bed, "name=b.csv", &[], FILE);
    assert_eq!(second.body["same_file_as"], first.body["import"]);
}

#[test]
fn of_what_does_not_come_whole_nothing_is_left() {
    let bed = Bed::new();
    let pieces = [Ok(Bytes::from(FILE)), Err(std::io::Error::other("gone"))];
    let request = Request::post("/api/v1/imports").header("authorization", "Bearer adm_all");
    let body = Body::from_stream(futures_util::stream::iter(pieces));
    let reply = bed.send(request.body(body).unwrap());
    assert_eq!(reply.status, 400, "{}", reply.text);
    let file = ("file", Some("users.csv"), FILE);
    for (parts, status) in [
        (vec![file, ("mode", None, "perhaps")], 422),
        (vec![file, file], 422),
        (vec![("passwords", Some("p.csv"), FILE)], 422),
        (vec![("mode", None, "check")], 422),
    ] {
        let reply = post_form(&bed, &parts);
        assert_eq!(reply.status, status, "{}", reply.text);
    }
    let config = admit_server::config::Config {
        upload_bytes_max: 10,
        ..admit_server::config::Config::default()
    };
    let small = Bed::with(config);
    let reply = post(&small, "", &[], FILE);
    assert_eq!(reply.status, 413, "{}", reply.text);
    kept(&small, 0);
    kept(&bed, 0);
}

#[test]
fn of_what_nobody_sends_to_its_end_nothing_is_left() {
    let bed = Bed::new();
    let begun = futures_util::stream::iter([Ok::<_, Infallible>(Bytes::from(FILE))]);
    let (asked, is_asked) = futures_util::future::abortable(futures_util::future::pending::<()>());
    let rest = futures_util::stream::once(async move {
        is_asked.abort();
        futures_util::future::pending().await
    });
    let body = Body::from_stream(futures_util::StreamExt::chain(begun, rest));
    let request = Request::post("/api/v1/imports").header("authorization", "Bearer adm_all");
    bed.give_up(request.body(body).unwrap(), asked);
    kept(&bed, 0);
}

/// A request whose body begins so, and never ends.
fn endless(query: &str, begin: Vec<u8>) -> Request<Body> {
    let begun = futures_util::stream::iter([Ok::<_, Infallible>(Bytes::from(begin))]);
    let rest = futures_util::stream::pending();
    let body = Body::from_stream(futures_util::StreamExt::chain(begun, rest));
    Request::post(format!("/api/v1/imports?{query}"))
        .header("authorization", "Bearer adm_all")
        .body(body)
        .unwrap()
}

/// Asks until an import is told whose file has come so far, and answers with it.
async fn coming(bed: &Bed, bytes: usize) -> Value {
    loop {
        let request = Request::get("/api/v1/imports").header("authorization", "Bearer adm_all");
        let reply = bed.answer(request.body(Body::empty()).unwrap()).await;
        if reply.body["items"][0]["progress"]["bytes"] == bytes {
            return reply.body["items"][0].clone();
        }
    }
}

#[test]
fn what_is_still_coming_is_received() {
    let bed = Bed::new();
    let begin = vec![b'x'; 9 * 1024 * 1024];
    let bytes = begin.len();
    let request = endless("name=a.csv&mode=import", begin);
    bed.give_up(request, async {
        let told = coming(&bed, bytes).await;
        assert_eq!(told["state"], "receiving");
        assert_eq!(told["name"], "a.csv");
        assert_eq!(
            (&told["dry_run"], &told["by"]),
            (&json!(false), &json!("token all"))
        );
        let path = format!("/api/v1/imports/{}", told["import"].as_str().unwrap());
        for (method, place, status) in [("GET", "", 200), ("POST", "/resume", 409)] {
            let request = Request::builder()
                .method(method)
                .uri(format!("{path}{place}"));
            let request = request.header("authorization", "Bearer adm_all");
            let reply = bed.answer(request.body(Body::empty()).unwrap()).await;
            assert_eq!(reply.status, status, "{}", reply.text);
            assert_eq!(reply.body["state"], "receiving");
        }
    });
    kept(&bed, 0);
}

#[test]
fn what_a_process_left_that_died_is_removed_and_never_run() {
    let bed = Bed::new();
    let left = |id: u128, heard: i64| Upload {
        id: Uuid::from_u128(id),
        name: "left.csv".to_owned(),
        created: heard,
        by: "token all".to_owned(),
        mode: Mode::Import,
        choices: "{}".to_owned(),
        coming: Some(Coming { bytes: 7, heard }),
        files: Vec::new(),
        columns: None,
        failed: None,
        removed: None,
        confirmed: false,
    };
    let now = bed.server.now();
    for upload in [left(1, 0), left(2, now)] {
        assert!(bed.store.put_upload(&upload).unwrap());
    }
    let retention = NewJob {
        kind: JobKind::Retention,
        import: None,
        by: "admit".to_owned(),
        due: 0,
    };
    bed.store.add_job(&retention, 0).unwrap();
    bed.work();
    assert_eq!(bed.store.upload(Uuid::from_u128(1)).unwrap(), None);
    let path = format!("/imports/{}", Uuid::from_u128(2));
    let receiving = json!({"state": "receiving", "progress": {"bytes": 7}});
    bed.check(&format!("GET {path}"), Value::Null, 200, receiving);
    bed.check(&format!("DELETE {path}"), Value::Null, 204, Value::Null);
    assert_eq!(bed.store.imports(&ImportQuery::default()).unwrap(), []);
}

const HASH: &str = "$2b$10$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy";

#[test]
fn passwords_beside_a_file_are_imported_after_it() {
    let bed = Bed::new();
    let passwords = format!("id,hashed_password\n1,{HASH}\n9,{HASH}\n");
    let parts = [
        ("mode", None, "check"),
        ("passwords", Some("hashes.csv"), passwords.as_str()),
        ("file", Some("users.csv"), FILE),
    ];
    let reply = post_form(&bed, &parts);
    assert_eq!(reply.status, 201, "{}", reply.text);
    let path = path(&reply);
    bed.work();
    let ledger = json!({"read": 2, "updated": 1, "rejected": 1});
    let expected = json!({
        "state": "checked",
        "rows": {"created": 1},
        "passwords": {"file": "hashes.csv", "dry_run": true, "rows": ledger},
    });
    bed.check(&format!("GET {path}"), Value::Null, 200, expected);
    let file = bed.ask(
        &format!("GET {path}/file?part=passwords"),
        &[],
        &Value::Null,
    );
    assert_eq!(file.text, passwords);
    act(&bed, &format!("POST {path}/apply"), Value::Null, "complete");
    let expected = json!({"passwords": {"dry_run": false, "complete": true, "rows": ledger}});
    let told = bed.check(&format!("GET {path}"), Value::Null, 200, expected);
    let of_passwords = told.body["passwords"]["import"].as_str().unwrap();
    let findings = format!("GET /imports/{of_passwords}/findings?severity=error");
    bed.check(&findings, Value::Null, 200, json!({"items": [{"row": 3}]}));
    let fix_file = format!("GET /imports/{of_passwords}/fix-file?format=csv");
    let fix_file = bed.ask(&fix_file, &[], &Value::Null);
    assert_eq!(fix_file.status, 200, "{}", fix_file.text);
    bed.check(
        "GET /imports",
        Value::Null,
        200,
        json!({"items": [{"name": "users.csv"}]}),
    );
    let users = bed.check("GET /users", Value::Null, 200, json!({"items": [{}]}));
    assert_eq!(users.body["items"][0]["password"]["present"], true);
    bed.check(&format!("DELETE {path}"), Value::Null, 409, json!({}));
    act(&bed, &format!("POST {path}/undo"), Value::Null, "undone");
    assert_eq!(bed.store.count().unwrap(), 0);
    let all = ImportQuery {
        limit: 10,
        ..ImportQuery::default()
    };
    let states = bed.store.imports(&all).unwrap();
    let states: Vec<&str> = states.iter().map(|record| record.state.name()).collect();
    assert_eq!(states, ["undone", "undone"]);
}

#[test]
fn an_import_is_noted_once_however_often_its_passwords_are_tried() {
    let bed = Bed::new();
    let passwords = format!("id,hashed_password\n9,{HASH}\n");
    let parts = [
        ("mode", None, "import"),
        ("max_errors", None, "0"),
        ("passwords", Some("hashes.csv"), passwords.as_str()),
        ("file", Some("users.csv"), FILE),
    ];
    let reply = post_form(&bed, &parts);
    assert_eq!(reply.status, 201, "{}", reply.text);
    let path = path(&reply);
    bed.work();
    let reason = "1 row would be rejected, and max_errors allows 0.";
    for _ in 0..2 {
        let told = json!({"state": "stopped", "reason": reason});
        bed.check(&format!("GET {path}"), Value::Null, 200, told);
        act(&bed, &format!("POST {path}/resume"), Value::Null, "stopped");
    }
    let words = bed.audit();
    let applied = words.iter().filter(|word| *word == "import-applied");
    assert_eq!(applied.count(), 1, "{words:?}");
}

#[test]
fn who_stops_an_import_is_noted() {
    let bed = Bed::new();
    let path = path(&post(&bed, "mode=import", &[], FILE));
    act(&bed, &format!("POST {path}/stop"), Value::Null, "stopped");
    assert_eq!(bed.audit(), ["import-handed-in", "import-stopped"]);
}

#[test]
fn who_listens_is_told_the_end_once() {
    let bed = Bed::new();
    let path = hand_in(&bed, "", FILE);
    let events = format!("GET {path}/events");
    let told = bed.ask(&events, &[], &Value::Null);
    let ids: Vec<&str> = told
        .text
        .lines()
        .filter_map(|line| line.strip_prefix("id: "))
        .collect();
    assert_eq!(ids.len(), 2, "{}", told.text);
    assert!(told.text.contains("event: state") && told.text.contains("event: end"));
    let again = bed.ask(&events, &[("last-event-id", ids[1])], &Value::Null);
    assert_eq!(again.status, 204, "{}", again.text);
    let earlier = bed.ask(&events, &[("last-event-id", ids[0])], &Value::Null);
    assert!(earlier.text.contains("event: end"), "{}", earlier.text);
    act(&bed, &format!("POST {path}/apply"), Value::Null, "complete");
    let later = bed.ask(&events, &[("last-event-id", ids[1])], &Value::Null);
    assert!(later.text.contains("\"complete\""), "{}", later.text);
}
