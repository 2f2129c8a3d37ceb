//! A folder with a database and a file, and the program run in it.

use super::files;
use serde_json::Value;
use std::io::{Error, Read, Result};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// How long one run of the program may take.
const PATIENCE: Duration = Duration::from_mins(2);

/// How often a run is looked at.
const BREATH: Duration = Duration::from_millis(1);

/// The program, and a folder for its places.
pub struct Program {
    /// Where it is.
    pub admit: PathBuf,
    /// Where its places are.
    pub folder: PathBuf,
}

/// Builds the program.
pub fn build(debug: bool) -> Result<Program> {
    let root = crate::root();
    let mut build = Command::new(env!("CARGO"));
    build.args(["build", "--quiet", "--package", "admit"]);
    if !debug {
        build.arg("--release");
    }
    if !build.current_dir(&root).status()?.success() {
        return Err(Error::other("the program does not build"));
    }
    let target =
        std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), PathBuf::from);
    let folder = target.join("torture");
    std::fs::create_dir_all(&folder)?;
    let profile = if debug { "debug" } else { "release" };
    Ok(Program {
        admit: target.join(profile).join("admit"),
        folder,
    })
}

/// How a run of the program ended.
pub struct Ended {
    /// Its exit code; nothing if it was killed.
    pub code: Option<i32>,
    /// What it printed.
    pub stdout: String,
    /// What it said.
    pub stderr: String,
}

impl Ended {
    /// The report of an import.
    pub fn report(&self) -> Option<Value> {
        serde_json::from_str(&self.stdout).ok()
    }

    /// Whether a ledger in it adds up.
    pub fn balances(&self) -> bool {
        let Some(report) = self.report() else {
            return true;
        };
        let rows = |name: &str| report["rows"][name].as_u64().unwrap_or(0);
        let sum: u64 = ["created", "updated", "unchanged", "rejected", "not_reached"]
            .iter()
            .map(|name| rows(name))
            .sum();
        rows("read") == sum
    }
}

/// A folder of its own.
pub struct Place {
    admit: PathBuf,
    /// Where it is.
    pub folder: PathBuf,
}

impl Place {
    /// A new one with an empty directory, in the place of what was there.
    pub fn new(program: &Program, name: &str) -> Result<Place> {
        let folder = program.folder.join(name);
        if folder.exists() {
            std::fs::remove_dir_all(&folder)?;
        }
        std::fs::create_dir_all(&folder)?;
        let place = Place {
            admit: program.admit.clone(),
            folder,
        };
        std::fs::write(place.path("setup.toml"), files::SETUP)?;
        let ended = place.run(&["setup", "setup.toml"])?;
        if ended.code != Some(0) {
            return Err(Error::other(ended.stderr));
        }
        Ok(place)
    }

    /// A file in it.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// Runs the program to its end.
    pub fn run(&self, words: &[&str]) -> Result<Ended> {
        let mut command = Command::new(&self.admit);
        ended(self.started(command.args(words))?)
    }

    /// Starts the program.
    pub fn start(&self, words: &[&str]) -> Result<Child> {
        let mut command = Command::new(&self.admit);
        self.started(command.args(words))
    }

    /// Runs the program where no file may become larger than so many blocks of 512
    /// bytes: a write beyond is an error.
    pub fn run_limited(&self, words: &[&str], blocks: u64) -> Result<Ended> {
        let script = format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$0\" \"$@\"");
        let mut command = Command::new("sh");
        command.args(["-c", &script]).arg(&self.admit).args(words);
        ended(self.started(&mut command)?)
    }

    fn started(&self, command: &mut Command) -> Result<Child> {
        command
            .current_dir(&self.folder)
            .env("ADMIT_DATABASE", "sqlite:admit.db")
            .env("TMPDIR", &self.folder)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
    }

    /// Every user as an export says it, sorted.
    pub fn users(&self) -> Result<Vec<String>> {
        let ended = self.run(&["users", "export"])?;
        let mut users: Vec<String> = ended.stdout.lines().map(str::to_owned).collect();
        users.sort();
        Ok(users)
    }
}

/// Waits for a run, and reads what it prints meanwhile.
pub fn ended(mut child: Child) -> Result<Ended> {
    let reading = |from: Option<Box<dyn Read + Send>>| {
        std::thread::spawn(move || {
            let mut bytes = Vec::new();
            let read = from.map_or(Ok(0), |mut from| from.read_to_end(&mut bytes));
            read.map(|_| String::from_utf8_lossy(&bytes).into_owned())
        })
    };
    let stdout = reading(child.stdout.take().map(|from| Box::new(from) as _));
    let stderr = reading(child.stderr.take().map(|from| Box::new(from) as _));
    let began = Instant::now();
    let status = loop {
        if let Some(status) = child.try_wait()? {
            break status;
        }
        if began.elapsed() > PATIENCE {
            child.kill()?;
            return Err(Error::other("the program does not end"));
        }
        pass(BREATH);
    };
    let text = |reading: std::thread::JoinHandle<Result<String>>| {
        reading.join().unwrap_or_else(|_| Ok(String::new()))
    };
    Ok(Ended {
        code: status.code(),
        stdout: text(stdout)?,
        stderr: text(stderr)?,
    })
}

/// Lets some time go by.
#[expect(
    clippy::disallowed_methods,
    reason = "a random moment is one in time, and nothing else ends the wait for a process"
)]
pub fn pass(time: Duration) {
    std::thread::sleep(time);
}

/// How large a file is.
pub fn size(path: &Path) -> u64 {
    std::fs::metadata(path).map_or(0, |metadata| metadata.len())
}
