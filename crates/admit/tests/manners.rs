//! Nothing of the user's is overwritten or taken away unasked, and an output that is lost
//! is no work that is lost.

use std::fs::File;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use tempfile::TempDir;

/// A folder with a directory of one user, and a file with a row to correct.
fn folder() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let users = "id,email\n1,ana@example.org\n2,bo(at)example.org\n";
    std::fs::write(folder.path().join("users.csv"), users).unwrap();
    done(folder.path(), "users add --id 9", 0);
    folder
}

/// A command in a folder where nobody can be asked.
fn command(folder: &Path, line: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_admit"));
    command
        .args(line.split(' '))
        .current_dir(folder)
        .env_remove("ADMIT_DATABASE")
        .stdin(Stdio::null());
    command
}

fn told(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// Runs a command that ends so; answers with what it prints.
#[track_caller]
fn done(folder: &Path, line: &str, code: i32) -> String {
    let output = command(folder, line).output().unwrap();
    assert_eq!(
        output.status.code(),
        Some(code),
        "{line}: {}",
        told(&output)
    );
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn a_file_that_is_there_is_replaced_only_by_force() {
    let folder = folder();
    let folder = folder.path();
    done(folder, "import users.csv", 1);
    let imports = || done(folder, "imports --format json", 0);
    let before = imports();
    for (file, line) in [
        ("rows.csv", "fix-file -o rows.csv"),
        ("rows.xlsx", "fix-file -o rows.xlsx"),
        ("all.ndjson", "users export -o all.ndjson"),
        ("check.csv", "check users.csv --fix-file check.csv"),
        ("import.csv", "import users.csv --fix-file import.csv"),
        ("pages/admit-import.1", "man pages"),
    ] {
        let path = folder.join(file);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, "mine").unwrap();
        let output = command(folder, line).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{line}");
        let expected = format!("error: {file} is there already\n");
        assert!(
            told(&output).starts_with(&expected),
            "{line}: {}",
            told(&output)
        );
        assert_eq!(std::fs::read(&path).unwrap(), b"mine", "{line}");
        assert_eq!(imports(), before, "{line}");
    }
    for (file, line, code) in [
        ("rows.csv", "fix-file -o rows.csv --force", 0),
        ("all.ndjson", "users export -o all.ndjson --force", 0),
        (
            "check.csv",
            "check users.csv --fix-file check.csv --force",
            1,
        ),
        ("pages/admit-import.1", "man pages --force", 0),
    ] {
        done(folder, line, code);
        assert_ne!(std::fs::read(folder.join(file)).unwrap(), b"mine", "{line}");
    }
    // What is no file is not replaced at all.
    let output = command(folder, "users export -o /dev/null --force")
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(!Path::new("/dev/null").is_file());
}

#[test]
fn an_undo_needs_a_yes_where_nobody_can_be_asked() {
    let folder = folder();
    let folder = folder.path();
    done(folder, "import users.csv", 1);
    let list = done(folder, "imports --format json", 0);
    let list: serde_json::Value = serde_json::from_str(&list).unwrap();
    let undo = format!("undo {}", list[0]["import"].as_str().unwrap());
    let users = done(folder, "users export", 0);
    for options in ["", " --format json"] {
        let output = command(folder, &format!("{undo}{options}"))
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(2), "{options}");
        assert!(
            told(&output).contains("help: give --yes"),
            "{}",
            told(&output)
        );
        assert_eq!(done(folder, "users export", 0), users, "{options}");
    }
    done(folder, &format!("{undo} --yes"), 0);
    assert_eq!(done(folder, "users export", 0).lines().count(), 1);
    // There is nothing left to take away.
    done(folder, &undo, 0);
}

#[test]
fn work_that_is_done_is_not_denied_because_its_output_is_lost() {
    let folder = folder();
    let folder = folder.path();
    let full = |line: &str| {
        let out = File::options().write(true).open("/dev/full").unwrap();
        let output = command(folder, line).stdout(out).output().unwrap();
        (output.status.code(), told(&output))
    };
    let (code, said) = full("import users.csv --format json");
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains("only its output is missing"), "{said}");
    assert!(said.contains("`admit findings "), "{said}");
    let (code, said) = full("users add --id 10");
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains("only its output is missing"), "{said}");
    // Nothing was done here but to print.
    let (code, said) = full("users list");
    assert_eq!(code, Some(2), "{said}");
    assert!(!said.contains("is done"), "{said}");
    assert_eq!(done(folder, "users export", 0).lines().count(), 3);
}

#[test]
fn where_nothing_can_be_written_is_found_before_the_work() {
    let folder = folder();
    let folder = folder.path();
    for line in [
        "import users.csv --fix-file absent/rows.csv",
        "check users.csv --fix-file /proc/rows.csv",
        "import users.csv --fix-file /dev/full --force",
        "users export -o absent/users.ndjson",
    ] {
        let output = command(folder, line).output().unwrap();
        let said = told(&output);
        assert_eq!(output.status.code(), Some(2), "{line}: {said}");
        assert_eq!(done(folder, "users export", 0).lines().count(), 1, "{line}");
    }
}

#[test]
fn a_usage_is_the_same_wherever_the_database_is_named() {
    let folder = folder();
    let usage = |database: &str| {
        let mut command = command(folder.path(), "users show");
        told(&command.env("ADMIT_DATABASE", database).output().unwrap())
    };
    assert!(
        usage("").contains("Usage: admit users show <USER>"),
        "{}",
        usage("")
    );
    assert_eq!(usage("sqlite:other.db"), usage(""));
    // The one in the environment is used, and an option goes before it.
    let of = |line: &str, database: &str| {
        let mut command = command(folder.path(), line);
        command
            .env("ADMIT_DATABASE", database)
            .output()
            .unwrap()
            .status
            .code()
    };
    assert_eq!(of("users list", "sqlite:absent-here.db"), Some(2));
    assert_eq!(
        of(
            "users list --database sqlite:admit.db",
            "sqlite:absent-here.db"
        ),
        Some(0)
    );
    assert_eq!(of("users list", ""), Some(0));
}
