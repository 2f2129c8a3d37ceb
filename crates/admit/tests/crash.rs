//! An import that dies at any moment, or is stopped, goes on to what it would
//! have been.
#![cfg(unix)]

use serde_json::Value;
use std::fmt::Write as _;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::time::{Duration, Instant};
use tempfile::TempDir;

const ROWS: u64 = 60_000;

/// How long a moment of an import is waited for.
const PATIENCE: Duration = Duration::from_mins(1);

const SETUP: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/directory.toml");

/// A file of many users, some of them with a problem or on two rows.
fn users() -> String {
    let mut text = "id,email,first_name,phone,organization,role\n".to_owned();
    for number in 0..ROWS {
        let email = if number % 50 == 7 {
            format!("broken{number}")
        } else {
            format!("user{number}@example.com")
        };
        let id = if number % 40 == 3 { number - 1 } else { number };
        let _ = if id == number {
            writeln!(text, "u{id},{email},Name,+614{number:08},acme,member")
        } else {
            writeln!(text, "u{id},,,,harbour,analyst")
        };
    }
    text
}

struct Place {
    folder: TempDir,
}

impl Place {
    fn new() -> Place {
        let place = Place {
            folder: tempfile::tempdir().unwrap(),
        };
        std::fs::write(place.path("users.csv"), users()).unwrap();
        place.done(&["setup", SETUP]);
        place
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_admit"));
        command
            .args(args)
            .current_dir(self.folder.path())
            .env_remove("ADMIT_DATABASE")
            .stdin(Stdio::null());
        command
    }

    #[track_caller]
    fn done(&self, args: &[&str]) -> String {
        let output = self.command(args).output().unwrap();
        let code = output.status.code();
        let talk = String::from_utf8_lossy(&output.stderr);
        assert!(
            code == Some(0) || code == Some(1),
            "{args:?}: {code:?} {talk}"
        );
        String::from_utf8(output.stdout).unwrap()
    }

    fn start(&self) -> Child {
        self.command(&["import", "users.csv", "--format", "json"])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap()
    }

    /// The size of what is written and not yet in the database's own file.
    fn written(&self) -> u64 {
        std::fs::metadata(self.path("admit.db-wal")).map_or(0, |metadata| metadata.len())
    }

    /// Waits until so much is written. Answers whether the import still runs.
    fn wait_for(&self, child: &mut Child, bytes: u64) -> bool {
        let began = Instant::now();
        loop {
            if child.try_wait().unwrap().is_some() {
                return false;
            }
            if self.written() >= bytes {
                return true;
            }
            assert!(began.elapsed() < PATIENCE, "the import does not get on");
            std::thread::yield_now();
        }
    }

    fn latest(&self) -> Value {
        let imports: Value =
            serde_json::from_str(&self.done(&["imports", "--format", "json"])).unwrap();
        imports[0].clone()
    }

    /// Every user as an export says it, sorted.
    fn export(&self) -> Vec<String> {
        let mut users: Vec<String> = self
            .done(&["users", "export"])
            .lines()
            .map(str::to_owned)
            .collect();
        users.sort();
        users
    }
}

/// What an undisturbed import makes of the file: users and ledger.
fn undisturbed() -> &'static (Vec<String>, Value) {
    static EXPECTED: OnceLock<(Vec<String>, Value)> = OnceLock::new();
    EXPECTED.get_or_init(|| {
        let place = Place::new();
        let report = place.done(&["import", "users.csv", "--format", "json"]);
        let report: Value = serde_json::from_str(&report).unwrap();
        assert_eq!(report["rows"]["read"], ROWS);
        assert_eq!(report["rows"]["updated"], ROWS / 40);
        (place.export(), report["rows"].clone())
    })
}

#[track_caller]
fn assert_as_undisturbed(place: &Place, report: &str) {
    let report: Value = serde_json::from_str(report).unwrap();
    let (users, rows) = undisturbed();
    assert_eq!(&report["rows"], rows, "{report}");
    let found = place.export();
    assert_eq!(found.len(), users.len());
    assert!(&found == users, "the users differ");
}

#[test]
fn a_killed_import_is_completed_by_the_same_command() {
    for bytes in [1, 2 << 20, 8 << 20] {
        let place = Place::new();
        // Set-up may be in the log already; what counts is what comes on top.
        let before = place.written();
        let mut child = place.start();
        let running = place.wait_for(&mut child, before + bytes);
        child.kill().unwrap();
        child.wait().unwrap();
        assert!(running, "the import was over before {bytes} bytes");
        assert_ne!(place.latest()["complete"], true);
        let report = place.done(&["import", "users.csv", "--format", "json"]);
        assert_as_undisturbed(&place, &report);
    }
}

#[test]
fn a_killed_import_is_completed_by_resume() {
    let place = Place::new();
    let mut child = place.start();
    let mut running = true;
    // Until some rows are known to be done.
    let began = Instant::now();
    while running && began.elapsed() < PATIENCE {
        running = child.try_wait().unwrap().is_none();
        if place.latest()["rows"]["created"].as_u64().unwrap_or(0) > 0 {
            break;
        }
    }
    child.kill().unwrap();
    child.wait().unwrap();
    let import = place.latest();
    if import["complete"] == true {
        return;
    }
    let report = place.done(&[
        "resume",
        import["import"].as_str().unwrap(),
        "--format",
        "json",
    ]);
    assert_as_undisturbed(&place, &report);
}

#[test]
fn an_interrupted_import_ends_with_130_and_goes_on() {
    let place = Place::new();
    let mut child = place.start();
    assert!(place.wait_for(&mut child, 1));
    let second = place.command(&["import", "users.csv"]).output().unwrap();
    let said = String::from_utf8_lossy(&second.stderr);
    assert_eq!(second.status.code(), Some(2), "{said}");
    assert!(
        said.contains("another import into this database is running"),
        "{said}"
    );
    let killed = Command::new("kill")
        .args(["-INT", &child.id().to_string()])
        .status()
        .unwrap();
    assert!(killed.success());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(130));
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(report["complete"], false, "{report}");
    let report = place.done(&["import", "users.csv", "--format", "json"]);
    assert_as_undisturbed(&place, &report);
}
