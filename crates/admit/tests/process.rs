//! The program as the shell sees it: exit codes and streams.

use std::process::{Command, Output, Stdio};

fn admit(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_admit"));
    command.args(args).env_remove("ADMIT_DATABASE");
    command.env_remove("CLICOLOR_FORCE");
    command
}

#[track_caller]
fn check(args: &[&str], code: i32, stdout: &str, stderr: &str) {
    let Output {
        status,
        stdout: out,
        stderr: err,
    } = admit(args).output().unwrap();
    let (out, err) = (
        String::from_utf8(out).unwrap(),
        String::from_utf8(err).unwrap(),
    );
    assert_eq!(status.code(), Some(code), "{args:?}\n{out}\n{err}");
    for (expected, found) in [(stdout, &out), (stderr, &err)] {
        if expected.is_empty() {
            assert_eq!(found, "", "{args:?}");
        } else {
            assert!(found.contains(expected), "{args:?}: {expected}\n{found}");
        }
    }
}

#[test]
fn help_and_version_are_data() {
    check(&["--help"], 0, "Examples:", "");
    check(&["--version"], 0, "admit ", "");
    check(&["users", "add", "--help"], 0, "--first-name", "");
}

#[test]
fn usage_errors_end_with_2() {
    check(&["imprt"], 2, "", "'import'");
    check(&["users", "add"], 2, "", "--email");
    check(
        &["setup", "no-such-file.toml"],
        2,
        "",
        "no-such-file.toml cannot be read",
    );
}

#[test]
fn an_unknown_rule_ends_with_2_and_the_nearest() {
    check(
        &["explain", "email-missing-a"],
        2,
        "",
        "did you mean email-missing-at (EML001)?",
    );
}

#[test]
fn rules_are_explained_by_code_and_name() {
    for rule in ["EML001", "eml001", "email-missing-at"] {
        check(&["explain", rule], 0, "\nWhat to do\n", "");
    }
    check(&["rules"], 0, "email-missing-at", "");
    let output = admit(&["rules", "--format", "json"]).output().unwrap();
    let list: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let rules = list.as_array().unwrap();
    assert!(rules.iter().any(|rule| rule["code"] == "EML001"), "{list}");
}

#[test]
fn a_pipe_has_no_colours() {
    let output = admit(&["explain", "EML001"]).output().unwrap();
    assert!(!output.stdout.contains(&0x1b));
    let output = admit(&["explain", "EML00X"]).output().unwrap();
    assert!(!output.stderr.contains(&0x1b));
}

#[test]
fn a_database_that_cannot_be_opened_ends_with_2() {
    let database = "sqlite:/no/such/folder/admit.db";
    check(
        &["users", "list", "--database", database],
        2,
        "",
        "--database URL",
    );
}

/// A command for this database.
fn on<'a>(args: &[&'a str], database: &'a str) -> Vec<&'a str> {
    [args, &["--database", database]].concat()
}

/// Going on by other choices than those an import began with would not be the same
/// import.
#[test]
fn choices_that_cannot_be_read_end_with_2() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).display().to_string();
    let (file, database, fix_file) = (path("users.csv"), path("admit.db"), path("rows.csv"));
    std::fs::write(&file, "id,email\n1,ana@example.com\n2,ben@example.com\n").unwrap();
    let import = on(&["import", &file], &database);
    check(&import, 0, "Imported", "Created the database");
    let number = {
        let store = rusqlite::Connection::open(&database).unwrap();
        let broken = r#"{"on_conflict":"ask-somebody"}"#;
        let update = "UPDATE imports SET state = 'stopped', rows_done = 2, settings = ?1";
        assert_eq!(store.execute(update, [broken]).unwrap(), 1);
        let id: String = store
            .query_row("SELECT lower(hex(id)) FROM imports", [], |row| row.get(0))
            .unwrap();
        id[id.len() - 8..].to_owned()
    };
    let error = format!("what was chosen for import {number} cannot be read: unknown variant");
    let help = format!("admit undo {number}");
    for args in [
        import.clone(),
        on(&["resume", &number], &database),
        on(&["import", &file, "--resume", &number], &database),
        on(&["fix-file", &number, "--output", &fix_file], &database),
    ] {
        check(&args, 2, "", &error);
        check(&args, 2, "", &help);
    }
    // What is said to help does.
    check(&on(&["undo", &number, "--yes"], &database), 0, "Undid", "");
    check(&import, 0, "Imported", "");
}

#[test]
fn completions_and_manual_pages_are_written() {
    check(&["completions", "bash"], 0, "_admit", "");
    check(&["man"], 0, ".TH", "");
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("man1");
    check(
        &["man", path.to_str().unwrap()],
        0,
        "",
        "Wrote the manual pages",
    );
    for page in ["admit.1", "admit-users-add.1"] {
        assert!(path.join(page).is_file(), "{page}");
    }
}

#[test]
fn a_reader_that_goes_away_is_success() {
    let mut child = admit(&["completions", "bash"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // Nobody ever reads: the first write finds the pipe broken, or the process
    // is done before that. Both are success.
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert!(output.stderr.is_empty());
}

/// The example file is what its readers are told: one header, cells that fit it
/// but for one row, keys that the setup file has but for the slips.
#[test]
fn the_examples_belong_together() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples");
    let setup = std::fs::read_to_string(format!("{folder}/directory.toml")).unwrap();
    let users = std::fs::read_to_string(format!("{folder}/users.csv")).unwrap();
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .from_reader(users.as_bytes());
    let columns = reader.headers().unwrap().len();
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), 39);
    assert_eq!(rows.iter().filter(|row| row.len() != columns).count(), 1);
    let unknown = |column: usize| {
        let mut keys: Vec<&str> = rows
            .iter()
            .filter(|row| row.len() == columns)
            .map(|row| &row[column])
            .filter(|key| !key.is_empty() && !setup.contains(&format!("\"{key}\"")))
            .collect();
        keys.dedup();
        keys
    };
    assert_eq!(unknown(6), ["acmee"]);
    assert_eq!(unknown(7), ["membr"]);
    assert_eq!(unknown(8), ["reports:raed"]);
    let hashes = rows.iter().filter(|row| row[9].starts_with("$2b$10$"));
    assert!(hashes.clone().count() > 10);
    assert!(hashes.clone().all(|row| row[9].len() == 60));
}

#[test]
#[cfg(target_os = "linux")]
fn help_that_cannot_be_written_is_not_given() {
    for word in ["--help", "--version"] {
        let full = std::fs::File::options()
            .write(true)
            .open("/dev/full")
            .unwrap();
        let output = Command::new(env!("CARGO_BIN_EXE_admit"))
            .arg(word)
            .stdout(full)
            .output()
            .unwrap();
        let talk = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{word}: {talk}");
        assert!(talk.contains("the output cannot be written"), "{talk}");
    }
}
