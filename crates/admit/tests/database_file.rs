//! Which commands make a database's file, who may read it, and how a command ends
//! that cannot do its work.

use serde_json::Value;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use tempfile::TempDir;

fn folder() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let users = "id,email\n1,ana@example.org\n2,bo@example.org\n";
    std::fs::write(folder.path().join("users.csv"), users).unwrap();
    let setup = "[[roles]]\nkey = \"member\"\n";
    std::fs::write(folder.path().join("directory.toml"), setup).unwrap();
    folder
}

fn admit(folder: &Path, line: &str) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_admit"));
    command.args(line.split(' ')).current_dir(folder);
    command.env_remove("ADMIT_DATABASE").stdin(Stdio::null());
    command.output().unwrap()
}

fn talk(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// The files of a folder that were not put there.
fn made(folder: &Path) -> Vec<String> {
    let files = std::fs::read_dir(folder).unwrap().flatten();
    let mut names: Vec<String> = files
        .map(|file| file.file_name().into_string().unwrap())
        .filter(|name| !["users.csv", "directory.toml"].contains(&name.as_str()))
        .collect();
    names.sort();
    names
}

#[test]
fn what_begins_a_directory_makes_its_file_and_says_so() {
    for line in [
        "setup directory.toml",
        "import users.csv",
        "users add --email cy@example.org",
        "roles add editor",
        "organizations add acme",
        "check users.csv",
        "import users.csv --dry-run",
    ] {
        let folder = folder();
        let output = admit(folder.path(), line);
        assert_eq!(output.status.code(), Some(0), "{line}: {}", talk(&output));
        let said = "Created the database sqlite:admit.db.";
        assert!(talk(&output).contains(said), "{line}: {}", talk(&output));
        assert!(folder.path().join("admit.db").exists());
        let again = admit(folder.path(), "users list");
        assert_eq!(again.status.code(), Some(0), "{line}");
        assert!(!talk(&again).contains("Created"), "{line}");
    }
}

#[test]
fn any_other_command_makes_none_and_names_the_nearest() {
    let folder = folder();
    for line in [
        "users list",
        "users show ana@example.org",
        "findings",
        "imports",
        "passwords status",
        "passwords import users.csv",
        "sign-in ana@example.org",
        "reset request ana@example.org",
        "outbox",
        "connections password on",
        "organizations default acme",
        "roles list",
        "undo 1234",
        "resume 1234",
    ] {
        let output = admit(folder.path(), line);
        assert_eq!(output.status.code(), Some(2), "{line}");
        assert!(
            talk(&output).contains("no such file"),
            "{line}: {}",
            talk(&output)
        );
        assert!(
            talk(&output).contains("admit setup"),
            "{line}: {}",
            talk(&output)
        );
        assert_eq!(made(folder.path()), [""; 0], "{line}");
    }
    admit(folder.path(), "setup directory.toml");
    let before = made(folder.path());
    let output = admit(folder.path(), "users list --database sqlite:amdit.db");
    assert_eq!(output.status.code(), Some(2));
    assert!(
        talk(&output).contains("did you mean admit.db?"),
        "{}",
        talk(&output)
    );
    assert_eq!(made(folder.path()), before);
}

#[test]
fn a_check_takes_a_name_that_comes_near_another_for_a_slip() {
    let folder = folder();
    admit(folder.path(), "setup directory.toml");
    let before = made(folder.path());
    for line in ["check users.csv", "import users.csv --dry-run"] {
        let output = admit(folder.path(), &format!("{line} --database sqlite:amdit.db"));
        assert_eq!(output.status.code(), Some(2), "{line}");
        let said = talk(&output);
        assert!(said.contains("did you mean admit.db?"), "{line}: {said}");
        assert_eq!(made(folder.path()), before, "{line}");
    }
}

#[cfg(unix)]
#[test]
fn only_the_owner_reads_the_files_and_a_wider_one_is_warned_about() {
    use std::os::unix::fs::PermissionsExt;
    let folder = folder();
    admit(folder.path(), "import users.csv");
    for name in made(folder.path()) {
        let file = std::fs::metadata(folder.path().join(&name)).unwrap();
        assert_eq!(file.permissions().mode() & 0o777, 0o600, "{name}");
    }
    let quiet = admit(folder.path(), "users list");
    assert_eq!(talk(&quiet), "");
    let wider = PermissionsExt::from_mode(0o644);
    std::fs::set_permissions(folder.path().join("admit.db"), wider).unwrap();
    let warned = admit(folder.path(), "users list");
    assert_eq!(warned.stdout, quiet.stdout);
    assert!(
        talk(&warned).contains("chmod 600 admit.db"),
        "{}",
        talk(&warned)
    );
}

#[test]
fn a_run_that_stops_says_why_to_programs_and_ends_so_when_nobody_listens() {
    let folder = folder();
    let wrong = "id,email\n1,ana\n2,bo@example.org\n";
    std::fs::write(folder.path().join("wrong.csv"), wrong).unwrap();
    let line = "import wrong.csv --max-errors 0 --format json";
    let output = admit(folder.path(), line);
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(report["complete"], false);
    assert_eq!(report["stopped"]["why"], "too-many-errors");
    assert_eq!(
        report["stopped"]["reason"],
        "1 row would be rejected, and --max-errors allows 0"
    );
    assert_eq!(output.status.code(), Some(3));
    // The reader of the output is gone before there is any.
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let mut command = Command::new(env!("CARGO_BIN_EXE_admit"));
    command.args(line.split(' ')).current_dir(folder.path());
    command.env_remove("ADMIT_DATABASE").stdin(Stdio::null());
    let status = command.stdout(writer).status().unwrap();
    assert_eq!(status.code(), Some(3));
}
