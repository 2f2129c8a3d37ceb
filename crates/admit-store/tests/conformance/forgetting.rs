//! Imports that wrote no user are forgotten.

use crate::Bed;
use crate::dump::{findings, outcomes};
use crate::samples::{
    CHANGED, CREATED, a_check, apply_for, claims, create, create_all, import, imports, new_user,
    owners, update_of, user,
};
use admit_core::findings::finding::Finding;
use admit_core::findings::rule::Severity;
use admit_core::findings::tally::RuleCount;
use admit_core::ports::store::{
    Checkpoint, Forgotten, ImportBatch, ImportRecord, ImportState, Ledger, Outcome, Reversal,
    RowOutcome, Store, StoreError,
};
use admit_core::rules;
use uuid::Uuid;

fn id(number: u128) -> Uuid {
    Uuid::from_u128(0x0197_0000_0000_7000_8000_0000_0000_0000 + number)
}

fn named(record: ImportRecord, number: u128) -> ImportRecord {
    ImportRecord {
        id: id(number),
        ..record
    }
}

/// So many findings and outcomes, and the record with their ledger.
fn found(record: &ImportRecord, count: u64) -> Checkpoint {
    let rule = rules::find("EML001").unwrap();
    Checkpoint {
        outcomes: (2..2 + count)
            .map(|row| RowOutcome::of(row, Outcome::Rejected))
            .collect(),
        findings: (2..2 + count)
            .map(|row| Finding {
                row: Some(row),
                ..Finding::of(rule)
            })
            .collect(),
        record: Some(ImportRecord {
            state: ImportState::Complete,
            ledger: Ledger {
                read: count + record.ledger.created,
                rejected: count,
                ..record.ledger
            },
            counts: vec![RuleCount {
                code: "EML001".to_owned(),
                severity: Severity::Error,
                count,
            }],
            ..record.clone()
        }),
    }
}

fn forget(store: &dyn Store, number: u128) -> Forgotten {
    store.forget_import(id(number)).unwrap()
}

/// The numbers of the imports that there are, the latest first.
fn numbers(store: &dyn Store) -> Vec<u64> {
    imports(store).iter().map(|record| record.number).collect()
}

pub fn what_a_check_found_is_forgotten_with_it(bed: &mut Bed) {
    let store = bed.store();
    assert_eq!(forget(store, 1), Forgotten::NotThere);
    for number in 1..=3 {
        let mut check = named(a_check(), number);
        let begun = store.begin_check(&check).unwrap();
        // It says whom an import would create.
        check.ledger.created = 3;
        // More than go in one transaction, once.
        let count = if number == 2 { 20_001 } else { 2 };
        store.record_check(begun, &found(&check, count)).unwrap();
    }
    assert_eq!(forget(store, 2), Forgotten::Done);
    bed.reopen();
    let store = bed.store();
    assert_eq!(forget(store, 2), Forgotten::NotThere);
    assert_eq!(numbers(store), [3, 1]);
    assert_eq!(store.import(&id(2).to_string()).unwrap(), None);
    for (number, left) in [(1, 2), (2, 0), (3, 2)] {
        assert_eq!(findings(store, number).len(), left, "{number}");
        assert_eq!(outcomes(store, number).len(), left, "{number}");
    }
    // Its number is not given again, also when it was the last.
    assert_eq!(forget(store, 3), Forgotten::Done);
    assert_eq!(store.begin_check(&named(a_check(), 3)).unwrap(), 4);
    assert!(findings(store, 4).is_empty());
    assert_eq!(numbers(store), [4, 1]);
    for number in [3, 1] {
        assert_eq!(forget(store, number), Forgotten::Done);
    }
    bed.reopen();
    assert_eq!(bed.store().begin_check(&named(a_check(), 3)).unwrap(), 5);
}

pub fn an_import_that_wrote_users_is_not_forgotten(bed: &mut Bed) {
    let store = bed.store();
    create_all(store, &[(1, "id:1"), (2, "id:2")]);
    let session = store.lock().unwrap();
    // It created somebody.
    let record = named(import(), 1);
    let number = session.begin(&record).unwrap();
    let created = ImportRecord {
        ledger: Ledger {
            read: 1,
            created: 1,
            ..Ledger::default()
        },
        ..record
    };
    let writes = [create(new_user(3, "id:3"))];
    let batch = ImportBatch {
        import: number,
        now: CREATED,
        writes: &writes,
        claimed: false,
        unless_drifted: false,
    };
    let settle = |_: &[_]| Checkpoint {
        record: Some(created.clone()),
        ..Checkpoint::default()
    };
    session.apply(&batch, &settle).unwrap();
    // It changed somebody, and has not said so yet.
    let number = session.begin(&named(import(), 2)).unwrap();
    let mut change = update_of(&user(store, 1));
    change.before = Some(admit_core::ports::store::image::image_of(&user(store, 1)));
    session.exchange(number, CHANGED, &[change]).unwrap();
    // It rejected everybody.
    let record = named(import(), 3);
    let number = session.begin(&record).unwrap();
    session.record(number, &found(&record, 4)).unwrap();
    drop(session);
    assert_eq!(forget(store, 1), Forgotten::WroteUsers);
    assert_eq!(forget(store, 2), Forgotten::WroteUsers);
    assert_eq!(forget(store, 3), Forgotten::Done);
    bed.reopen();
    assert_eq!(numbers(bed.store()), [2, 1]);
}

pub fn whoever_runs_what_was_forgotten_writes_nothing_more(bed: &mut Bed) {
    let store = bed.store();
    create_all(store, &[(1, "id:1")]);
    let check = store.begin_check(&named(a_check(), 1)).unwrap();
    let session = store.lock().unwrap();
    let record = named(import(), 2);
    let number = session.begin(&record).unwrap();
    session.claim(number, &claims(9, "id:9")).unwrap();
    assert_eq!(forget(store, 1), Forgotten::Done);
    assert_eq!(forget(store, 2), Forgotten::Done);
    let writes = [create(new_user(9, "id:9"))];
    let batch = ImportBatch {
        import: number,
        now: CREATED,
        writes: &writes,
        claimed: true,
        unless_drifted: false,
    };
    let settle = |_: &[_]| Checkpoint::default();
    let nothing = Checkpoint::default();
    let change = update_of(&user(store, 1));
    let anew = ImportRecord { number, ..record };
    let answers = [
        store.record_check(check, &nothing),
        session.record(number, &nothing),
        session.begin_anew(&anew),
        session.apply(&batch, &settle).map(drop),
        session.exchange(number, CHANGED, &[change]).map(drop),
        session
            .revert(number, CHANGED, &[] as &[Reversal], &|_| {
                Checkpoint::default()
            })
            .map(drop),
    ];
    for answer in answers {
        assert!(
            matches!(answer, Err(StoreError::ImportForgotten)),
            "{answer:?}"
        );
    }
    assert_eq!(user(store, 1).version, 1);
    drop(session);
    // What it had claimed is free, and others write.
    let session = store.lock().unwrap();
    let number = session.begin(&named(import(), 3)).unwrap();
    let writes = [create(new_user(10, "id:9"))];
    apply_for(&*session, number, &writes, false);
    drop(session);
    assert_eq!(owners(store, "id:9"), [Some(10)]);
}
