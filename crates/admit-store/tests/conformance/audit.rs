//! The audit trail.

use crate::Bed;
use crate::dump::audit;
use crate::samples::CREATED;
use admit_core::ports::store::{AuditEntry, AuditQuery, BEFORE_THE_FIRST, NewEntry, Store};
use rusqlite::Connection;
use std::sync::Barrier;
use std::thread;

fn entry(who: &str, what: &str, subject: Option<&str>) -> NewEntry {
    NewEntry {
        who: who.to_owned(),
        what: what.to_owned(),
        subject: subject.map(str::to_owned),
        detail: "{\"created\":2}".to_owned(),
    }
}

/// Checks which numbers are answered.
#[track_caller]
fn check(store: &dyn Store, query: &AuditQuery, expected: &[u64]) {
    let found = store.audit(query).unwrap();
    let numbers: Vec<u64> = found.iter().map(|entry| entry.number).collect();
    assert_eq!(numbers, expected, "{query:?}");
}

pub fn the_trail_is_read_by_pages_and_filters(bed: &mut Bed) {
    let store = bed.store();
    assert_eq!(store.verify_audit().unwrap(), None);
    for (number, (who, what)) in (1..).zip([
        ("ana@example.org", "import-applied"),
        ("command line", "import-applied"),
        ("ana@example.org", "user-changed"),
        ("ana@example.org", "import-applied"),
    ]) {
        let noted = store.note(&entry(who, what, Some("0197")), CREATED + number as i64);
        assert_eq!(noted.unwrap(), number);
    }
    bed.reopen();
    let store = bed.store();
    let all = || AuditQuery {
        limit: 10,
        ..AuditQuery::default()
    };
    let (ana, applied) = (
        Some("ana@example.org".to_owned()),
        Some("import-applied".to_owned()),
    );
    check(store, &all(), &[4, 3, 2, 1]);
    check(store, &AuditQuery { limit: 2, ..all() }, &[4, 3]);
    check(
        store,
        &AuditQuery {
            before: Some(3),
            ..all()
        },
        &[2, 1],
    );
    check(
        store,
        &AuditQuery {
            before: Some(u64::MAX),
            limit: u64::MAX,
            ..all()
        },
        &[4, 3, 2, 1],
    );
    check(
        store,
        &AuditQuery {
            who: ana.clone(),
            ..all()
        },
        &[4, 3, 1],
    );
    check(
        store,
        &AuditQuery {
            what: applied.clone(),
            ..all()
        },
        &[4, 2, 1],
    );
    check(
        store,
        &AuditQuery {
            who: ana,
            what: applied,
            before: Some(4),
            limit: 1,
            subject: Some("0197".to_owned()),
        },
        &[1],
    );
    check(
        store,
        &AuditQuery {
            who: Some("ana".to_owned()),
            ..all()
        },
        &[],
    );
    check(
        store,
        &AuditQuery {
            subject: Some("019".to_owned()),
            ..all()
        },
        &[],
    );
    // An entry is what was noted, and its digest covers the one before it.
    let first = AuditEntry::after(
        0,
        &BEFORE_THE_FIRST,
        &entry("ana@example.org", "import-applied", Some("0197")),
        CREATED + 1,
    );
    let entries = audit(store);
    assert_eq!(entries[3], first);
    assert!(entries[2].follows(1, &first.digest));
    assert_eq!(store.verify_audit().unwrap(), None);
}

pub fn entries_at_once_follow_one_another(bed: &mut Bed) {
    let store = bed.store();
    let together = Barrier::new(4);
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                together.wait();
                for _ in 0..5 {
                    store
                        .note(&entry("token nightly", "user-added", None), 0)
                        .unwrap();
                }
            });
        }
    });
    assert_eq!(audit(store).len(), 20);
    assert_eq!(store.verify_audit().unwrap(), None);
}

#[test]
fn two_processes_write_one_chain() {
    let bed = Bed::sqlite();
    let other = admit_store::open(&bed.path().display().to_string()).unwrap();
    let together = Barrier::new(2);
    let note_ten = |store: &dyn Store, who: &str| {
        together.wait();
        for _ in 0..10 {
            store.note(&entry(who, "user-added", None), 0).unwrap();
        }
    };
    thread::scope(|scope| {
        scope.spawn(|| note_ten(bed.store(), "ana@example.org"));
        note_ten(&*other, "bo@example.org");
    });
    assert_eq!(audit(bed.store()).len(), 20);
    assert_eq!(other.verify_audit().unwrap(), None);
}

/// Notes four entries, does this to the database past everything that guards it, and
/// checks which entry is the first that does not fit.
#[track_caller]
fn check_tampered(sql: &str, expected: Option<u64>) {
    let mut bed = Bed::sqlite();
    for subject in [Some("a"), None, Some("c"), Some("d")] {
        bed.store()
            .note(&entry("ana@example.org", "user-changed", subject), 1)
            .unwrap();
    }
    let conn = Connection::open(bed.path()).unwrap();
    let refused = conn.execute_batch(sql).map_err(|error| error.to_string());
    let refused = refused.expect_err("the table refuses it");
    assert!(refused.contains("what was noted"), "{sql}: {refused}");
    conn.execute_batch(
        "DROP TRIGGER audit_is_not_changed; DROP TRIGGER audit_is_not_removed;
         DROP TRIGGER audit_is_not_replaced;",
    )
    .unwrap();
    conn.execute_batch(sql).unwrap();
    bed.reopen();
    assert_eq!(bed.store().verify_audit().unwrap(), expected, "{sql}");
    // What is noted afterwards does not hide it.
    bed.store()
        .note(&entry("bo@example.org", "user-changed", None), 2)
        .unwrap();
    assert_eq!(bed.store().verify_audit().unwrap(), expected, "{sql}");
}

#[test]
fn what_was_noted_cannot_be_changed_unnoticed() {
    for (sql, expected) in [
        (
            "UPDATE audit SET detail = '{\"created\":3}' WHERE number = 2",
            Some(2),
        ),
        ("UPDATE audit SET time = 2 WHERE number = 1", Some(1)),
        (
            "UPDATE audit SET who = 'bo@example.org' WHERE number = 4",
            Some(4),
        ),
        (
            "UPDATE audit SET what = 'user-shown' WHERE number = 3",
            Some(3),
        ),
        ("UPDATE audit SET subject = NULL WHERE number = 1", Some(1)),
        ("UPDATE audit SET subject = '' WHERE number = 2", Some(2)),
        ("UPDATE audit SET digest = x'00' WHERE number = 2", Some(2)),
        ("UPDATE audit SET number = 9 WHERE number = 4", Some(4)),
        ("DELETE FROM audit WHERE number = 1", Some(1)),
        ("DELETE FROM audit WHERE number = 3", Some(3)),
        ("DELETE FROM audit WHERE number = 4", Some(4)),
        ("DELETE FROM audit", Some(1)),
        (
            "REPLACE INTO audit SELECT 2, time, who, what, subject, detail, digest
             FROM audit WHERE number = 1",
            Some(2),
        ),
    ] {
        check_tampered(sql, expected);
    }
}
