//! A server that runs while something is measured or tried, and a client of it.

use serde_json::Value;
use std::fs::File;
use std::io::{Error, Result};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use ureq::{Agent, Body, SendBody};

/// How long a server may take to be there, and to write what was asked for.
const READY_WITHIN: Duration = Duration::from_mins(1);
const DONE_WITHIN: Duration = Duration::from_mins(10);

/// How often an import is asked how far it is.
const ASK_EVERY: Duration = Duration::from_millis(10);

/// What the token of the client may do.
const SCOPES: [&str; 5] = [
    "imports:read",
    "imports:write",
    "users:read",
    "sign-in",
    "settings:write",
];

/// A server that runs, and what is needed to ask it.
pub struct Served {
    process: Child,
    address: String,
    token: String,
    agent: Agent,
}

impl Served {
    /// Makes a token in the folder's database, and serves it.
    pub fn begin(admit: &Path, folder: &Path) -> Result<Served> {
        let name = format!("t{}", std::process::id());
        let mut command = Command::new(admit);
        command
            .current_dir(folder)
            .args(["tokens", "revoke", &name]);
        command
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()?;
        let mut command = Command::new(admit);
        command.current_dir(folder).args(["tokens", "add", &name]);
        for scope in SCOPES {
            command.args(["--scope", scope]);
        }
        let token = String::from_utf8_lossy(&command.output()?.stdout)
            .trim()
            .to_owned();
        Served::again(admit, folder, token)
    }

    /// Serves the folder's database, with a token that it knows.
    pub fn again(admit: &Path, folder: &Path, token: String) -> Result<Served> {
        let free = std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?;
        let process = Command::new(admit)
            .current_dir(folder)
            .args(["serve", "--log", "warn", "--listen", &free.to_string()])
            // What died is gone on with soon.
            .args(["--lease-seconds", "1"])
            .stdout(Stdio::null())
            .stderr(File::create(folder.join("server.log"))?)
            .spawn()?;
        let config = Agent::config_builder().http_status_as_error(false).build();
        let served = Served {
            process,
            address: free.to_string(),
            token,
            agent: config.into(),
        };
        let began = Instant::now();
        while served.get("/health/ready").is_err() {
            if began.elapsed() > READY_WITHIN {
                return Err(Error::other("the server does not answer"));
            }
            pause();
        }
        Ok(served)
    }

    /// The token that the client shows.
    pub fn token(&self) -> String {
        self.token.clone()
    }

    /// Where it listens.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Asks for something, and reads the JSON that comes.
    pub fn get(&self, path: &str) -> Result<Value> {
        let request = self.agent.get(format!("http://{}{path}", self.address));
        let request = request.header("authorization", format!("Bearer {}", self.token));
        json(request.call().map_err(Error::other)?)
    }

    /// Sends JSON.
    pub fn post(&self, path: &str, body: &Value) -> Result<Value> {
        let bytes = body.to_string();
        self.send(
            path,
            "application/json",
            SendBody::from_owned_reader(std::io::Cursor::new(bytes)),
        )
    }

    /// Hands a file in; answers with the id of its import.
    pub fn hand_in(&self, file: &Path, mode: &str) -> Result<String> {
        let body = SendBody::from_owned_reader(File::open(file)?);
        let path = format!("/api/v1/imports?name=users.csv&mode={mode}");
        let told = self.send(&path, "text/csv", body)?;
        let id = told["import"].as_str().map(str::to_owned);
        id.ok_or_else(|| Error::other(told.to_string()))
    }

    fn send(&self, path: &str, kind: &str, body: SendBody) -> Result<Value> {
        let request = self.agent.post(format!("http://{}{path}", self.address));
        let request = request
            .header("authorization", format!("Bearer {}", self.token))
            .header("content-type", kind);
        json(request.send(body).map_err(Error::other)?)
    }

    /// Waits until an import is in one of these states; answers with it.
    pub fn wait(&self, id: &str, states: &[&str]) -> Result<Value> {
        let began = Instant::now();
        loop {
            let told = self.get(&format!("/api/v1/imports/{id}"))?;
            let state = told["state"].as_str().unwrap_or_default();
            if states.contains(&state) {
                return Ok(told);
            }
            let is_stuck = matches!(state, "failed" | "stopped");
            if is_stuck || began.elapsed() > DONE_WITHIN {
                return Err(Error::other(told.to_string()));
            }
            pause();
        }
    }

    /// The memory that is its own now, and the most there was, in MiB.
    pub fn memory(&self) -> (f64, f64) {
        let path = format!("/proc/{}/status", self.process.id());
        let status = std::fs::read_to_string(path).unwrap_or_default();
        let of = |name: &str| {
            let line = status.lines().find_map(|line| line.strip_prefix(name));
            let number = line.and_then(|rest| rest.split_whitespace().next()?.parse::<f64>().ok());
            number.unwrap_or_default() / 1024.0
        };
        (of("VmRSS:"), of("VmHWM:"))
    }

    /// Ends it at once, as a power cut would.
    pub fn kill(mut self) -> Result<()> {
        self.process.kill()?;
        self.process.wait().map(drop)
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn json(mut response: ureq::http::Response<Body>) -> Result<Value> {
    let text = response.body_mut().read_to_string().map_err(Error::other)?;
    serde_json::from_str(&text).map_err(|_| Error::other(text))
}

/// Lets the server work before it is asked again.
#[expect(
    clippy::disallowed_methods,
    reason = "what is waited for is in another process"
)]
fn pause() {
    std::thread::sleep(ASK_EVERY);
}
