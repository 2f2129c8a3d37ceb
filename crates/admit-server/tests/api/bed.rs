//! A server over a store in memory, and how it is asked.

use admit_core::operators::secrets::token_digest;
use admit_core::ports::memory::MemoryStore;
use admit_core::ports::store::{AccessTables, Audit, AuditQuery, Scope, Token, Tokens};
use admit_core::users::access::AccessChange;
use admit_server::config::Config;
use admit_server::{Server, router};
use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Request};
use axum::response::Response;
use futures_util::future::{Either, join_all, select};
use http_body_util::BodyExt;
use serde_json::{Value, json};
use std::pin::pin;
use std::sync::Arc;
use tokio::runtime::{Builder, Runtime};
use tower::ServiceExt;

/// A server over a store in memory.
pub struct Bed {
    pub store: Arc<MemoryStore>,
    pub router: Router,
    pub server: Server,
    runtime: Runtime,
}

/// An answer.
#[derive(Debug)]
pub struct Reply {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: Value,
    pub text: String,
}

impl Bed {
    /// One with a token of every scope, `adm_all`, and one of none, `adm_none`; two
    /// organizations, a role and a permission.
    pub fn new() -> Bed {
        Bed::with(Config::default())
    }

    pub fn with(config: Config) -> Bed {
        let store = Arc::new(MemoryStore::new());
        let organization = |external_id: &str| AccessChange::AddOrganization {
            code: format!("org_{external_id}"),
            external_id: external_id.to_owned(),
            name: external_id.to_uppercase(),
            is_default: false,
        };
        let permission = AccessChange::AddPermission {
            key: "reports:read".to_owned(),
            name: "Reports".to_owned(),
        };
        let role = AccessChange::AddRole {
            key: "member".to_owned(),
            name: "Member".to_owned(),
            permissions: vec!["reports:read".to_owned()],
        };
        let changes = [organization("acme"), organization("zeta"), permission, role];
        store.change_access(&changes).unwrap();
        let server = Server::new(store.clone(), config);
        let bed = Bed {
            router: router(server.clone()),
            server,
            store,
            runtime: Builder::new_current_thread()
                .enable_all()
                .start_paused(true)
                .build()
                .unwrap(),
        };
        bed.token("all", &Scope::ALL);
        bed.token("none", &[]);
        bed
    }

    /// Makes the token `adm_NAME`.
    pub fn token(&self, name: &str, scopes: &[Scope]) {
        let token = Token {
            name: name.to_owned(),
            digest: token_digest(&format!("adm_{name}")),
            scopes: scopes.to_vec(),
            created: 0,
            last_used: None,
        };
        assert!(self.store.add_token(&token).unwrap());
    }

    /// Does every job that is due.
    pub fn work(&self) {
        admit_server::do_all_due(&self.server).unwrap();
    }

    /// Sends a request, as it stands.
    pub fn send(&self, request: Request<Body>) -> Reply {
        self.send_all(vec![request]).remove(0)
    }

    /// Sends requests all at once.
    pub fn send_all(&self, requests: Vec<Request<Body>>) -> Vec<Reply> {
        let replies = requests.into_iter().map(|request| self.answer(request));
        self.runtime.block_on(join_all(replies))
    }

    /// Sends a request, and does something once it is being answered.
    pub fn send_and(&self, request: Request<Body>, then: impl FnOnce()) -> Reply {
        self.runtime.block_on(async {
            let response = self.router.clone().oneshot(request).await.unwrap();
            then();
            Bed::read(response).await
        })
    }

    /// The answer to a request, beside others.
    pub async fn answer(&self, request: Request<Body>) -> Reply {
        Bed::read(self.router.clone().oneshot(request).await.unwrap()).await
    }

    async fn read(response: Response) -> Reply {
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let bytes = response.into_body().collect().await.unwrap().to_bytes();
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let body = serde_json::from_str(&text).unwrap_or(Value::Null);
        let reply = Reply {
            status,
            headers,
            body,
            text,
        };
        if status >= 400 {
            is_a_known_problem(&reply);
        }
        reply
    }

    /// Sends a request, and goes away once this has ended.
    pub fn give_up(&self, request: Request<Body>, when: impl Future) {
        self.runtime.block_on(async {
            let answer = pin!(self.router.clone().oneshot(request));
            let when = pin!(when);
            let ended = matches!(select(when, answer).await, Either::Left(_));
            assert!(ended, "it was answered before");
        });
    }

    /// Asks with a method, a path under `/api/v1`, more headers, and a body, if any.
    pub fn ask(&self, call: &str, headers: &[(&str, &str)], body: &Value) -> Reply {
        let (method, path) = call.split_once(' ').unwrap();
        let mut request = Request::builder()
            .method(method)
            .uri(format!("/api/v1{path}"));
        if !headers.iter().any(|(name, _)| *name == "authorization") {
            request = request.header("authorization", "Bearer adm_all");
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let body = if body.is_null() {
            Body::empty()
        } else {
            request = request.header("content-type", "application/json");
            Body::from(body.to_string())
        };
        self.send(request.body(body).unwrap())
    }

    /// Asks, and compares the status and those members of the answer that are expected.
    #[track_caller]
    #[expect(
        clippy::needless_pass_by_value,
        reason = "values stand where they are used, without a sign in front"
    )]
    pub fn check(&self, call: &str, body: Value, status: u16, expected: Value) -> Reply {
        let reply = self.ask(call, &[], &body);
        let shown = format!("{call} {body}: {} {}", reply.status, reply.text);
        assert_eq!(reply.status, status, "{shown}");
        if let Err(place) = contains(&reply.body, &expected) {
            panic!("{shown}\nat {place}, expected {expected}");
        }
        reply
    }

    /// What the audit trail has, in the order in which it was done: the words.
    pub fn audit(&self) -> Vec<String> {
        let all = AuditQuery {
            limit: 1000,
            ..AuditQuery::default()
        };
        let mut entries = self.store.audit(&all).unwrap();
        entries.reverse();
        let words = entries.into_iter().map(|entry| {
            assert_eq!(entry.who, "token all");
            entry.what
        });
        words.collect()
    }

    /// Adds a user and answers with the public id.
    pub fn add(&self, user: Value) -> String {
        let reply = self.check("POST /users", user, 201, json!({}));
        reply.body["public_id"].as_str().unwrap().to_owned()
    }
}

/// Every answer of a failure is a problem that the manual tells of, and never one of ours.
fn is_a_known_problem(reply: &Reply) {
    assert!(reply.status < 500, "{}", reply.text);
    assert_eq!(reply.headers["content-type"], "application/problem+json");
    assert_eq!(reply.body["status"], reply.status);
    assert_eq!(
        reply.body["instance"],
        reply.headers["x-request-id"].to_str().unwrap()
    );
    let kind = reply.body["type"].as_str().unwrap();
    let (page, kind) = kind.split_once('#').unwrap();
    assert_eq!(page, "/docs/problems");
    let told = include_str!("../../../../docs/src/problems.md");
    let heading = format!("## {kind}\n\n{}. ", reply.status);
    assert!(told.contains(&heading), "{}", reply.text);
}

/// Whether a value has what is expected of it; else where it has not. Lists are compared
/// whole.
fn contains(value: &Value, expected: &Value) -> Result<(), String> {
    match (value, expected) {
        (Value::Object(value), Value::Object(expected)) => {
            for (name, expected) in expected {
                let own = value.get(name).ok_or_else(|| name.clone())?;
                contains(own, expected).map_err(|place| format!("{name} {place}"))?;
            }
            Ok(())
        }
        (Value::Array(value), Value::Array(expected)) if value.len() == expected.len() => {
            for (place, (own, expected)) in value.iter().zip(expected).enumerate() {
                contains(own, expected).map_err(|inner| format!("{place} {inner}"))?;
            }
            Ok(())
        }
        (value, expected) if value == expected => Ok(()),
        (value, _) => Err(value.to_string()),
    }
}
