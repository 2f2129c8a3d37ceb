//! Columns, values, rows and corrections: looking at a file, and reading it otherwise.

use super::{act, hand_in};
use crate::bed::Bed;
use serde_json::{Value, json};

#[test]
fn columns_are_shown_with_what_is_suggested_and_mapped_otherwise() {
    let bed = Bed::new();
    let path = hand_in(
        &bed,
        "",
        "id,emial,password\n1,ana@example.org,tea at four\n",
    );
    let columns = format!("GET {path}/columns");
    let reply = bed.check(
        &columns,
        Value::Null,
        200,
        json!({"total": 3, "next": null, "items": [
            {"name": "id", "field": "id", "values": 1, "samples": ["1"], "suggestion": null},
            {"name": "emial", "field": null, "values": 1},
            {"name": "password", "field": null, "samples": []},
        ]}),
    );
    assert_eq!(reply.body["items"][1]["suggestion"], "email");
    assert!(!reply.text.contains("tea at"));
    let put = format!("PUT {path}/columns");
    let mapped = json!({"columns": [
        {"name": "emial", "field": "email"},
        {"name": "password", "field": null},
    ]});
    act(&bed, &put, mapped, "checked");
    bed.check(
        &columns,
        Value::Null,
        200,
        json!({"items": [{"field": "id"}, {"field": "email"}, {"field": null}]}),
    );
    for (column, field) in [
        (json!({"name": "mail", "field": "email"}), "columns[0].name"),
        (
            json!({"name": "emial", "field": "emial"}),
            "columns[0].field",
        ),
        (json!({"name": "emial", "feld": "email"}), "columns[0].feld"),
    ] {
        let wrong = json!({"columns": [column]});
        bed.check(&put, wrong, 422, json!({"errors": [{"field": field}]}));
    }
    act(&bed, &format!("POST {path}/apply"), Value::Null, "complete");
    let again = json!({"columns": []});
    bed.check(&put, again, 409, json!({"state": "complete"}));
}

#[test]
fn values_are_corrected_wherever_they_stand() {
    let bed = Bed::new();
    let file = "id,organization,role\n1,acme,membr\n2,acme,membr\n3,acme,owner\n4,acme,member\n";
    let path = hand_in(&bed, "", file);
    let values = format!("GET {path}/values?rule=role-not-found");
    bed.check(
        &values,
        Value::Null,
        200,
        json!({"total": 2, "items": [
            {"value": "membr", "count": 2, "suggestion": "member"},
            {"value": "owner", "count": 1},
        ]}),
    );
    let page = format!("{values}&limit=1");
    bed.check(
        &page,
        Value::Null,
        200,
        json!({"next": "1", "items": [{"value": "membr"}]}),
    );
    let page = format!("{page}&after=1");
    bed.check(
        &page,
        Value::Null,
        200,
        json!({"next": null, "items": [{"value": "owner"}]}),
    );
    bed.check(
        &format!("GET {path}/values?rule=gone"),
        Value::Null,
        422,
        json!({}),
    );
    let of_value = format!("GET {path}/findings?value=membr");
    bed.check(
        &of_value,
        Value::Null,
        200,
        json!({"items": [{"row": 2}, {"row": 3}]}),
    );
    let corrections = format!("{path}/corrections");
    let membr = json!({"field": "role", "value": "membr", "correction": "member"});
    act(
        &bed,
        &format!("POST {corrections}"),
        membr.clone(),
        "checked",
    );
    act(&bed, &format!("POST {corrections}"), membr, "checked");
    let kept = json!({"field": "role_key", "value": "membr", "correction": "member"});
    let list = format!("GET {corrections}");
    bed.check(
        &list,
        Value::Null,
        200,
        json!({"total": 1, "items": [kept]}),
    );
    bed.check(&of_value, Value::Null, 200, json!({"items": []}));
    bed.check(
        &format!("GET {path}/rows/2"),
        Value::Null,
        200,
        json!({"line": 2, "cells": [
            {"column": "id", "text": "1", "corrected": null},
            {"column": "organization", "field": "external_organization_id"},
            {"column": "role", "text": "membr", "corrected": "member", "hidden": false},
        ]}),
    );
    let gone = format!("DELETE {corrections}?field=role_key&value=gone");
    bed.check(&gone, Value::Null, 404, json!({}));
    let back = format!("DELETE {corrections}?field=role_key&value=membr");
    act(&bed, &back, Value::Null, "checked");
    bed.check(&list, Value::Null, 200, json!({"total": 0}));
    bed.check(
        &of_value,
        Value::Null,
        200,
        json!({"items": [{"row": 2}, {"row": 3}]}),
    );
}

#[test]
fn cells_are_corrected_and_taken_back_in_a_body() {
    let bed = Bed::new();
    let path = hand_in(&bed, "", "id,email,hashed_password\n1,ana@,x\n");
    let post = format!("POST {path}/corrections");
    let cell = json!({"row": 2, "column": "email", "correction": "ana@example.org"});
    act(&bed, &post, cell.clone(), "checked");
    let list = format!("GET {path}/corrections");
    bed.check(
        &list,
        Value::Null,
        200,
        json!({"total": 1, "items": [cell]}),
    );
    bed.check(
        &format!("GET {path}/rows/2"),
        Value::Null,
        200,
        json!({"cells": [{}, {"text": "ana@", "corrected": "ana@example.org"}, {}]}),
    );
    for (wrong, field) in [
        (
            json!({"row": 2, "column": "mail", "correction": "x"}),
            Some("column"),
        ),
        (
            json!({"row": 2, "column": "hashed_password", "correction": "x"}),
            Some("column"),
        ),
        (json!({"row": 2, "field": "email", "correction": "x"}), None),
        (
            json!({"field": "salt", "value": "x", "correction": "y"}),
            Some("value"),
        ),
        (json!({"row": 2, "column": "email"}), Some("correction")),
    ] {
        let reply = bed.check(&post, wrong, 422, json!({}));
        assert_eq!(
            reply.body["errors"][0]["field"].as_str(),
            field,
            "{}",
            reply.text
        );
    }
    let back = format!("DELETE {path}/corrections");
    let which = json!({"row": 2, "column": "email"});
    act(&bed, &back, which.clone(), "checked");
    bed.check(&back, which, 404, json!({}));
    bed.check(&back, Value::Null, 422, json!({}));
    let words = bed.audit();
    let corrected = words.iter().filter(|word| *word == "import-corrected");
    assert_eq!(corrected.count(), 2);
}

#[test]
fn a_row_is_shown_without_secrets() {
    let bed = Bed::new();
    let hash = "$2b$10$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy";
    let file = format!("id,email,hashed_password,pin\n1,ana@,{hash},7311\n");
    let path = hand_in(&bed, "", &file);
    let reply = bed.check(
        &format!("GET {path}/rows/2"),
        Value::Null,
        200,
        json!({"row": 2, "outcome": "rejected", "user": null, "cells": [
            {"column": "id", "text": "1", "hidden": false},
            {"column": "email", "field": "email", "text": "ana@"},
            {"column": "hashed_password", "text": "(60 characters)", "hidden": true},
            {"column": "pin", "text": "(4 characters)", "hidden": true},
        ]}),
    );
    assert_eq!(reply.body["findings"][0]["row"], 2);
    for row in ["1", "3", "x"] {
        bed.check(
            &format!("GET {path}/rows/{row}"),
            Value::Null,
            404,
            json!({}),
        );
    }
    let file = "id,email\n1,ana@example.org\n";
    let path = hand_in(&bed, "mode=import", file);
    let row = format!("GET {path}/rows/2");
    let reply = bed.check(&row, Value::Null, 200, json!({"outcome": "created"}));
    let user = reply.body["user"].as_str().unwrap();
    bed.check(
        &format!("GET /users/{user}"),
        Value::Null,
        200,
        json!({"id": "1"}),
    );
}
