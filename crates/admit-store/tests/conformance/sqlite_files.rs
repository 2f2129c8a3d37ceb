//! What only a database in a file can meet: processes that die, files that are
//! something else, other versions.

use crate::Bed;
use crate::dump::findings;
use crate::samples::{
    CHANGED, CREATED, a_check, apply, apply_for, apply_later, claims, create, create_all, import,
    new_user, owners, update, update_of, user,
};
use admit_core::findings::finding::Finding;
use admit_core::findings::rule::Severity;
use admit_core::passwords::stored::{Secret, StoredPassword};
use admit_core::ports::store::{Checkpoint, ImportBatch, Outcome, RowOutcome, StoreError};
use admit_core::rules;
use admit_core::users::change::{Applied, Write};
use rusqlite::Connection;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::process::Command;

#[test]
fn a_settlement_that_panics_undoes_its_batch() {
    let mut bed = Bed::sqlite();
    create_all(bed.store(), &[(1, "email:ana@example.org")]);
    let mut change = update_of(&user(bed.store(), 1));
    change.row.first_name = Some("Ana".to_owned());
    let writes = [create(new_user(2, "email:bo@example.org")), update(change)];
    let result = catch_unwind(AssertUnwindSafe(|| {
        let session = bed.store().lock().unwrap();
        let number = session.begin(&import()).unwrap();
        let batch = ImportBatch {
            import: number,
            now: CHANGED,
            writes: &writes,
            claimed: false,
            unless_drifted: false,
        };
        session.apply(&batch, &|_| panic!("stopped on purpose"))
    }));
    assert!(result.is_err());
    assert_eq!(user(bed.store(), 1).version, 1);
    assert_eq!(bed.store().count().unwrap(), 1);
    assert_eq!(owners(bed.store(), "email:bo@example.org"), [None]);
    // The store goes on working, and so does the next one.
    create_all(bed.store(), &[(2, "email:bo@example.org")]);
    bed.reopen();
    create_all(bed.store(), &[(3, "email:cy@example.org")]);
}

/// Whether a text stands in the database, and in its log.
pub fn holds(path: &Path, text: &str) -> [bool; 2] {
    [path.to_owned(), path.with_extension("db-wal")].map(|file| {
        let bytes = std::fs::read(file).unwrap_or_default();
        bytes
            .windows(text.len())
            .any(|part| part == text.as_bytes())
    })
}

#[test]
fn a_replaced_hash_stands_neither_in_the_database_nor_in_its_log() {
    let bed = Bed::sqlite();
    let (store, path) = (bed.store(), bed.path());
    let hash = |text: &str| StoredPassword {
        hash: Secret(text.to_owned()),
        ..StoredPassword::default()
    };
    let mut ana = new_user(1, "email:ana@example.org");
    ana.password = Some(hash("the-first-hash"));
    apply(store, &[create(ana)]);
    assert_ne!(holds(&path, "the-first-hash"), [false, false]);
    let replace = |text: &str| {
        let mut change = update_of(&user(store, 1));
        change.password = Some(hash(text));
        assert_eq!(
            store
                .write_by_hand(CHANGED, &[Write::Update(Box::new(change))])
                .unwrap(),
            [Applied::Updated]
        );
    };
    replace("the-second-hash");
    assert_eq!(holds(&path, "the-first-hash"), [false, false]);
    // Somebody who reads is not waited for, and what they read stays for the next time.
    let reader = Connection::open(&path).unwrap();
    reader
        .execute_batch("BEGIN; SELECT count(*) FROM users;")
        .unwrap();
    replace("the-third-hash");
    assert_eq!(user(store, 1).password, Some(hash("the-third-hash")));
    reader.execute_batch("COMMIT").unwrap();
    replace("the-fourth-hash");
    for text in ["the-first-hash", "the-second-hash", "the-third-hash"] {
        assert_eq!(holds(&path, text), [false, false], "{text}");
    }
}

/// Names the database to the process that is going to die.
const DYING: &str = "ADMIT_TEST_DYING";

/// Dies in the middle of a batch, holding the lock, in the process that
/// `a_killed_process_leaves_whole_batches_and_no_lock` starts; elsewhere it does nothing.
#[test]
fn dies_in_the_middle_of_a_batch() {
    let Ok(path) = std::env::var(DYING) else {
        return;
    };
    let store = admit_store::open(&path).unwrap();
    let session = store.lock().unwrap();
    let import = session.begin(&import()).unwrap();
    session
        .claim(import, &claims(500, "email:zoe@example.org"))
        .unwrap();
    for batch in 0..2_u64 {
        let users = (1..=100).map(|n| batch * 100 + n);
        let writes: Vec<_> = users
            .map(|key| create(new_user(key + 1000, &format!("id:{key}"))))
            .collect();
        let settle = &|_: &[Applied]| {
            if batch == 1 {
                std::process::abort();
            }
            Checkpoint {
                outcomes: writes
                    .iter()
                    .map(|w| RowOutcome::of(w.row, Outcome::Created))
                    .collect(),
                ..Checkpoint::default()
            }
        };
        let batch = ImportBatch {
            import,
            now: CREATED,
            writes: &writes,
            claimed: false,
            unless_drifted: false,
        };
        session.apply(&batch, settle).unwrap();
    }
}

#[test]
fn a_killed_process_leaves_whole_batches_and_no_lock() {
    let mut bed = Bed::sqlite();
    let status = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "sqlite_files::dies_in_the_middle_of_a_batch"])
        .env(DYING, bed.path())
        .output()
        .unwrap()
        .status;
    assert!(!status.success());
    bed.reopen();
    let store = bed.store();
    let _lock = store.lock().unwrap();
    assert_eq!(store.count().unwrap(), 100);
    assert_eq!(
        owners(store, "id:1 id:100 id:101"),
        [Some(1001), Some(1100), None]
    );
    assert_eq!(crate::dump::outcomes(store, 1).len(), 100);
    // What it had claimed is free.
    create_all(store, &[(2000, "email:zoe@example.org")]);
}

#[test]
fn the_user_before_a_change_is_kept() {
    let bed = Bed::sqlite();
    create_all(bed.store(), &[(1, "email:ana@example.org")]);
    let session = bed.store().lock().unwrap();
    let number = session.begin(&import()).unwrap();
    for (import, before) in [
        (Some(number), "first"),
        (None, "by hand"),
        (Some(number), "second"),
    ] {
        let mut change = update_of(&user(bed.store(), 1));
        change.before = Some(Secret(before.to_owned()));
        let writes = [update(change)];
        match import {
            Some(number) => apply_for(&*session, number, &writes, true),
            None => apply_later(bed.store(), &writes),
        };
    }
    let conn = Connection::open(bed.path()).unwrap();
    let mut statement = conn
        .prepare("SELECT import, user, version, before FROM changes ORDER BY version")
        .unwrap();
    let rows = statement.query_map([], |row| {
        Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
    });
    let rows: Vec<(i64, i64, i64, String)> = rows.unwrap().map(Result::unwrap).collect();
    assert_eq!(
        rows,
        [
            (1, 1, 1, "first".to_owned()),
            (0, 1, 2, "by hand".to_owned()),
            (1, 1, 3, "second".to_owned())
        ]
    );
}

fn refusal(path: &Path) -> String {
    match admit_store::open(path.to_str().unwrap()) {
        Err(error @ StoreError::Unavailable { .. }) => error.to_string(),
        Err(other) => panic!("{other:?}"),
        Ok(_) => panic!("{} was opened", path.display()),
    }
}

#[test]
fn a_file_that_is_not_ours_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let text = folder.path().join("users.csv");
    std::fs::write(&text, "id,email\n1,ana@example.org\n".repeat(50)).unwrap();
    let other = folder.path().join("other.db");
    let conn = Connection::open(&other).unwrap();
    conn.execute_batch("CREATE TABLE users (a)").unwrap();
    drop(conn);
    for (path, expected) in [(text, "is not a database"), (other, "of another program")] {
        let before = std::fs::read(&path).unwrap();
        let refusal = refusal(&path);
        assert!(refusal.contains(expected), "{refusal}");
        assert_eq!(std::fs::read(&path).unwrap(), before);
    }
}

#[test]
fn a_database_of_a_newer_version_is_refused() {
    let bed = Bed::sqlite();
    create_all(bed.store(), &[(1, "email:ana@example.org")]);
    let path = bed.path();
    let conn = Connection::open(&path).unwrap();
    conn.pragma_update(None, "user_version", 99).unwrap();
    let refusal = refusal(&path);
    assert!(refusal.contains("newer version of Admit"), "{refusal}");
    assert!(refusal.contains("99"), "{refusal}");
}

#[test]
fn a_new_database_is_set_up_as_intended() {
    let bed = Bed::sqlite();
    let conn = Connection::open(bed.path()).unwrap();
    let mode: String = conn
        .query_row("PRAGMA journal_mode", [], |row| row.get(0))
        .unwrap();
    let bytes: i64 = conn
        .query_row("PRAGMA page_size", [], |row| row.get(0))
        .unwrap();
    assert_eq!((mode.as_str(), bytes), ("wal", 8192));
}

#[test]
fn many_may_create_the_database_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("admit.db");
    let url = path.to_str().unwrap();
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| admit_store::open(url).unwrap().count().unwrap());
        }
    });
}

#[test]
fn a_value_that_cannot_be_read_is_named() {
    let bed = Bed::sqlite();
    let cases = [
        ("identities", "'[[9,\"x\"]]'"),
        ("identities", "'[[1]]'"),
        ("identities", "'no'"),
        ("properties", "'{'"),
        ("feature_flags", "'[]'"),
        ("last_imported", "'[[\"shoe\",1]]'"),
        ("reset", "'why'"),
        ("status", "7"),
        ("public_id", "x'00'"),
        ("fingerprint", "x'00'"),
    ];
    let conn = Connection::open(bed.path()).unwrap();
    for (key, (column, value)) in (1..).zip(cases) {
        create_all(bed.store(), &[(key, "")]);
        let sql = format!("UPDATE users SET {column} = {value} WHERE key = {key}");
        assert_eq!(conn.execute(&sql, []).unwrap(), 1);
        match bed.store().users(&[key]) {
            Err(StoreError::Corrupt {
                column: found, row, ..
            }) => {
                assert_eq!((found, row), (column, key.to_string()));
            }
            other => panic!("{column} {value}: {other:?}"),
        }
    }
}

/// A database as the version before claims were noted left it, with claims.
fn of_before(path: &Path) {
    let conn = Connection::open(path).unwrap();
    conn.execute_batch(
        "DROP TABLE mappings; DROP TABLE claims; DROP INDEX imports_by_digest;
         UPDATE settings SET name = 'claimed_to' WHERE name = 'reserved_to';
         INSERT INTO settings (name, value) VALUES ('claims_pending', 1)
             ON CONFLICT (name) DO UPDATE SET value = 1;
         INSERT INTO identifiers (kind, key, user) VALUES (1, 'gone@example.org', 77);
         ALTER TABLE findings DROP COLUMN outcome;
         ALTER TABLE import_outcomes DROP COLUMN users;
         PRAGMA user_version = 4;",
    )
    .unwrap();
}

#[test]
fn a_database_of_before_waits_for_its_import_and_frees_its_claims() {
    let mut bed = Bed::sqlite();
    create_all(bed.store(), &[(1, "email:ana@example.org")]);
    let path = bed.path();
    of_before(&path);
    // The older version's import holds the same file.
    let lock = std::fs::File::create(path.with_extension("db.import-lock")).unwrap();
    lock.lock().unwrap();
    let url = format!("sqlite:{}", path.display());
    let busy = admit_store::open(&url).err();
    assert!(matches!(busy, Some(StoreError::ImportRunning)), "{busy:?}");
    drop(lock);
    bed.reopen();
    let session = bed.store().lock().unwrap();
    let number = session.begin(&import()).unwrap();
    let freed = claims(88, "email:gone@example.org");
    assert_eq!(session.claim(number, &freed).unwrap(), [0_usize; 0]);
    assert_eq!(owners(bed.store(), "email:ana@example.org"), [Some(1)]);
}

#[test]
fn many_may_bring_a_database_of_before_up_to_date() {
    let bed = Bed::sqlite();
    create_all(bed.store(), &[(1, "email:ana@example.org")]);
    of_before(&bed.path());
    let url = format!("sqlite:{}", bed.path().display());
    let opened: Vec<Option<StoreError>> = std::thread::scope(|scope| {
        let open = || scope.spawn(|| admit_store::open(&url).err());
        let opening: Vec<_> = (0..8).map(|_| open()).collect();
        opening.into_iter().map(|one| one.join().unwrap()).collect()
    });
    assert!(opened.iter().all(Option::is_none), "{opened:?}");
}

#[test]
fn claims_that_cannot_be_read_are_freed_all_the_same() {
    let mut bed = Bed::sqlite();
    create_all(bed.store(), &[(1, "email:ana@example.org")]);
    let session = bed.store().lock().unwrap();
    let number = session.begin(&import()).unwrap();
    session
        .claim(number, &claims(77, "email:bo@example.org"))
        .unwrap();
    drop(session);
    let conn = Connection::open(bed.path()).unwrap();
    let spoiled = "UPDATE claims SET identifiers = x'ff'";
    assert_eq!(conn.execute(spoiled, []).unwrap(), 1);
    bed.reopen();
    drop(bed.store().lock().unwrap());
    create_all(bed.store(), &[(2, "email:bo@example.org")]);
    let all = "email:ana@example.org email:bo@example.org";
    assert_eq!(owners(bed.store(), all), [Some(1), Some(2)]);
}

#[test]
fn findings_of_before_know_which_rows_were_rejected() {
    let mut bed = Bed::sqlite();
    let number = bed.store().begin_check(&a_check()).unwrap();
    let finding = |severity, row| Finding {
        severity,
        row,
        ..Finding::of(rules::find("EML001").unwrap())
    };
    let progress = Checkpoint {
        findings: vec![
            finding(Severity::Warning, Some(2)),
            finding(Severity::Error, Some(2)),
            finding(Severity::Warning, Some(3)),
            finding(Severity::Error, None),
        ],
        ..Checkpoint::default()
    };
    bed.store().record_check(number, &progress).unwrap();
    of_before(&bed.path());
    bed.reopen();
    let found = findings(bed.store(), number);
    let outcomes: Vec<_> = found.iter().map(|stored| stored.finding.outcome).collect();
    let rejected = Some(Outcome::Rejected);
    assert_eq!(outcomes, [rejected, rejected, None, None]);
}

#[test]
fn a_finding_of_an_unknown_rule_is_still_shown() {
    let bed = Bed::sqlite();
    let number = bed.store().begin_check(&a_check()).unwrap();
    let progress = Checkpoint {
        findings: vec![Finding::of(rules::find("EML001").unwrap())],
        ..Checkpoint::default()
    };
    bed.store().record_check(number, &progress).unwrap();
    let conn = Connection::open(bed.path()).unwrap();
    conn.execute("UPDATE findings SET rule = 'XYZ999'", [])
        .unwrap();
    let found = findings(bed.store(), number);
    assert!(found[0].finding.message().contains("XYZ999"), "{found:?}");
}

#[cfg(unix)]
#[test]
fn nothing_is_written_to_a_file_that_is_moved_away() {
    let bed = Bed::sqlite();
    let store = bed.store();
    create_all(store, &[(1, "email:ana@example.org")]);
    let elsewhere = bed.path().with_extension("old");
    std::fs::rename(bed.path(), &elsewhere).unwrap();
    for is_replaced in [false, true] {
        if is_replaced {
            std::fs::write(bed.path(), "another").unwrap();
        }
        let refused = [
            store.set_password_connection(false).err(),
            store.room_bytes().err(),
        ];
        for error in refused {
            assert!(
                matches!(error, Some(StoreError::Unavailable { .. })),
                "{error:?}"
            );
        }
    }
    std::fs::rename(&elsewhere, bed.path()).unwrap();
    store.set_password_connection(false).unwrap();
    assert!(store.room_bytes().unwrap().is_some());
}
