//! What comes as a file: the upload, outcomes, and the rows to correct.

use super::hand_in;
use crate::bed::{Bed, Reply};
use admit_core::ports::store::{FilePart, Sources, UploadChange, Uploads};
use serde_json::{Value, json};
use uuid::Uuid;

const FILE: &str = "id,email,role_key\n1,ana@example.org,member\n2,bo@,\n3,cy@example.org,membr\n";

#[track_caller]
fn get(bed: &Bed, path: &str, status: u16) -> Reply {
    let reply = bed.ask(&format!("GET {path}"), &[], &Value::Null);
    assert_eq!(reply.status, status, "{}", reply.text);
    reply
}

#[track_caller]
fn check_headers(reply: &Reply, kind: &str, name: &str) {
    let header = |name: &str| reply.headers[name].to_str().unwrap();
    assert_eq!(header("content-type"), kind);
    assert_eq!(header("x-content-type-options"), "nosniff");
    let expected = format!("attachment; filename=\"{name}\"; filename*=UTF-8''{name}");
    assert_eq!(header("content-disposition"), expected);
}

#[test]
fn the_file_is_given_back_as_it_came_while_it_is_kept() {
    let bed = Bed::new();
    let path = hand_in(&bed, "name=users.csv", FILE);
    let reply = get(&bed, &format!("{path}/file"), 200);
    assert_eq!(reply.text, FILE);
    check_headers(&reply, "application/octet-stream", "users.csv");
    get(&bed, &format!("{path}/file?part=passwords"), 404);
    get(&bed, &format!("{path}/file?part=both"), 422);
    let id: Uuid = path.rsplit('/').next().unwrap().parse().unwrap();
    bed.store.remove_source(id, FilePart::Users).unwrap();
    let change = UploadChange {
        removed: Some(1),
        ..UploadChange::default()
    };
    bed.store.change_upload(id, &change).unwrap();
    get(&bed, &format!("{path}/file"), 410);
    get(&bed, &format!("{path}/fix-file"), 410);
    bed.check(
        &format!("GET {path}/rows/2"),
        Value::Null,
        200,
        json!({"cells": null}),
    );
}

#[test]
fn outcomes_are_given_as_a_table_and_line_by_line() {
    let bed = Bed::new();
    let path = hand_in(&bed, "name=users.csv", FILE);
    get(&bed, &format!("{path}/outcomes"), 409);
    bed.check(&format!("POST {path}/apply"), Value::Null, 202, json!({}));
    bed.work();
    let table = get(&bed, &format!("{path}/outcomes"), 200);
    check_headers(&table, "text/csv; charset=utf-8", "users-outcomes.csv");
    let lines: Vec<&str> = table.text.lines().collect();
    assert_eq!(lines[0], "row,outcome,user,id,email,phone,username,codes");
    assert!(lines[1].starts_with("2,created,0"), "{}", lines[1]);
    assert!(
        lines[1].ends_with(",1,ana@example.org,,,ACC006"),
        "{}",
        lines[1]
    );
    assert!(lines[2].starts_with("3,rejected,,,,,,"), "{}", lines[2]);
    let rejected = get(
        &bed,
        &format!("{path}/outcomes?format=jsonl&outcome=rejected"),
        200,
    );
    let rows: Vec<Value> = rejected
        .text
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(rows.len(), 1);
    assert_eq!(
        (&rows[0]["row"], &rows[0]["user"]),
        (&json!(3), &Value::Null)
    );
    get(&bed, &format!("{path}/outcomes?format=xml"), 422);
    get(&bed, &format!("{path}/outcomes?outcome=gone"), 422);
}

#[test]
fn rows_to_correct_are_given_as_a_table_or_a_workbook() {
    let bed = Bed::new();
    let path = hand_in(&bed, "name=users.csv", FILE);
    let table = get(&bed, &format!("{path}/fix-file?format=csv"), 200);
    check_headers(&table, "text/csv; charset=utf-8", "users-to-correct.csv");
    assert!(
        table
            .text
            .starts_with("admit_row,id,email,role_key,admit_problems,")
    );
    assert!(table.text.contains("\n3,2,bo@,"), "{}", table.text);
    let book = get(&bed, &format!("{path}/fix-file"), 200);
    assert!(book.text.starts_with("PK"), "a workbook is a zip");
    let fine = hand_in(&bed, "name=fine.csv", "id,email\n1,ana@example.org\n");
    let reply = get(&bed, &format!("{fine}/fix-file"), 404);
    assert!(reply.text.contains("nothing to correct"), "{}", reply.text);
}
