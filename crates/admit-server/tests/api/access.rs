//! Organizations, roles and permissions, and the password connection.

use crate::bed::Bed;
use serde_json::{Value, json};

#[test]
fn organizations_are_added_changed_and_removed() {
    let bed = Bed::new();
    let reply = bed.check(
        "POST /organizations",
        json!({"external_id": "north/south é", "default": true}),
        201,
        json!({"external_id": "north/south é", "name": "north/south é", "default": true}),
    );
    let location = reply.headers["location"].to_str().unwrap();
    assert_eq!(location, "/api/v1/organizations/north%2Fsouth%20%C3%A9");
    let one = location.strip_prefix("/api/v1").unwrap();
    let code = reply.body["code"].as_str().unwrap();
    for (call, body, status, expected) in [
        (
            format!("GET {one}"),
            Value::Null,
            200,
            json!({"code": code}),
        ),
        (
            format!("PATCH /organizations/{code}"),
            json!({"name": "Both"}),
            200,
            json!({"name": "Both", "default": true}),
        ),
        (
            format!("PATCH {one}"),
            json!({"name": "Both"}),
            200,
            json!({}),
        ),
        (
            format!("PATCH {one}"),
            json!({"default": false}),
            422,
            json!({"errors": [{"field": "default"}]}),
        ),
        (
            "PATCH /organizations/acme".to_owned(),
            json!({"default": true}),
            200,
            json!({"default": true}),
        ),
        (format!("DELETE {one}"), Value::Null, 204, Value::Null),
        (format!("DELETE {one}"), Value::Null, 404, json!({})),
        (
            "GET /organizations".to_owned(),
            Value::Null,
            200,
            json!({"items": [{"external_id": "acme"}, {"external_id": "zeta"}], "next": null, "total": 2}),
        ),
    ] {
        bed.check(&call, body, status, expected);
    }
    assert_eq!(bed.audit(), ["access-changed"; 4]);
}

#[test]
fn roles_and_permissions_are_added_changed_and_removed() {
    let bed = Bed::new();
    for (call, body, status, expected) in [
        (
            "POST /permissions",
            json!({"key": "reports:write", "name": "Writing"}),
            201,
            json!({"key": "reports:write", "name": "Writing"}),
        ),
        (
            "POST /roles",
            json!({"key": "admin", "permissions": ["reports:write", "reports:read"]}),
            201,
            json!({"key": "admin", "name": "admin", "permissions": ["reports:read", "reports:write"]}),
        ),
        (
            "PATCH /roles/admin",
            json!({"name": "Chief", "permissions": ["reports:write"]}),
            200,
            json!({"name": "Chief", "permissions": ["reports:write"]}),
        ),
        (
            "PATCH /roles/member",
            json!({"permissions": ["reports:write", "reports:write", "reports:read"]}),
            200,
            json!({"permissions": ["reports:read", "reports:write"]}),
        ),
        (
            "PATCH /permissions/reports:write",
            json!({"name": "W"}),
            200,
            json!({"name": "W"}),
        ),
        (
            "DELETE /permissions/reports:write",
            Value::Null,
            409,
            json!({"users": 0, "roles": ["member", "admin"]}),
        ),
        (
            "DELETE /permissions/reports:write?from_all=true",
            Value::Null,
            204,
            Value::Null,
        ),
        (
            "GET /roles/admin",
            Value::Null,
            200,
            json!({"permissions": []}),
        ),
        ("DELETE /roles/admin", Value::Null, 204, Value::Null),
        ("GET /roles/admin", Value::Null, 404, json!({})),
        (
            "GET /permissions",
            Value::Null,
            200,
            json!({"items": [{"key": "reports:read"}]}),
        ),
    ] {
        bed.check(call, body, status, expected);
    }
    assert_eq!(bed.audit().len(), 7);
}

#[test]
fn what_is_used_stays_unless_it_is_taken_from_all() {
    let bed = Bed::new();
    let id = bed.add(json!({
        "id": "7",
        "organizations": [{"external_id": "acme", "roles": ["member"], "permissions": ["reports:read"]}],
    }));
    for one in [
        "organizations/acme",
        "roles/member",
        "permissions/reports:read",
    ] {
        bed.check(
            &format!("DELETE /{one}"),
            Value::Null,
            409,
            json!({"users": 1}),
        );
    }
    for one in [
        "permissions/reports:read",
        "roles/member",
        "organizations/acme",
    ] {
        let call = format!("DELETE /{one}?from_all=true");
        bed.check(&call, Value::Null, 204, Value::Null);
    }
    let user = format!("GET /users/{id}");
    bed.check(&user, Value::Null, 200, json!({"organizations": []}));
}

#[test]
fn what_cannot_be_is_said() {
    let bed = Bed::new();
    for (call, body, status, field) in [
        (
            "POST /organizations",
            json!({"external_id": "acme"}),
            409,
            "external_id",
        ),
        (
            "POST /organizations",
            json!({"external_id": "org_acme"}),
            409,
            "external_id",
        ),
        (
            "POST /organizations",
            json!({"external_id": "a,b"}),
            422,
            "external_id",
        ),
        (
            "POST /organizations",
            json!({"external_id": "a", "name": ""}),
            422,
            "name",
        ),
        ("POST /roles", json!({"key": "member"}), 409, "key"),
        (
            "POST /roles",
            json!({"key": "x", "permissions": ["nothing"]}),
            422,
            "permission",
        ),
        (
            "POST /permissions",
            json!({"key": "reports:read"}),
            409,
            "key",
        ),
        ("POST /permissions", json!({"key": "a\u{0}b"}), 422, "key"),
        (
            "PATCH /roles/member",
            json!({"permissions": ["nothing"]}),
            422,
            "permission",
        ),
        ("PATCH /roles/member", json!({"key": "other"}), 422, "key"),
    ] {
        bed.check(call, body, status, json!({"errors": [{"field": field}]}));
    }
    assert_eq!(bed.audit(), Vec::<String>::new());
}

#[test]
fn lists_come_page_by_page() {
    let bed = Bed::new();
    let page = |after: &str, expected: Value| {
        let call = format!("GET /organizations?limit=1{after}");
        bed.check(&call, Value::Null, 200, expected).body["next"].clone()
    };
    let next = page("", json!({"items": [{"external_id": "acme"}], "total": 2}));
    let after = format!("&after={}", next.as_str().unwrap());
    page(
        &after,
        json!({"items": [{"external_id": "zeta"}], "next": null}),
    );
}

#[test]
fn sign_in_by_password_is_switched() {
    let bed = Bed::new();
    bed.add(json!({"email": "ana@example.org"}));
    let (get, put) = ("GET /connections/password", "PUT /connections/password");
    let off = json!({"connection": "password", "on": false, "next_sign_in": {"reset_required": 1}});
    bed.check(get, Value::Null, 200, off);
    let on = json!({"on": true, "tells_at_once": false});
    bed.check(put, json!({"on": true}), 200, on.clone());
    bed.check(put, json!({"on": true}), 200, on.clone());
    bed.check(get, Value::Null, 200, on);
    bed.check(
        put,
        json!({"tells_at_once": true}),
        200,
        json!({"on": true, "tells_at_once": true}),
    );
    bed.check(
        put,
        json!({"on": "yes"}),
        422,
        json!({"errors": [{"field": "on"}]}),
    );
    let noted = ["user-added", "connection-changed", "connection-changed"];
    assert_eq!(bed.audit(), noted);
}

#[test]
fn what_was_done_is_told_the_latest_first() {
    let bed = Bed::new();
    let id = bed.add(json!({"id": "7"}));
    bed.check(
        &format!("POST /users/{id}/suspend"),
        Value::Null,
        200,
        json!({}),
    );
    let call = "GET /audit?limit=1";
    let first = bed.check(
        call,
        Value::Null,
        200,
        json!({"items": [{"who": "token all", "what": "user-suspended", "subject": id}]}),
    );
    let next = first.body["next"].as_str().unwrap();
    for page in [format!("after={next}"), format!("before={next}")] {
        bed.check(
            &format!("{call}&{page}"),
            Value::Null,
            200,
            json!({"items": [{"what": "user-added"}], "next": null}),
        );
    }
    for (filter, count) in [
        ("who=token%20all", 2),
        ("what=user-added", 1),
        ("who=nobody", 0),
    ] {
        let reply = bed.check(&format!("GET /audit?{filter}"), Value::Null, 200, json!({}));
        assert_eq!(
            reply.body["items"].as_array().unwrap().len(),
            count,
            "{filter}"
        );
    }
}
