//! A browser without scripts, in front of a server over a store in memory.

use admit_core::operators::secrets::{link_at, new_link};
use admit_core::passwords::stored::Secret;
use admit_core::ports::memory::MemoryStore;
use admit_core::ports::store::{AccessTables, NOBODY_YET, OperatorKind, OperatorLink, Operators};
use admit_core::setup::Setup;
use admit_server::config::Config;
use admit_server::{Server, router};
use admit_system::hashing::System;
use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Method, Request};
use http_body_util::BodyExt;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Arc;
use tokio::runtime::{Builder, Runtime};
use tower::ServiceExt;

/// The password of everybody in these tests.
pub const PASSWORD: &str = "quiet river stone walking";

/// A server, and a browser in front of it.
pub struct Browser {
    pub store: Arc<MemoryStore>,
    pub server: Server,
    router: Router,
    runtime: Runtime,
    cookies: BTreeMap<String, String>,
    /// Whether it says from which site a request comes.
    pub says_site: bool,
}

/// A page.
#[derive(Debug)]
pub struct Page {
    pub status: u16,
    pub headers: HeaderMap,
    pub text: String,
}

impl Browser {
    pub fn new() -> Browser {
        let store = Arc::new(MemoryStore::new());
        let setup = Setup::parse(
            "[[permissions]]\nkey = \"reports:read\"\n\
             [[roles]]\nkey = \"member\"\npermissions = [\"reports:read\"]\n\
             [[organizations]]\nexternal_id = \"acme\"\nname = \"Acme\"\n\
             [[organizations]]\nexternal_id = \"visitors\"\ndefault = true\n",
        );
        let before = store.access().unwrap();
        let mut codes = (1..).map(|number| format!("org_{number}"));
        let new_code = &mut || codes.next().unwrap();
        let changes = setup.unwrap().changes(&before, new_code);
        let changes = changes.unwrap();
        store.change_access(&changes).unwrap();
        let server = Server::new(store.clone(), Config::default());
        Browser {
            router: router(server.clone()),
            server,
            store,
            runtime: Builder::new_current_thread()
                .enable_all()
                .start_paused(true)
                .build()
                .unwrap(),
            cookies: BTreeMap::new(),
            says_site: true,
        }
    }

    /// One in which an operator of this kind is signed in.
    pub fn signed_in(kind: OperatorKind) -> Browser {
        let mut browser = Browser::new();
        let path = browser.link(kind, "dana@example.com");
        let page = browser.post(&path, &[("password", PASSWORD)]);
        assert_eq!(page.status, 303, "{}", page.text);
        browser.sign_in("dana@example.com");
        browser
    }

    /// The path of a link for a new operator.
    pub fn link(&self, kind: OperatorKind, email: &str) -> String {
        let number = self.store.add_operator(email, kind, 0).unwrap().unwrap();
        self.link_of(number)
    }

    /// The path of the link for the first administrator.
    pub fn first_link(&self) -> String {
        self.link_of(NOBODY_YET)
    }

    fn link_of(&self, operator: u64) -> String {
        let (secret, digest) = new_link(&System);
        let link = OperatorLink {
            digest,
            operator,
            expires: i64::MAX,
        };
        assert!(self.store.put_link(&link).unwrap());
        let Secret(path) = link_at("", &secret);
        path
    }

    /// Signs an operator in.
    #[track_caller]
    pub fn sign_in(&mut self, email: &str) {
        let form = [("email", email), ("password", PASSWORD)];
        let page = self.post("/operators/sign-in", &form);
        assert_eq!(page.status, 303, "{}", page.text);
    }

    /// Looks at a page.
    pub fn get(&mut self, path: &str) -> Page {
        self.send(&Method::GET, path, "", Body::empty())
    }

    /// Sends a form as it stands on no page.
    pub fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Page {
        let body = form_urlencoded::Serializer::new(String::new())
            .extend_pairs(fields)
            .finish();
        let kind = "application/x-www-form-urlencoded";
        self.send(&Method::POST, path, kind, Body::from(body))
    }

    /// Sends a form of a page, with the token that stands in it.
    pub fn post_from(&mut self, page: &str, path: &str, fields: &[(&str, &str)]) -> Page {
        let token = token(&self.get(page));
        let mut all = vec![("form", token.as_str())];
        all.extend(fields);
        self.post(path, &all)
    }

    /// Hands a file in on its page, and answers with the path of the import.
    #[track_caller]
    pub fn hand_in(&mut self, name: &str, text: &str) -> String {
        let page = self.upload(&[("file", Some(name), text)]);
        assert_eq!(page.status, 303, "{}", page.text);
        self.work();
        let location = page.location();
        location.trim_end_matches("?new").to_owned()
    }

    /// Sends the form of a new import with these parts.
    pub fn upload(&mut self, parts: &[(&str, Option<&str>, &str)]) -> Page {
        let token = token(&self.get("/imports/new"));
        let mut body = String::new();
        for (name, file, text) in [("form", None, token.as_str())].iter().chain(parts) {
            let file = file.map_or_else(String::new, |file| format!("; filename=\"{file}\""));
            let _ = write!(
                body,
                "--edge\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n\r\n{text}\r\n"
            );
        }
        body.push_str("--edge--\r\n");
        let kind = "multipart/form-data; boundary=edge";
        self.send(&Method::POST, "/imports", kind, Body::from(body))
    }

    /// Does every job that is due.
    pub fn work(&self) {
        admit_server::do_all_due(&self.server).unwrap();
    }

    /// Forgets all cookies.
    pub fn forget(&mut self) {
        self.cookies.clear();
    }

    fn send(&mut self, method: &Method, path: &str, kind: &str, body: Body) -> Page {
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header("host", "localhost:8080")
            .header("accept", "text/html");
        if !self.cookies.is_empty() {
            let cookies = self.cookies.iter();
            let cookies = cookies.map(|(name, value)| format!("{name}={value}"));
            request = request.header("cookie", cookies.collect::<Vec<_>>().join("; "));
        }
        if *method == Method::POST {
            request = request.header("content-type", kind);
            if self.says_site {
                request = request.header("sec-fetch-site", "same-origin");
            }
        }
        let request = request.body(body).unwrap();
        let router = self.router.clone();
        let page = self.runtime.block_on(async {
            let response = router.oneshot(request).await.unwrap();
            let (status, headers) = (response.status().as_u16(), response.headers().clone());
            let bytes = response.into_body().collect().await.unwrap().to_bytes();
            let text = String::from_utf8_lossy(&bytes).into_owned();
            Page {
                status,
                headers,
                text,
            }
        });
        for cookie in page.headers.get_all("set-cookie") {
            let (pair, rest) = cookie.to_str().unwrap().split_once(';').unwrap();
            let (name, value) = pair.split_once('=').unwrap();
            if rest.contains("Max-Age=0") {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        page
    }
}

impl Page {
    /// Where it leads.
    #[track_caller]
    pub fn location(&self) -> String {
        let location = self.headers.get("location").expect("it leads nowhere");
        location.to_str().unwrap().to_owned()
    }

    /// Checks its status, and that it has all of these texts.
    #[track_caller]
    pub fn check(&self, status: u16, texts: &[&str]) {
        assert_eq!(self.status, status, "{}", self.text);
        for text in texts {
            assert!(self.text.contains(text), "no {text:?} in {}", self.text);
        }
    }
}

/// The token of a form on a page.
#[track_caller]
pub fn token(page: &Page) -> String {
    let (_, rest) = page
        .text
        .split_once("name=\"form\" value=\"")
        .unwrap_or_else(|| panic!("no form in {}", page.text));
    rest.split('"').next().unwrap().to_owned()
}
