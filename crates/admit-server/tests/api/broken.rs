//! What nobody should send, and what it gets: a problem that says what to do, never a
//! failure of ours.

use crate::bed::Bed;
use axum::body::Body;
use axum::http::Request;
use serde_json::{Value, json};

#[track_caller]
fn check(bed: &Bed, call: &str, body: impl Into<Vec<u8>>, status: u16) -> Value {
    let (method, path) = call.split_once(' ').unwrap();
    let request = Request::builder()
        .method(method)
        .uri(path)
        .header("authorization", "Bearer adm_all")
        .header("content-type", "application/json; charset=utf-8")
        .body(Body::from(body.into()))
        .unwrap();
    let reply = bed.send(request);
    assert_eq!(reply.status, status, "{call}: {}", reply.text);
    reply.body
}

#[test]
fn bodies_that_are_no_json_are_refused() {
    let bed = Bed::new();
    let deep = format!("{}{}", "[".repeat(5_000), "]".repeat(5_000));
    let large = format!("{{\"email\": \"{}\"}}", "x".repeat(2 * 1024 * 1024));
    for call in [
        "POST /api/v1/users",
        "POST /api/v1/organizations",
        "POST /api/v1/sign-in",
        "PUT /api/v1/connections/password",
    ] {
        for body in ["", "{", "nul", "\u{feff}{}", "{'x': 1}"] {
            check(&bed, call, body, 400);
        }
        check(&bed, call, deep.as_str(), 422);
        check(&bed, call, *b"{\"\xff\": 1}", 400);
        check(&bed, call, large.as_str(), 413);
    }
}

#[test]
fn bodies_of_another_form_are_said_by_field() {
    let bed = Bed::new();
    for (body, field) in [
        ("[]", ""),
        ("7", ""),
        ("null", ""),
        (r#"["1", "a@example.org"]"#, ""),
        (r#"{"email": {"a": []}}"#, "email"),
        (r#"{"email": "a", "email": "b"}"#, "email"),
        (r#"{"organizations": {}}"#, "organizations"),
        (r#"{"organizations": [7]}"#, "organizations[0]"),
        (r#"{"organizations": [["acme"]]}"#, "organizations[0]"),
        (r#"{"public_id": "7"}"#, "public_id"),
        (r#"{"password": "secret"}"#, "password"),
    ] {
        let problem = check(
            &bed,
            "POST /api/v1/users",
            body,
            if field == "email" && body.contains("1e999") {
                400
            } else {
                422
            },
        );
        if problem["status"] == 422 {
            assert_eq!(problem["errors"][0]["field"], field, "{body}");
        }
    }
}

#[test]
fn values_that_nobody_has_are_refused() {
    let bed = Bed::new();
    let long = "x".repeat(100_000);
    for body in [
        json!({"id": "a\0b"}),
        json!({"first_name": "a\0b", "id": "1"}),
        json!({"email": long}),
        json!({"id": long}),
        json!({"last_name": long, "id": "1"}),
    ] {
        check(&bed, "POST /api/v1/users", body.to_string(), 422);
    }
}

#[test]
fn paths_and_queries_of_any_kind_are_answered() {
    let bed = Bed::new();
    let nobody = "00000000-0000-7000-8000-000000000000";
    let most = u64::MAX;
    for (path, status) in [
        ("/users/7".to_owned(), 404),
        (format!("/users/{nobody}"), 404),
        (
            "/users/ffffffff-ffff-ffff-ffff-ffffffffffff".to_owned(),
            404,
        ),
        ("/users/%00".to_owned(), 404),
        ("/users/%ff".to_owned(), 404),
        ("/organizations/%ff".to_owned(), 404),
        ("/organizations/%00".to_owned(), 404),
        ("/rules/%2e%2e%2f".to_owned(), 404),
        ("/nothing".to_owned(), 404),
        ("/users?limit=0".to_owned(), 200),
        (format!("/users?limit={most}"), 200),
        (format!("/users?after={most}"), 200),
        (format!("/organizations?after={most}"), 200),
        (format!("/audit?before={most}&after={most}"), 200),
        ("/audit?before=0".to_owned(), 200),
        ("/users?limit=18446744073709551616".to_owned(), 422),
        ("/users?limit=-1".to_owned(), 422),
        ("/users?limit=a".to_owned(), 422),
        ("/users?after=a".to_owned(), 422),
        ("/users?limit=1&limit=2".to_owned(), 422),
        ("/users?status=gone".to_owned(), 422),
        ("/users?organization=nothing".to_owned(), 422),
        ("/users?role=nothing".to_owned(), 422),
        ("/users?search=%00".to_owned(), 200),
        ("/users?search=%25_%27".to_owned(), 200),
        (format!("/users?search={}", "x".repeat(10_000)), 200),
    ] {
        check(&bed, &format!("GET /api/v1{path}"), "", status);
    }
}

#[test]
fn methods_that_a_path_does_not_take_are_told() {
    let bed = Bed::new();
    for call in [
        "DELETE /api/v1/users",
        "PUT /api/v1/sign-in",
        "GET /api/v1/sign-in",
        "POST /api/v1/rules",
        "TRACE /api/v1/users",
        "BREW /api/v1/users",
        "POST /api/v1/openapi.json",
    ] {
        check(&bed, call, "{}", 405);
    }
}

#[test]
fn nobody_without_a_token_and_its_scope_does_anything() {
    let bed = Bed::new();
    let document = admit_server::document();
    let methods = ["get", "post", "put", "patch", "delete"];
    let mut asked = 0;
    for (path, item) in document["paths"].as_object().unwrap() {
        for method in methods
            .into_iter()
            .filter(|method| item.get(method).is_some())
        {
            let path = path.replace("{id}", "00000000-0000-7000-8000-000000000000");
            let path = path.replace(['{', '}'], "x");
            let ask = |token: Option<&str>| {
                let mut request = Request::builder()
                    .method(method.to_uppercase().as_str())
                    .uri(&path)
                    .header("host", "evil.example.org")
                    .header("content-type", "application/json");
                if let Some(token) = token {
                    request = request.header("authorization", token);
                }
                let body = if item[method].get("requestBody").is_some() {
                    "{}"
                } else {
                    ""
                };
                bed.send(request.body(Body::from(body)).unwrap()).status
            };
            let shown = format!("{method} {path}");
            for token in [
                None,
                Some("Bearer adm_nobody"),
                Some("adm_all"),
                Some("Basic adm_all"),
                Some("Bearer "),
            ] {
                assert_eq!(ask(token), 401, "{shown} {token:?}");
            }
            let needs_scope = item[method].get("security").is_some();
            if needs_scope {
                assert!(
                    [403, 422].contains(&ask(Some("Bearer adm_none"))),
                    "{shown}"
                );
            }
            asked += 1;
        }
    }
    assert!(asked > 30, "{asked}");
    assert_eq!(bed.audit(), Vec::<String>::new());
}

#[test]
fn every_operation_has_a_name_of_its_own() {
    let document = admit_server::document();
    let mut names = std::collections::BTreeSet::new();
    for item in document["paths"].as_object().unwrap().values() {
        for operation in item.as_object().unwrap().values() {
            let name = operation["operationId"].as_str().unwrap();
            assert!(names.insert(name.to_owned()), "{name}");
        }
    }
}

#[test]
fn no_secret_comes_back() {
    let bed = Bed::new();
    let secret = "quiet harbour 4711";
    for (call, body) in [
        (
            "POST /sign-in",
            json!({"name": "a", "password": secret, "browser": 7}),
        ),
        ("POST /sign-in", json!({"name": "a", "password": [secret]})),
        ("POST /sign-in", json!({"name": secret, "password": null})),
        (
            "POST /password-resets/set",
            json!({"grant": secret, "password": secret, "x": 1}),
        ),
        ("POST /users", json!({"password": secret})),
        ("POST /users", json!({"id": {"password": secret}})),
    ] {
        let reply = bed.ask(call, &[], &body);
        assert_eq!(reply.status, 422, "{}", reply.text);
        assert!(!reply.text.contains("4711"), "{}", reply.text);
    }
}

#[test]
fn nobody_on_the_way_keeps_an_answer() {
    let bed = Bed::new();
    for call in ["GET /users", "GET /users/7", "GET /rules"] {
        let reply = bed.ask(call, &[], &Value::Null);
        assert_eq!(reply.headers["cache-control"], "no-store", "{call}");
        assert_eq!(reply.headers["x-content-type-options"], "nosniff", "{call}");
    }
}

#[test]
fn names_of_fields_are_repeated_in_part() {
    let bed = Bed::new();
    let body = format!("{{\"{}\": 1}}", "x".repeat(100_000));
    let problem = check(&bed, "POST /api/v1/users", body, 422);
    assert_eq!(problem["errors"][0]["field"], "x".repeat(100));
    assert!(problem.to_string().len() < 1000, "{problem}");
}

#[test]
fn what_a_problem_is_of_stands_where_its_type_leads() {
    let bed = Bed::new();
    let problem = check(&bed, "GET /api/v1/users/7", "", 404);
    let (page, kind) = problem["type"].as_str().unwrap().split_once('#').unwrap();
    let told = bed.send(Request::get(page).body(Body::empty()).unwrap());
    assert_eq!(told.status, 200);
    assert!(told.text.contains(&format!("## {kind}\n")), "{}", told.text);
}
