//! Signing in, and setting a password with a code.

use crate::bed::{Bed, Reply};
use admit_core::by_hand;
use admit_core::ports::store::{AccessTables, SignIns};
use admit_core::sign_in::set_temporary_password;
use admit_passwords::Strength;
use admit_server::config::Config;
use admit_system::hashing::System;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::Request;
use serde_json::{Value, json};
use std::net::SocketAddr;

const BROWSER: &str = "the browser of ana, 0123456789";

/// A server on which people can sign in, with a user.
fn bed() -> Bed {
    let bed = Bed::new();
    bed.store.set_password_connection(true).unwrap();
    bed.add(json!({"email": "ana@example.org", "first_name": "Ana"}));
    bed
}

/// The code of the latest mail.
fn code(bed: &Bed) -> String {
    let mails = bed.store.outbox(0, 100, 0).unwrap();
    mails.last().unwrap().mail.code.clone().unwrap().0
}

/// Sets Ana's password with a code.
fn set_password(bed: &Bed, password: &str) {
    let asked = json!({"name": "ana@example.org", "browser": BROWSER});
    bed.check(
        "POST /password-resets",
        asked,
        200,
        json!({"result": "code-sent"}),
    );
    let confirmed = bed.check(
        "POST /password-resets/confirm",
        json!({"browser": BROWSER, "code": code(bed)}),
        200,
        json!({"result": "granted"}),
    );
    bed.check(
        "POST /password-resets/set",
        json!({"grant": confirmed.body["grant"], "password": password}),
        200,
        json!({"result": "password-set"}),
    );
}

#[track_caller]
fn check_sign_in(bed: &Bed, name: &str, password: &str, result: &str) -> Reply {
    let sent = json!({"name": name, "password": password, "browser": BROWSER});
    bed.check("POST /sign-in", sent, 200, json!({"result": result}))
}

#[test]
fn a_password_is_set_with_a_code_and_signs_in() {
    let bed = bed();
    set_password(&bed, "quiet \"harbour\" \\ 12");
    let reply = check_sign_in(
        &bed,
        "Ana@Example.org",
        "quiet \"harbour\" \\ 12",
        "signed-in",
    );
    assert!(reply.body["user"].is_string());
    check_sign_in(&bed, "ana@example.org", "quiet", "wrong-name-or-password");
    check_sign_in(&bed, "bo@example.org", "quiet", "wrong-name-or-password");
    assert_eq!(bed.audit(), ["user-added"]);
}

#[test]
fn strangers_are_answered_alike_whoever_exists() {
    let bed = bed();
    let of = |name: &str| {
        let sent = json!({"name": name, "password": "a guess", "browser": BROWSER});
        let sign_in = bed.ask("POST /sign-in", &[], &sent);
        let sent = json!({"name": name, "browser": BROWSER});
        let reset = bed.ask("POST /password-resets", &[], &sent);
        let confirm = json!({"browser": BROWSER, "code": "K7Q0-M1ZX"});
        let confirm = bed.ask("POST /password-resets/confirm", &[], &confirm);
        [sign_in, reset, confirm].map(|reply| (reply.status, reply.text))
    };
    assert_eq!(of("ana@example.org"), of("nobody@example.org"));
}

#[test]
fn a_browser_without_a_secret_is_given_one() {
    let bed = bed();
    let asked = json!({"name": "ana@example.org"});
    let reply = bed.check(
        "POST /password-resets",
        asked,
        200,
        json!({"result": "code-sent"}),
    );
    let browser = reply.body["browser"].as_str().unwrap();
    let confirm = |browser: &str, result: &str| {
        let sent = json!({"browser": browser, "code": code(&bed)});
        let call = "POST /password-resets/confirm";
        bed.check(call, sent, 200, json!({"result": result}));
    };
    confirm(BROWSER, "expired");
    confirm(browser, "granted");
}

#[test]
fn no_step_is_left_out_and_no_grant_is_used_twice() {
    let bed = bed();
    let set = |grant: &Value, password: &str, expected: Value| {
        let sent = json!({"grant": grant, "password": password});
        bed.check("POST /password-resets/set", sent, 200, expected);
    };
    set(
        &json!("none"),
        "quiet harbour",
        json!({"result": "expired"}),
    );
    let asked = json!({"name": "ana@example.org", "browser": BROWSER});
    bed.check(
        "POST /password-resets",
        asked,
        200,
        json!({"result": "code-sent"}),
    );
    let confirm = |code: &str, expected: Value| {
        let sent = json!({"browser": BROWSER, "code": code});
        bed.check("POST /password-resets/confirm", sent, 200, expected)
    };
    confirm(
        "0000-0000",
        json!({"result": "wrong-code", "tries_left": 4}),
    );
    let granted = confirm(&code(&bed), json!({"result": "granted"}));
    confirm(&code(&bed), json!({"result": "expired"}));
    let grant = &granted.body["grant"];
    set(grant, "password", json!({"result": "refused"}));
    set(grant, "short", json!({"result": "refused"}));
    set(grant, "quiet harbour", json!({"result": "password-set"}));
    set(grant, "another one", json!({"result": "expired"}));
    check_sign_in(&bed, "ana@example.org", "quiet harbour", "signed-in");
}

#[test]
fn a_temporary_password_leads_to_another_one() {
    let bed = bed();
    let user = by_hand::find(&*bed.store, "ana@example.org").unwrap();
    let now = admit_system::clock::now();
    let strength = Strength::default();
    let temporary = set_temporary_password(&*bed.store, &System, strength, now, &user).unwrap();
    let reply = check_sign_in(&bed, "ana@example.org", &temporary.0, "reset-required");
    bed.check(
        "POST /password-resets/set",
        json!({"grant": reply.body["grant"], "password": "quiet harbour"}),
        200,
        json!({"result": "password-set"}),
    );
    check_sign_in(
        &bed,
        "ana@example.org",
        &temporary.0,
        "wrong-name-or-password",
    );
}

#[test]
fn what_cannot_be_a_password_is_refused_before_it_is_checked() {
    let bed = bed();
    let (long, short) = ("x".repeat(1025), "0123456789abcde");
    for (body, status, field) in [
        (json!({"name": "a", "password": long}), 422, "password"),
        (json!({"name": long, "password": "x"}), 422, "name"),
        (json!({"name": "a", "password": 7}), 422, "password"),
        (json!({"name": "a", "password": null}), 422, "password"),
        (json!({"name": "a"}), 422, "password"),
        (
            json!({"name": "a", "password": "x", "browser": short}),
            422,
            "browser",
        ),
        (
            json!({"name": "a", "password": "x", "address": "here"}),
            422,
            "address",
        ),
        (
            json!({"name": "a", "password": "x", "more": 1}),
            422,
            "more",
        ),
    ] {
        bed.check(
            "POST /sign-in",
            body,
            status,
            json!({"errors": [{"field": field}]}),
        );
    }
    let large = json!({"name": "a", "password": "x".repeat(1_000_000)});
    bed.check("POST /sign-in", large, 413, json!({}));
    assert_eq!(bed.store.dearest_check().unwrap(), 0);
}

/// Signs in with a wrong password, from somewhere, and says what came of it.
fn wrong(bed: &Bed, connected: &str, forwarded: Option<&str>, sent: Value) -> Reply {
    let mut body = json!({"name": "ana@example.org", "password": "wrong"});
    if let (Some(body), Value::Object(sent)) = (body.as_object_mut(), sent) {
        body.extend(sent);
    }
    let mut request = Request::post("/api/v1/sign-in")
        .header("authorization", "Bearer adm_all")
        .header("content-type", "application/json");
    if let Some(forwarded) = forwarded {
        request = request.header("x-forwarded-for", forwarded);
    }
    let mut request = request.body(Body::from(body.to_string())).unwrap();
    let connected: SocketAddr = format!("{connected}:4711").parse().unwrap();
    request.extensions_mut().insert(ConnectInfo(connected));
    bed.send(request)
}

fn results(replies: impl Iterator<Item = Reply>) -> Vec<String> {
    let result = |reply: Reply| reply.body["result"].as_str().unwrap().to_owned();
    replies.map(result).collect()
}

/// Of six attempts with a name from one place the last is locked.
const LOCKED: [&str; 6] = [
    "wrong-name-or-password",
    "wrong-name-or-password",
    "wrong-name-or-password",
    "wrong-name-or-password",
    "wrong-name-or-password",
    "locked",
];

#[test]
fn a_forged_header_makes_no_other_address() {
    let bed = bed();
    let from = |n: u32| Some(format!("198.51.100.{n}"));
    let forged = (0..6).map(|n| wrong(&bed, "192.0.2.7", from(n).as_deref(), json!({})));
    assert_eq!(results(forged), LOCKED);
}

#[test]
fn what_a_known_proxy_says_is_the_address() {
    let config = Config {
        trusted_proxies: vec!["10.0.0.1".parse().unwrap()],
        ..Config::default()
    };
    let bed = Bed::with(config);
    bed.store.set_password_connection(true).unwrap();
    let from = |n: u32| Some(format!("203.0.113.9, 198.51.100.{n}"));
    let others = (0..6).map(|n| wrong(&bed, "10.0.0.1", from(n).as_deref(), json!({})));
    assert_eq!(results(others), ["wrong-name-or-password"; 6]);
    let same = (0..6).map(|_| wrong(&bed, "10.0.0.1", Some("198.51.100.77"), json!({})));
    assert_eq!(results(same), LOCKED);
}

#[test]
fn somebody_who_tries_many_names_is_slowed_down() {
    let bed = bed();
    let person = |n: u32, address: &str| {
        // What cannot be a password fails without being checked.
        let name = format!("{n}@example.org");
        let sent = json!({"name": name, "password": "\0", "address": address});
        wrong(&bed, "192.0.2.7", None, sent).status
    };
    let network = "2001:db8:1:2::";
    let statuses: Vec<u16> = (0..300)
        .map(|n| person(n, &format!("{network}{n:x}")))
        .collect();
    assert!(statuses.iter().all(|status| *status == 200));
    let reply = wrong(&bed, "192.0.2.7", None, json!({"address": network}));
    assert_eq!(
        (reply.status, &reply.body["result"]),
        (429, &json!("try-again-shortly"))
    );
    assert!(reply.headers.contains_key("retry-after"));
    assert_eq!(person(1, "2001:db8:1:3::"), 200);
}

#[test]
fn while_it_is_off_nothing_is_done() {
    let bed = Bed::new();
    let off = json!({"result": "password-sign-in-is-off"});
    for (call, body) in [
        ("POST /sign-in", json!({"name": "a", "password": "b"})),
        ("POST /password-resets", json!({"name": "a"})),
        (
            "POST /password-resets/confirm",
            json!({"browser": BROWSER, "code": "a"}),
        ),
        (
            "POST /password-resets/set",
            json!({"grant": "a", "password": "b"}),
        ),
    ] {
        bed.check(call, body, 200, off.clone());
    }
}
