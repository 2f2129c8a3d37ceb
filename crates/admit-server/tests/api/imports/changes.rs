//! What is changed of users who were there: would be, and was.

use super::{act, hand_in};
use crate::bed::Bed;
use serde_json::{Value, json};

#[test]
fn what_would_be_changed_is_what_was_changed() {
    let bed = Bed::new();
    let before = "id,first_name,phone\n1,Ana,\n2,Bo,+61412345678\n3,Cy,\n";
    hand_in(&bed, "mode=import", before);
    let after = "id,first_name,phone,organization,role\n\
                 1,Anna,+61412345679,acme,member\n2,Bob,,acme,member\n3,Cy,,,\n4,Di,,acme,\n";
    let path = hand_in(&bed, "", after);
    let changes = |row| {
        let change = |field: &str, from: Value, to: &str| json!({"row": row, "field": field, "from": from, "to": to});
        [
            change("first_name", json!("Ana"), "Anna"),
            change("phone", Value::Null, "+61412345679"),
        ]
    };
    let bob = json!({"row": 3, "field": "first_name", "from": "Bo", "to": "Bob"});
    let [first, second] = changes(2);
    let expected = json!({"next": null, "items": [first, second, bob]});
    let grants = json!({"next": null, "total": 2, "items": [
        {"organization": "acme", "role": null, "permission": null, "change": "given", "users": 2},
        {"organization": "acme", "role": "member", "change": "given", "users": 2},
    ]});
    let checked = bed.check(
        &format!("GET {path}/changes"),
        Value::Null,
        200,
        expected.clone(),
    );
    let fields = json!({"first_name": 2, "phone": 1});
    assert_eq!(checked.body["counts"]["users"], 2);
    assert_eq!(checked.body["counts"]["fields"], fields);
    bed.check(
        &format!("GET {path}/grants"),
        Value::Null,
        200,
        grants.clone(),
    );
    let first = format!("GET {path}/changes?limit=2");
    bed.check(&first, Value::Null, 200, json!({"next": "2"}));
    act(&bed, &format!("POST {path}/apply"), Value::Null, "complete");
    let applied = bed.check(&format!("GET {path}/changes"), Value::Null, 200, expected);
    assert_eq!(applied.body["items"], checked.body["items"]);
    bed.check(&format!("GET {path}/grants"), Value::Null, 200, grants);
    let page = bed.check(&first, Value::Null, 200, json!({"items": [{}, {}]}));
    let next = page.body["next"].as_str().unwrap();
    let next = format!("GET {path}/changes?limit=2&after={next}");
    bed.check(
        &next,
        Value::Null,
        200,
        json!({"next": null, "items": [{"to": "Bob"}]}),
    );
    act(&bed, &format!("POST {path}/undo"), Value::Null, "undone");
    bed.check(
        &format!("GET {path}/changes"),
        Value::Null,
        200,
        json!({"items": []}),
    );
}

#[test]
fn changed_passwords_are_never_shown() {
    let bed = Bed::new();
    hand_in(&bed, "mode=import", "id,email\n1,ana@example.org\n");
    let hash = "$2b$10$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy";
    let path = hand_in(&bed, "", &format!("id,hashed_password\n1,{hash}\n"));
    let password = json!({"field": "password", "from": null, "to": null});
    let expected = json!({"items": [{"field": "reset"}, password]});
    let changes = format!("GET {path}/changes");
    bed.check(&changes, Value::Null, 200, expected.clone());
    act(&bed, &format!("POST {path}/apply"), Value::Null, "complete");
    let reply = bed.check(&changes, Value::Null, 200, expected);
    assert!(!reply.text.contains("N9qo8uLO"));
}
