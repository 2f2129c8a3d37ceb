//! A server that dies or is stopped while it imports: started again it completes what it
//! began, and what it tells of an import never goes back.
#![cfg(unix)]

mod support;

use serde_json::Value;
use std::fmt::Write as _;
use std::net::TcpListener;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use support::Folder;
use ureq::{Agent, SendBody};

const ROWS: u64 = 4_000;

/// How long anything is waited for.
const PATIENCE: Duration = Duration::from_mins(2);

/// The states in the order that they may follow one another.
const ORDER: [&str; 3] = ["checking", "applying", "complete"];

const SETUP: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/directory.toml");

fn users() -> String {
    let mut text = "id,email,first_name,organization,role\n".to_owned();
    for number in 0..ROWS {
        let at = if number % 50 == 7 { "" } else { "@" };
        let _ = writeln!(
            text,
            "u{number},user{number}{at}example.com,Name,acme,member"
        );
    }
    text
}

/// A folder with a directory, and a token for its server.
fn place() -> (Folder, String) {
    let folder = Folder::new();
    folder.done(&format!("setup {SETUP}"));
    let scopes = "--scope imports:read --scope imports:write";
    let (token, _) = folder.done(&format!("tokens add test {scopes}"));
    (folder, token.trim().to_owned())
}

struct Server<'f> {
    process: Child,
    address: String,
    token: &'f str,
    agent: Agent,
}

impl<'f> Server<'f> {
    fn begin(folder: &Folder, token: &'f str) -> Server<'f> {
        let free = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = free.local_addr().unwrap().to_string();
        drop(free);
        let line = format!("serve --log warn --lease-seconds 1 --listen {address}");
        let mut command = folder.command(&line);
        let process = command.stdout(Stdio::null()).stderr(Stdio::null());
        let config = Agent::config_builder().http_status_as_error(false).build();
        let server = Server {
            process: process.spawn().unwrap(),
            address,
            token,
            agent: config.into(),
        };
        let began = Instant::now();
        while server.get("/health/ready").is_none() {
            assert!(began.elapsed() < PATIENCE, "the server does not answer");
            std::thread::yield_now();
        }
        server
    }

    fn get(&self, path: &str) -> Option<Value> {
        let request = self.agent.get(format!("http://{}{path}", self.address));
        let request = request.header("authorization", format!("Bearer {}", self.token));
        let mut answer = request.call().ok()?;
        serde_json::from_str(&answer.body_mut().read_to_string().ok()?).ok()
    }

    fn hand_in(&self, text: String, mode: &str) -> String {
        let path = format!("/api/v1/imports?name=users.csv&mode={mode}");
        let request = self.agent.post(format!("http://{}{path}", self.address));
        let request = request.header("authorization", format!("Bearer {}", self.token));
        let body = SendBody::from_owned_reader(std::io::Cursor::new(text));
        let mut answer = request.send(body).unwrap();
        let told = answer.body_mut().read_to_string().unwrap();
        let told: Value = serde_json::from_str(&told).unwrap();
        told["import"].as_str().expect("an import").to_owned()
    }

    /// Asks how far an import is; it is never less far than it was.
    fn look(&self, id: &str, last: &mut usize) -> Option<Value> {
        let told = self.get(&format!("/api/v1/imports/{id}"))?;
        let state = told["state"].as_str()?.to_owned();
        let place = ORDER.iter().position(|name| *name == state);
        let place = place.unwrap_or_else(|| panic!("{state} after {}: {told}", ORDER[*last]));
        assert!(place >= *last, "{state} after {}", ORDER[*last]);
        *last = place;
        Some(told)
    }

    fn end(mut self, signal: &str) {
        let id = self.process.id().to_string();
        let sent = Command::new("kill").args([signal, &id]).status().unwrap();
        assert!(sent.success());
        self.process.wait().unwrap();
    }
}

impl Drop for Server<'_> {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Ends the server by a signal once the job has come so far, and starts it again.
fn check(signal: &str, is_there: impl Fn(&Value) -> bool) {
    let (folder, token) = place();
    let server = Server::begin(&folder, &token);
    let id = server.hand_in(users(), "import");
    let mut last = 0;
    let began = Instant::now();
    while !server
        .look(&id, &mut last)
        .is_some_and(|told| is_there(&told))
    {
        assert!(began.elapsed() < PATIENCE, "it does not come so far");
    }
    server.end(signal);
    let server = Server::begin(&folder, &token);
    let told = loop {
        let told = server.look(&id, &mut last);
        if let Some(told) = told.filter(|told| told["state"] == "complete") {
            break told;
        }
        assert!(began.elapsed() < PATIENCE, "it does not complete");
    };
    assert_eq!(told["rows"]["read"], ROWS);
    assert_eq!(told["rows"]["created"], ROWS - ROWS / 50);
    assert_eq!(told["rows"]["rejected"], ROWS / 50);
    server.end("-TERM");
    let (list, _) = folder.done("users export");
    assert_eq!(list.lines().count() as u64, ROWS - ROWS / 50);
    let (imports, _) = folder.done("imports --format json");
    let imports: Value = serde_json::from_str(&imports).unwrap();
    assert_eq!(imports.as_array().map(Vec::len), Some(1), "{imports}");
}

#[test]
fn a_server_that_is_killed_while_it_checks_goes_on() {
    check("-KILL", |told| told["state"] == "checking");
}

#[test]
fn a_server_that_is_killed_while_it_writes_goes_on() {
    check("-KILL", |told| told["state"] != "checking");
}

#[test]
fn a_server_that_is_stopped_while_it_writes_goes_on() {
    check("-TERM", |told| told["state"] != "checking");
}

#[test]
fn what_was_checked_is_applied_and_undone() {
    let (folder, token) = place();
    let server = Server::begin(&folder, &token);
    let id = server.hand_in(users(), "check");
    let wait = |state: &str| {
        let began = Instant::now();
        loop {
            let told = server
                .get(&format!("/api/v1/imports/{id}"))
                .unwrap_or_default();
            if told["state"] == state {
                return told;
            }
            assert!(began.elapsed() < PATIENCE, "{told}");
        }
    };
    let checked = wait("checked");
    assert_eq!(checked["dry_run"], true);
    for (act, state) in [("apply", "complete"), ("undo", "undone")] {
        let url = format!("http://{}/api/v1/imports/{id}/{act}", server.address);
        let request = server.agent.post(url);
        let request = request.header("authorization", format!("Bearer {token}"));
        assert_eq!(request.send_empty().unwrap().status(), 202, "{act}");
        let told = wait(state);
        assert_eq!(told["rows"], checked["rows"]);
    }
    let (list, _) = folder.done("users export");
    assert_eq!(list, "");
}
