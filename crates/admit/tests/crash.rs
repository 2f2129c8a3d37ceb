//! An import that dies at any moment, or is stopped, goes on to what it would
//! have been.
#![cfg(unix)]

use serde_json::Value;
use std::collections::HashSet;
use std::fmt::Write as _;
use std::fs::File;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::time::{Duration, Instant};
use tempfile::TempDir;

const ROWS: u64 = 60_000;

/// How long a moment of an import is waited for.
const PATIENCE: Duration = Duration::from_mins(1);

const SETUP: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/directory.toml");

/// A file of many users, some of them with a problem or on two rows.
fn users_text() -> String {
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
        std::fs::write(place.path("users.csv"), users_text()).unwrap();
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

/// What happens to a file while it is imported.
type Change = fn(&Path);

fn overwrite(path: &Path) {
    let text = std::fs::read_to_string(path).unwrap();
    let text = text.replace("@example.com", "@EVIL000.org");
    let mut file = File::options().write(true).open(path).unwrap();
    file.write_all(text.as_bytes()).unwrap();
}

fn cut(path: &Path) {
    let file = File::options().write(true).open(path).unwrap();
    file.set_len(file.metadata().unwrap().len() / 2).unwrap();
}

fn replace(path: &Path) {
    let other = path.with_extension("new");
    std::fs::write(&other, "id,email\nu1,mallory@example.net\n").unwrap();
    std::fs::rename(other, path).unwrap();
}

/// Users as the file says them, without where they were put since.
fn without_organizations(users: &[String]) -> HashSet<String> {
    let stripped = users.iter().map(|user| {
        let mut user: Value = serde_json::from_str(user).unwrap();
        user.as_object_mut().unwrap().remove("organizations");
        user.to_string()
    });
    stripped.collect()
}

#[test]
fn a_file_that_changes_while_it_is_imported_gives_no_row_that_was_not_checked() {
    let expected = without_organizations(&undisturbed().0);
    // At every moment, and in more ways: `changing_source` of the core, and the torture.
    let changes: [(&str, Change, u64); 3] = [
        ("overwritten", overwrite, 1),
        ("cut", cut, 2 << 20),
        ("replaced", replace, 1),
    ];
    for (what, change, bytes) in changes {
        let place = Place::new();
        let before = place.written();
        let mut child = place.start();
        assert!(
            place.wait_for(&mut child, before + bytes),
            "{what}: it is over"
        );
        change(&place.path("users.csv"));
        let output = child.wait_with_output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(!said.contains("panicked"), "{what}: {said}");
        let users = without_organizations(&place.export());
        assert!(users.is_subset(&expected), "{what}");
        let code = output.status.code();
        let state = place.latest()["state"].clone();
        let ends = match code {
            Some(1) => state == "complete",
            Some(3) => state == "stopped",
            _ => false,
        };
        assert!(ends, "{what}: {code:?} {state} {said}");
        if code == Some(3) {
            std::fs::write(place.path("users.csv"), users_text()).unwrap();
            let report = place.done(&["import", "users.csv", "--format", "json"]);
            assert_as_undisturbed(&place, &report);
        }
    }
}
