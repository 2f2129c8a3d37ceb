//! A backup is a database as of one moment, also while others write.

mod support;

use rusqlite::Connection;
use serde_json::Value;
use std::fmt::Write;
use std::fs;
use std::path::Path;
use support::Folder;

const USERS: u64 = 20_000;

fn users(count: u64) -> String {
    let mut text = String::from("id,email\n");
    for number in 1..=count {
        let _ = writeln!(text, "{number},user{number}@example.org");
    }
    text
}

fn integrity(path: &Path) -> String {
    let conn = Connection::open(path).unwrap();
    let found = conn.query_row("PRAGMA integrity_check", [], |row| row.get(0));
    found.unwrap()
}

/// The latest import in this database, once its ledger is seen to balance.
fn ledger(folder: &Folder, database: &str) -> Option<(String, u64)> {
    let (data, _) = folder.done(&format!("--database {database} imports --format json"));
    let imports: Value = serde_json::from_str(&data).unwrap();
    let latest = imports.get(0)?;
    let rows = &latest["rows"];
    let count = |name: &str| rows[name].as_u64().unwrap();
    let parts = ["created", "updated", "unchanged", "rejected", "not_reached"];
    let sum: u64 = parts.iter().map(|part| count(part)).sum();
    assert_eq!(count("read"), sum, "{latest}");
    let id = latest["import"].as_str().unwrap().to_owned();
    Some((id, count("created")))
}

#[test]
fn one_made_during_an_import_is_of_one_moment_and_goes_on_where_it_was() {
    let folder = Folder::new();
    folder.write("users.csv", &users(USERS));
    folder.done("users add --email ana@example.com");
    let mut import = folder.command("import users.csv").spawn().unwrap();
    let mut part_way = None;
    for number in 0.. {
        let is_done = import.try_wait().unwrap().is_some();
        let name = format!("copy{number}.db");
        let (data, _) = folder.done(&format!("backup {name} --format json"));
        let made: Value = serde_json::from_str(&data).unwrap();
        assert_eq!(integrity(&folder.path().join(&name)), "ok");
        if let Some((id, created)) = ledger(&folder, &name) {
            assert_eq!(made["users"], created + 1, "{name}");
            if 0 < created && created < USERS {
                part_way = Some((name, id));
            }
        }
        if is_done {
            break;
        }
    }
    assert!(import.wait().unwrap().success());
    // Restored, the import goes on where it was at that moment.
    if let Some((name, id)) = part_way {
        fs::create_dir(folder.path().join("restored")).unwrap();
        fs::copy(
            folder.path().join(&name),
            folder.path().join("restored/admit.db"),
        )
        .unwrap();
        let database = "restored/admit.db";
        folder.done(&format!("--database {database} resume {id}"));
        assert_eq!(ledger(&folder, database), Some((id, USERS)));
        assert_eq!(integrity(&folder.path().join(database)), "ok");
    }
}

#[cfg(unix)]
#[test]
fn only_its_owner_reads_it_and_nothing_is_left_beside_it() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::new();
    folder.done("users add --email ana@example.com");
    let said = folder.says("backup copy.db", 0, "Wrote copy.db: 1 user, ");
    assert!(said.ends_with(" bytes.\n"), "{said}");
    let mode = fs::metadata(folder.path().join("copy.db")).unwrap();
    assert_eq!(mode.permissions().mode() & 0o777, 0o600);
    let mut names: Vec<_> = fs::read_dir(folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    assert_eq!(names, ["admit.db", "copy.db"]);
}

#[test]
fn nothing_is_replaced_unasked_and_no_database_at_work_at_all() {
    let folder = Folder::new();
    folder.refused("backup copy.db", &["there is no such file"]);
    folder.done("users add --email ana@example.com");
    folder.write("copy.db", "mine");
    folder.refused("backup copy.db", &["copy.db is there already"]);
    folder.done("backup --force copy.db");
    assert_eq!(integrity(&folder.path().join("copy.db")), "ok");
    folder.refused(
        "backup --force admit.db",
        &["it is the database that is to be copied"],
    );
    folder.write("other.db-wal", "");
    folder.refused("backup other.db", &["a database is at work there"]);
    folder.refused("backup no/where.db", &["no/where.db cannot be written"]);
    folder.write(
        "foreign.db",
        "this is text and no database, as everybody can see",
    );
    folder.refused("--database foreign.db backup new.db", &["not a database"]);
    assert!(!folder.path().join("new.db").exists());
    let folders = fs::read_dir(folder.path()).unwrap().flatten();
    assert!(folders.map(|entry| entry.path()).all(|path| path.is_file()));
}

#[test]
fn what_was_handed_in_is_copied_and_replaced_with_it() {
    let folder = Folder::new();
    folder.done("users add --email ana@example.com");
    let conn = Connection::open(folder.path().join("admit.db")).unwrap();
    let files = folder.path().join("admit.db-uploads");
    fs::create_dir(&files).unwrap();
    let put = |id: u8, part: &str, removed: Option<i64>| {
        conn.execute(
            "INSERT INTO uploads (id, name, created, \"by\", dry_run, choices, removed, confirmed)
             VALUES (?1, 'users.csv', 0, 'ana', 0, '{}', ?2, 0)",
            (&[id; 16], removed),
        )
        .unwrap();
        conn.execute(
            "INSERT INTO upload_files (upload, part, name, bytes, digest)
             VALUES (?1, ?2, 'users.csv', 3, '')",
            (&[id; 16], part),
        )
        .unwrap();
        let name = format!("{}.{part}", uuid::Uuid::from_bytes([id; 16]));
        fs::write(files.join(&name), format!("a{id}\n")).unwrap();
        name
    };
    let kept = put(1, "users", None);
    put(2, "users", Some(1));
    fs::write(files.join("half.users.1.receiving"), "half").unwrap();
    let said = folder.says("backup copy.db", 0, ", 1 file that was handed in, ");
    let copied = || {
        let entries = fs::read_dir(folder.path().join("copy.db-uploads")).unwrap();
        entries
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect::<Vec<_>>()
    };
    assert_eq!(copied().as_slice(), std::slice::from_ref(&kept), "{said}");
    let text = fs::read(folder.path().join("copy.db-uploads").join(&kept));
    assert_eq!(text.unwrap(), b"a1\n");
    // The old one goes with its files; a folder with anything else in it stays.
    let other = put(3, "users", None);
    conn.execute(
        "UPDATE uploads SET removed = 1 WHERE id = ?1",
        [&[1_u8; 16]],
    )
    .unwrap();
    folder.done("backup --force copy.db");
    assert_eq!(copied(), [other]);
    folder.write("copy.db-uploads/mine.txt", "mine");
    folder.refused(
        "backup --force copy.db",
        &["copy.db-uploads is there already"],
    );
}

#[test]
fn a_database_of_an_older_version_is_copied_and_left_as_it_is() {
    let folder = Folder::new();
    folder.done("users add --email ana@example.com");
    let version = |name: &str| -> i64 {
        let conn = Connection::open(folder.path().join(name)).unwrap();
        let version = conn.query_row("PRAGMA user_version", [], |row| row.get(0));
        version.unwrap()
    };
    let older = version("admit.db") - 1;
    let conn = Connection::open(folder.path().join("admit.db")).unwrap();
    conn.pragma_update(None, "user_version", older).unwrap();
    drop(conn);
    let (_, talk) = folder.done("backup copy.db");
    assert!(!talk.contains("warning"), "{talk}");
    assert_eq!((version("admit.db"), version("copy.db")), (older, older));
    // Whoever works with the copy brings it up to date.
    folder.done("--database copy.db users show ana@example.com");
    assert_eq!(version("copy.db"), older + 1);
}
