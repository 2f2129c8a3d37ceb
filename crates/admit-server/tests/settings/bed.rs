//! A server over a store in memory, and operators with browsers.

use admit_core::by_hand::{self, Wanted};
use admit_core::operators::secrets::session_digest;
use admit_core::passwords::stored::Secret;
use admit_core::ports::memory::MemoryStore;
use admit_core::ports::store::{AccessTables, Audit, AuditQuery, OperatorKind, Operators, Session};
use admit_core::rows::raw::CellRef;
use admit_core::users::access::AccessChange;
use admit_core::users::field::Field;
use admit_server::config::Config;
use admit_server::{Server, router};
use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Request};
use http_body_util::BodyExt;
use std::sync::Arc;
use tokio::runtime::{Builder, Runtime};
use tower::ServiceExt;

pub use OperatorKind::{Administrator, Importer, Viewer};

/// A server, and an operator of every kind.
pub struct Bed {
    pub store: Arc<MemoryStore>,
    router: Router,
    runtime: Runtime,
}

/// An answer.
#[derive(Debug)]
pub struct Reply {
    pub status: u16,
    pub headers: HeaderMap,
    pub text: String,
}

impl Reply {
    /// Where it leads.
    pub fn to(&self) -> &str {
        self.headers["location"].to_str().unwrap()
    }
}

impl Bed {
    pub fn new() -> Bed {
        Bed::with(Config::default())
    }

    pub fn with(config: Config) -> Bed {
        let store = Arc::new(MemoryStore::new());
        let now = admit_system::clock::now();
        for kind in OperatorKind::ALL {
            let number = store.add_operator(&email(kind), kind, 0).unwrap().unwrap();
            let hash = Secret(format!("hash of {}", kind.name()));
            assert!(store.set_operator_password(number, &hash).unwrap());
            let session = Session {
                digest: session_digest(kind.name()),
                operator: number,
                created: now,
                expires: now + 60_000_000,
            };
            assert!(store.put_session(&session, &hash).unwrap());
        }
        let server = Server::new(store.clone(), config);
        Bed {
            router: router(server),
            store,
            runtime: Builder::new_current_thread().enable_all().build().unwrap(),
        }
    }

    /// Adds organizations of these external ids and names.
    pub fn organizations(&self, all: &[(&str, &str)]) {
        for (key, name) in all {
            let change = AccessChange::AddOrganization {
                code: format!("org_{key}"),
                external_id: (*key).to_owned(),
                name: (*name).to_owned(),
                is_default: false,
            };
            self.store.change_access(&[change]).unwrap();
        }
    }

    /// Adds a user with these roles and permissions in these organizations, by their keys.
    pub fn user(&self, email: &str, wanted: [&[&str]; 3]) {
        let cell = CellRef {
            column: "email",
            field: Some(Field::Email),
            text: email,
        };
        let values = by_hand::read(&[cell], None).unwrap();
        let [organizations, roles, permissions] =
            wanted.map(|keys| keys.iter().map(|key| (*key).to_owned()).collect::<Vec<_>>());
        let wanted = Wanted {
            organizations: &organizations,
            roles: &roles,
            permissions: &permissions,
        };
        by_hand::add_user(&*self.store, 1, 7, values, &wanted).unwrap();
    }

    fn send(&self, request: Request<Body>) -> Reply {
        self.runtime.block_on(async {
            let response = self.router.clone().oneshot(request).await.unwrap();
            let (status, headers) = (response.status().as_u16(), response.headers().clone());
            let bytes = response.into_body().collect().await.unwrap().to_bytes();
            let text = String::from_utf8(bytes.to_vec()).unwrap();
            Reply {
                status,
                headers,
                text,
            }
        })
    }

    /// Opens a page as an operator of a kind.
    pub fn get(&self, who: OperatorKind, path: &str) -> Reply {
        let request = Request::get(path).header("cookie", cookie(who));
        self.send(request.body(Body::empty()).unwrap())
    }

    /// Sends a form as an operator of a kind, with the token that pages have.
    pub fn post(&self, who: OperatorKind, path: &str, fields: &[(&str, &str)]) -> Reply {
        let page = self.get(who, "/organizations").text;
        let token = page.split("name=\"form\" value=\"").nth(1).unwrap();
        let token = token.split('"').next().unwrap().to_owned();
        self.post_with(who, path, &token, fields)
    }

    /// The same with another token.
    pub fn post_with(
        &self,
        who: OperatorKind,
        path: &str,
        token: &str,
        fields: &[(&str, &str)],
    ) -> Reply {
        let mut body = form_urlencoded::Serializer::new(String::new());
        body.append_pair("form", token).extend_pairs(fields);
        let request = Request::post(path)
            .header("cookie", cookie(who))
            .header("sec-fetch-site", "same-origin")
            .header("content-type", "application/x-www-form-urlencoded");
        self.send(request.body(Body::from(body.finish())).unwrap())
    }

    /// Opens a page, and looks whether it has all of these, and nothing of those.
    #[track_caller]
    pub fn check(&self, who: OperatorKind, path: &str, has: &[&str], has_not: &[&str]) -> Reply {
        let reply = self.get(who, path);
        assert_eq!(reply.status, 200, "{path}: {}", reply.text);
        says(&reply, has, has_not);
        assert!(reply.text.len() < 60_000, "{path}: {}", reply.text.len());
        reply
    }

    /// Sends a form that is taken, and looks where it leads.
    #[track_caller]
    pub fn done(&self, path: &str, fields: &[(&str, &str)], to: &str) {
        let reply = self.post(Administrator, path, fields);
        assert_eq!(reply.status, 303, "{path} {fields:?}: {}", reply.text);
        assert_eq!(reply.to(), to, "{path}");
    }

    /// Sends a form that is not taken, and looks what the page says.
    #[track_caller]
    pub fn refused(&self, path: &str, fields: &[(&str, &str)], status: u16, has: &[&str]) {
        let before = self.audit();
        let reply = self.post(Administrator, path, fields);
        assert_eq!(reply.status, status, "{path} {fields:?}: {}", reply.text);
        says(&reply, has, &[]);
        assert_eq!(self.audit(), before, "{path}");
    }

    /// What the audit trail has, in the order in which it was done: who, the word, and
    /// what it was done to.
    pub fn audit(&self) -> Vec<String> {
        let all = AuditQuery {
            limit: 1000,
            ..AuditQuery::default()
        };
        let entries = self.store.audit(&all).unwrap();
        let said = entries.into_iter().rev().map(|entry| {
            let subject = entry.subject.unwrap_or_default();
            format!("{} {} {subject}", entry.who, entry.what)
        });
        said.collect()
    }
}

/// Looks whether a page has all of these, and nothing of those.
#[track_caller]
pub fn says(reply: &Reply, has: &[&str], has_not: &[&str]) {
    for text in has {
        assert!(reply.text.contains(text), "without {text}: {}", reply.text);
    }
    for text in has_not {
        assert!(!reply.text.contains(text), "with {text}: {}", reply.text);
    }
}

/// The address of the operator of a kind.
pub fn email(kind: OperatorKind) -> String {
    format!("{}@example.org", kind.name())
}

fn cookie(who: OperatorKind) -> String {
    format!("admit-session={}", who.name())
}
