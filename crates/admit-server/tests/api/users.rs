//! Users by hand.

use crate::bed::Bed;
use crate::imports::hand_in;
use admit_core::ports::store::{Job, JobKind, JobQuery, JobState, Jobs, Lease, NewJob};
use serde_json::{Value, json};

#[test]
fn a_user_is_added_changed_and_removed() {
    let bed = Bed::new();
    let ana = json!({
        "email": "ana@example.org",
        "first_name": "Ana",
        "organizations": [{"external_id": "acme", "roles": ["member"]}],
    });
    let reply = bed.check(
        "POST /users",
        ana,
        201,
        json!({
            "email": "ana@example.org",
            "status": "active",
            "reset": "added by hand",
            "organizations": [{"external_id": "acme", "roles": ["member"], "permissions": []}],
        }),
    );
    let id = reply.body["public_id"].as_str().unwrap();
    assert_eq!(reply.headers["location"], format!("/api/v1/users/{id}"));
    for (call, body, status, expected) in [
        (
            "PATCH /users/ID",
            json!({"first_name": null, "username": "ana.d"}),
            200,
            json!({"first_name": null, "username": "ana.d", "email": "ana@example.org"}),
        ),
        // Again it changes nothing, and nothing is noted.
        (
            "PATCH /users/ID",
            json!({"username": "ana.d"}),
            200,
            json!({}),
        ),
        (
            "POST /users/ID/suspend",
            Value::Null,
            200,
            json!({"status": "suspended"}),
        ),
        (
            "POST /users/ID/activate",
            Value::Null,
            200,
            json!({"status": "active"}),
        ),
        (
            "POST /users/ID/reset-password",
            Value::Null,
            200,
            json!({"reset": "asked by an operator"}),
        ),
        (
            "PUT /users/ID/memberships/zeta",
            json!({"roles": ["member"], "permissions": ["reports:read"]}),
            200,
            json!({"organizations": [
                {"external_id": "acme"},
                {"external_id": "zeta", "roles": ["member"], "permissions": ["reports:read"]},
            ]}),
        ),
        (
            "PUT /users/ID/memberships/org_zeta",
            json!({"permissions": []}),
            200,
            json!({"organizations": [
                {"external_id": "acme"},
                {"external_id": "zeta", "roles": ["member"], "permissions": []},
            ]}),
        ),
        (
            "DELETE /users/ID/memberships/acme",
            Value::Null,
            200,
            json!({"organizations": [{"external_id": "zeta"}]}),
        ),
        ("DELETE /users/ID", Value::Null, 204, Value::Null),
        ("GET /users/ID", Value::Null, 404, json!({"status": 404})),
        ("DELETE /users/ID", Value::Null, 404, json!({"status": 404})),
    ] {
        bed.check(&call.replace("ID", id), body, status, expected);
    }
    assert_eq!(
        bed.audit(),
        [
            "user-added",
            "user-changed",
            "user-suspended",
            "user-activated",
            "user-reset-asked",
            "user-joined",
            "user-joined",
            "user-left",
            "user-deleted",
        ]
    );
}

#[test]
fn what_does_not_fit_is_said_by_field() {
    let bed = Bed::new();
    let bo = bed.add(json!({"email": "bo@example.org"}));
    let one = format!("PATCH /users/{bo}");
    for (call, body, status, field) in [
        ("POST /users", json!({"email": "bo@example"}), 422, "email"),
        (
            "POST /users",
            json!({"email": "bo@example.org"}),
            409,
            "email",
        ),
        ("POST /users", json!({"email": " "}), 422, "email"),
        ("POST /users", json!({"email": 7}), 422, "email"),
        ("POST /users", json!({"mail": "x"}), 422, "mail"),
        (
            "POST /users",
            json!({"id": "7", "organizations": [{"external_id": "acm"}]}),
            422,
            "organization",
        ),
        (
            "POST /users",
            json!({"id": "7", "organizations": [{"external_id": "acme"}, {"external_id": "org_acme"}]}),
            422,
            "organizations[1]",
        ),
        (
            "POST /users",
            json!({"id": "7", "organizations": [{"roles": []}]}),
            422,
            "organizations[0].external_id",
        ),
        (one.as_str(), json!({"phone": "0412"}), 422, "phone"),
    ] {
        bed.check(call, body, status, json!({"errors": [{"field": field}]}));
    }
    bed.check("POST /users", json!({}), 422, json!({"status": 422}));
    bed.check(&one, json!({"email": null}), 422, json!({"status": 422}));
    bed.check("GET /users", Value::Null, 200, json!({"total": 1}));
    assert_eq!(bed.audit(), ["user-added"]);
}

#[test]
fn users_are_found_by_parts_of_names_and_identifiers_at_any_time() {
    let bed = Bed::new();
    hand_in(
        &bed,
        "mode=import",
        "id,email,first_name\n1,ana@example.org,Ana\n2,bo@example.org,Bo\n",
    );
    let search = |text: &str, expected: &[&str]| {
        let expected: Vec<Value> = expected.iter().map(|id| json!({"id": id})).collect();
        let reply = bed.check(
            &format!("GET /users?search={text}"),
            Value::Null,
            200,
            json!({}),
        );
        let items = reply.body["items"].as_array().unwrap().iter();
        let found: Vec<Value> = items.map(|user| json!({"id": user["id"]})).collect();
        assert_eq!(found, expected, "{text}");
    };
    search("NA", &["1"]);
    search("o", &["1", "2"]);
    search("nobody", &[]);
    // Its end is when what users are searched by is brought up to date.
    let ended = jobs_of_search(&bed);
    assert!(!ended.is_empty());
    assert!(ended.iter().all(|job| job.state == JobState::Done));
    // Whoever was at it is gone: somebody else does it.
    let now = bed.server.now();
    bed.store
        .add_job(&NewJob::of_search_index(now), now)
        .unwrap();
    let gone = Lease {
        owner: "gone",
        now,
        ends: now,
    };
    let claimed = bed.store.claim_job(&gone, &[JobKind::SearchIndex]).unwrap();
    assert_eq!(claimed.unwrap().state, JobState::Running);
    bed.work();
    let last = jobs_of_search(&bed).remove(0);
    assert_eq!((last.state, last.attempts), (JobState::Done, 2));
    search("@example", &["1", "2"]);
}

fn jobs_of_search(bed: &Bed) -> Vec<Job> {
    let query = JobQuery {
        kinds: vec![JobKind::SearchIndex],
        limit: 10,
        ..JobQuery::default()
    };
    bed.store.jobs(&query).unwrap()
}
