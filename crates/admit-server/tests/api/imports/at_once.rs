//! What is asked of one import at one instant.

use super::hand_in;
use crate::bed::{Bed, Reply};
use admit_core::ports::store::{Jobs, Uploads, Users};
use axum::body::Body;
use axum::http::Request;
use serde_json::{Value, json};
use uuid::Uuid;

/// How often it is tried: what comes first is the machine's choice.
const ROUNDS: usize = 40;

fn request(method: &str, path: &str, body: &Value) -> Request<Body> {
    let body = if body.is_null() {
        Body::empty()
    } else {
        Body::from(body.to_string())
    };
    Request::builder()
        .method(method)
        .uri(format!("/api/v1{path}"))
        .header("authorization", "Bearer adm_all")
        .header("content-type", "application/json")
        .body(body)
        .unwrap()
}

/// The place of the one answer of this status, if there is one; the others refuse.
#[track_caller]
fn heard(replies: &[Reply], status: u16) -> Option<usize> {
    let mut heard = replies.iter().enumerate();
    let place = heard.position(|(_, reply)| reply.status == status);
    for (other, reply) in replies.iter().enumerate() {
        let is_refused = [404, 409].contains(&reply.status);
        assert!(Some(other) == place || is_refused, "{reply:?}");
    }
    place
}

#[test]
fn of_corrections_at_once_the_one_that_is_answered_is_kept() {
    let bed = Bed::new();
    for _ in 0..ROUNDS {
        let path = hand_in(&bed, "", "id,name,role\n1,Ana,membr\n");
        let corrections = format!("{path}/corrections");
        let cell = |text: &str| json!({"row": 2, "column": "name", "correction": text});
        let value = |text: &str| json!({"field": "role_key", "value": text, "correction": "x"});
        let columns = |field: &str| json!({"columns": [{"name": "name", "field": field}]});
        let all = [
            ("POST", &corrections, cell("Eva")),
            ("POST", &corrections, cell("Ida")),
            ("POST", &corrections, value("membr")),
            ("POST", &corrections, value("other")),
            ("PUT", &format!("{path}/columns"), columns("last_name")),
        ];
        let requests = all
            .iter()
            .map(|(method, path, body)| request(method, path, body));
        let replies = bed.send_all(requests.collect());
        let heard = heard(&replies, 202).unwrap();
        let id = Uuid::parse_str(path.rsplit('/').next().unwrap()).unwrap();
        let kept = bed.check(&format!("GET {corrections}"), Value::Null, 200, json!({}));
        let kept = kept.body["items"].as_array().unwrap().clone();
        let choices = bed.store.upload(id).unwrap().unwrap().choices;
        if heard == 4 {
            assert_eq!(kept, [] as [Value; 0]);
            assert!(choices.contains("last_name"), "{choices}");
        } else {
            assert_eq!(kept, [all[heard].2.clone()]);
            assert!(!choices.contains("last_name"), "{choices}");
        }
        bed.work();
    }
}

#[test]
fn what_is_imported_was_checked() {
    let bed = Bed::new();
    for round in 0..ROUNDS {
        let path = hand_in(&bed, "", &format!("id,last_name\n{round},Ana\n"));
        let cell = json!({"row": 2, "column": "last_name", "correction": "Eva"});
        let replies = bed.send_all(vec![
            request("POST", &format!("{path}/corrections"), &cell),
            request("POST", &format!("{path}/apply?yes=true"), &Value::Null),
        ]);
        let is_applied = heard(&replies, 202) == Some(1);
        let id = Uuid::parse_str(path.rsplit('/').next().unwrap()).unwrap();
        let upload = bed.store.upload(id).unwrap().unwrap();
        assert_eq!(upload.confirmed, is_applied);
        let cells = bed.store.cell_corrections(id).unwrap();
        assert_eq!(cells.is_empty(), is_applied);
        bed.work();
    }
}

#[test]
fn what_is_deleted_imports_nobody() {
    let bed = Bed::new();
    let mut imported = 0;
    for round in 0..ROUNDS {
        let path = hand_in(&bed, "", &format!("id,last_name\n{round},Ana\n"));
        let replies = bed.send_all(vec![
            request("POST", &format!("{path}/apply"), &Value::Null),
            request("DELETE", &path, &Value::Null),
            request("DELETE", &path, &Value::Null),
        ]);
        let is_deleted = heard(&replies[1..], 204).is_some();
        assert_eq!(replies[0].status == 202, !is_deleted, "{replies:?}");
        bed.work();
        imported += u64::from(!is_deleted);
        assert_eq!(bed.store.count().unwrap(), imported);
        let id = Uuid::parse_str(path.rsplit('/').next().unwrap()).unwrap();
        let jobs = bed.store.jobs_of(id).unwrap().len();
        assert_eq!(jobs, if is_deleted { 1 } else { 2 });
    }
}
