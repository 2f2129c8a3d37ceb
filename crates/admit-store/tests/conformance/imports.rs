//! The history of imports.

use crate::Bed;
use crate::dump::{findings, outcomes};
use crate::samples::{
    CREATED, a_check, apply, apply_for, begun, claims, create, import, imports, new_user, owners,
    user,
};
use admit_core::findings::finding::Finding;
use admit_core::findings::rule::Severity;
use admit_core::findings::tally::RuleCount;
use admit_core::ports::store::{
    Checkpoint, FindingQuery, ImportBatch, ImportQuery, ImportRecord, ImportState, Ledger, Mode,
    Outcome, Reverted, RowOutcome, StoreError,
};
use admit_core::rules;
use admit_core::users::change::Applied;
use admit_core::users::field::Field;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicU64, Ordering};
use uuid::Uuid;

/// A record in which nothing is empty.
fn full_record() -> ImportRecord {
    let count = |code: &str, severity, count| RuleCount {
        code: code.to_owned(),
        severity,
        count,
    };
    ImportRecord {
        file: "über \"users\".csv".to_owned(),
        path: Some("/srv/über.csv".to_owned()),
        digest: "af13".to_owned(),
        choices: "{\"on_conflict\":\"reject\"}".to_owned(),
        mode: Mode::Check,
        state: ImportState::Stopped,
        finished: Some(CREATED + 5),
        seconds: 1.25,
        rows_done: 21,
        ledger: Ledger {
            read: 21,
            created: 1,
            updated: 2,
            unchanged: 3,
            rejected: 4,
            not_reached: 11,
        },
        counts: vec![
            count("EML001", Severity::Error, u64::from(u32::MAX)),
            count("EML001", Severity::Warning, 2),
            count("ACC004", Severity::Notice, 3),
        ],
        ..import()
    }
}

pub fn every_part_of_a_record_survives(bed: &mut Bed) {
    for state in ["checking", "applying", "complete", "stopped", "undone"] {
        let mut record = full_record();
        record.state = ImportState::of_name(state).unwrap();
        // Once at the beginning, and once as what becomes of a bare one.
        record.number = begun(bed.store(), &record);
        bed.reopen();
        assert_eq!(imports(bed.store())[0], record);
        let bare = a_check();
        let number = bed.store().begin_check(&bare).unwrap();
        assert_eq!(number, record.number + 1);
        let checkpoint = Checkpoint {
            record: Some(record.clone()),
            ..Checkpoint::default()
        };
        bed.store().record_check(number, &checkpoint).unwrap();
        bed.reopen();
        let expected = ImportRecord {
            number,
            state: record.state,
            finished: record.finished,
            seconds: record.seconds,
            rows_done: record.rows_done,
            ledger: record.ledger,
            counts: record.counts,
            ..bare
        };
        assert_eq!(imports(bed.store())[0], expected);
    }
}

pub fn an_import_is_found_by_part_of_its_id(bed: &mut Bed) {
    for id in [
        0x0197_aaaa_0000_7000_8000_0000_0000_0bb1,
        0x0197_cccc_0000_7000_8000_0000_0000_0bb2,
    ] {
        let id = Uuid::from_u128(id);
        begun(bed.store(), &ImportRecord { id, ..import() });
    }
    let cases = [
        ("0197aaaa-0000-7000-8000-000000000bb1", Some(1)),
        ("0197CCCC-0000-7000-8000-000000000BB2", Some(2)),
        ("bb1", Some(1)),
        (" 0197c ", Some(2)),
        ("0197", None),
        ("bb", None),
        ("7000", None),
        ("", None),
    ];
    for (text, expected) in cases {
        let found = bed.store().import(text).unwrap();
        assert_eq!(found.map(|record| record.number), expected, "{text}");
    }
    let [first, second] = [
        0x0197_aaaa_0000_7000_8000_0000_0000_0bb1,
        0x0197_cccc_0000_7000_8000_0000_0000_0bb2,
    ]
    .map(Uuid::from_u128);
    let found = bed
        .store()
        .imports_of(&[second, Uuid::nil(), first])
        .unwrap();
    let mut found: Vec<_> = found
        .iter()
        .map(|record| (record.number, record.id))
        .collect();
    found.sort_unstable();
    assert_eq!(found, [(1, first), (2, second)]);
}

fn rule(code: &str) -> &'static admit_core::findings::rule::Rule {
    rules::find(code).unwrap()
}

pub fn every_part_of_a_finding_survives(bed: &mut Bed) {
    let bare = Finding::of(rule("EML001"));
    let with = |change: fn(&mut Finding)| {
        let mut finding = bare.clone();
        change(&mut finding);
        finding
    };
    let all = vec![
        bare.clone(),
        Finding::of(rule("IDN001")),
        with(|f| f.severity = Severity::Notice),
        with(|f| f.severity = Severity::Warning),
        with(|f| f.row = Some(u64::from(u32::MAX))),
        with(|f| f.line = Some(1)),
        with(|f| f.column = Some("E-Mail \"x\"".to_owned())),
        with(|f| f.field = Some(Field::Organization)),
        with(|f| f.value = Some(String::new())),
        with(|f| {
            f.args = vec![
                ("who".to_owned(), "\"Ana\"".to_owned()),
                ("n".to_owned(), String::new()),
            ];
        }),
        with(|f| f.suggestion = Some("ana@example.org".to_owned())),
        with(|f| f.related_row = Some(7)),
        with(|f| f.user = Some(Uuid::from_u128(u128::MAX))),
        with(|f| f.help = Some("Look at it.".to_owned())),
        with(|f| f.outcome = Some(Outcome::Created)),
        with(|f| f.outcome = Some(Outcome::Updated)),
        with(|f| f.outcome = Some(Outcome::Unchanged)),
        with(|f| f.outcome = Some(Outcome::Rejected)),
        with(|f| f.outcome = Some(Outcome::NotReached)),
    ];
    let number = bed.store().begin_check(&a_check()).unwrap();
    // In two parts, so that the second goes on where the first ended.
    for part in all.chunks(5) {
        let checkpoint = Checkpoint {
            findings: part.to_vec(),
            ..Checkpoint::default()
        };
        bed.store().record_check(number, &checkpoint).unwrap();
    }
    bed.reopen();
    let found = findings(bed.store(), number);
    let positions: Vec<u64> = found.iter().map(|stored| stored.position).collect();
    assert_eq!(positions, (1..=all.len() as u64).collect::<Vec<_>>());
    let found: Vec<Finding> = found.into_iter().map(|stored| stored.finding).collect();
    let in_a_check = all.into_iter().map(|finding| Finding {
        mode: Mode::Check,
        ..finding
    });
    assert_eq!(found, in_a_check.collect::<Vec<_>>());
}

pub fn findings_speak_in_the_mood_of_their_import(bed: &mut Bed) {
    let store = bed.store();
    let check = store.begin_check(&a_check()).unwrap();
    let session = store.lock().unwrap();
    let import = session.begin(&import()).unwrap();
    let checkpoint = Checkpoint {
        findings: vec![Finding::of(rule("EML001"))],
        ..Checkpoint::default()
    };
    store.record_check(check, &checkpoint).unwrap();
    session.record(import, &checkpoint).unwrap();
    let mode = |number| findings(store, number)[0].finding.mode;
    assert_eq!((mode(check), mode(import)), (Mode::Check, Mode::Import));
}

pub fn a_page_of_findings_has_what_was_asked_for(bed: &mut Bed) {
    let store = bed.store();
    let number = store.begin_check(&a_check()).unwrap();
    let another = store.begin_check(&a_check()).unwrap();
    let finding = |code, severity, row, column: Option<&str>| Finding {
        severity,
        row,
        column: column.map(str::to_owned),
        value: row.map(|row| format!("Ü{row}")),
        ..Finding::of(rule(code))
    };
    let checkpoint = Checkpoint {
        findings: vec![
            finding("EML001", Severity::Error, Some(2), Some("email")),
            finding("IDN001", Severity::Error, Some(2), None),
            finding("EML001", Severity::Warning, Some(3), Some("Email")),
            finding("EML001", Severity::Error, None, Some("email")),
        ],
        ..Checkpoint::default()
    };
    store.record_check(number, &checkpoint).unwrap();
    let all = FindingQuery {
        limit: 10,
        ..FindingQuery::default()
    };
    let with = |change: fn(&mut FindingQuery)| {
        let mut query = all.clone();
        change(&mut query);
        query
    };
    let cases: [(FindingQuery, &[u64]); 17] = [
        (all.clone(), &[1, 2, 3, 4]),
        (with(|q| q.limit = 0), &[]),
        (with(|q| q.limit = 2), &[1, 2]),
        (with(|q| q.after = 2), &[3, 4]),
        (with(|q| q.after = u64::MAX), &[]),
        (with(|q| q.rules = vec!["EML001".to_owned()]), &[1, 3, 4]),
        (
            with(|q| q.rules = vec!["EML001".to_owned(), "IDN001".to_owned()]),
            &[1, 2, 3, 4],
        ),
        (with(|q| q.severity = Some(Severity::Warning)), &[3]),
        (with(|q| q.column = Some("email".to_owned())), &[1, 4]),
        (with(|q| q.row = Some(2)), &[1, 2]),
        (with(|q| q.value = Some("Ü2".to_owned())), &[1, 2]),
        (with(|q| q.value = Some("ü2".to_owned())), &[]),
        (with(|q| q.contains = Some("2".to_owned())), &[1, 2]),
        (with(|q| q.at_least = Some(Severity::Error)), &[1, 2, 4]),
        (with(|q| q.rows = Some((3, 9))), &[3]),
        (with(|q| q.contains = Some("3x".to_owned())), &[]),
        (
            with(|q| {
                q.rules = vec!["EML001".to_owned()];
                q.severity = Some(Severity::Error);
                q.column = Some("email".to_owned());
                q.after = 1;
            }),
            &[4],
        ),
    ];
    for (query, expected) in cases {
        let page = store.findings(number, &query).unwrap();
        let positions: Vec<u64> = page.iter().map(|stored| stored.position).collect();
        assert_eq!(positions, expected, "{query:?}");
    }
    assert!(store.findings(another, &all).unwrap().is_empty());
    assert!(store.findings(99, &all).unwrap().is_empty());
}

pub fn outcomes_come_back_in_order(bed: &mut Bed) {
    use Outcome::{Created, NotReached, Rejected, Unchanged, Updated};
    let number = bed.store().begin_check(&a_check()).unwrap();
    let another = bed.store().begin_check(&a_check()).unwrap();
    let batches = [
        vec![
            (2, Created, 8),
            (3, Created, 9),
            (4, Updated, 2),
            (9, Updated, 2),
        ],
        vec![],
        vec![
            (10, Unchanged, 7),
            (11, Rejected, 0),
            (u64::from(u32::MAX), NotReached, 0),
        ],
    ];
    let batches = batches.map(|batch| {
        let rows = batch.into_iter();
        let row = |(row, outcome, user)| RowOutcome { row, outcome, user };
        rows.map(row).collect::<Vec<_>>()
    });
    for batch in &batches {
        let checkpoint = Checkpoint {
            outcomes: batch.clone(),
            ..Checkpoint::default()
        };
        bed.store().record_check(number, &checkpoint).unwrap();
    }
    bed.reopen();
    assert_eq!(outcomes(bed.store(), number), batches.concat());
    assert!(outcomes(bed.store(), another).is_empty());
}

pub fn one_import_runs_at_a_time(bed: &mut Bed) {
    let lock = bed.store().lock().unwrap();
    let second = bed.store().lock();
    assert!(matches!(second, Err(StoreError::ImportRunning)));
    // A check needs no lock.
    let check = bed.store().begin_check(&a_check()).unwrap();
    let checkpoint = Checkpoint::default();
    bed.store().record_check(check, &checkpoint).unwrap();
    drop((lock, second));
    let again = bed.store().lock().unwrap();
    drop(again);
    bed.reopen();
    drop(bed.store().lock().unwrap());
}

pub fn an_import_begins_anew_without_what_was_found(bed: &mut Bed) {
    let session = bed.store().lock().unwrap();
    let other = session.begin(&import()).unwrap();
    let mut record = import();
    record.number = session.begin(&record).unwrap();
    let found = Checkpoint {
        outcomes: vec![RowOutcome::of(2, Outcome::Rejected)],
        findings: vec![Finding::of(rule("EML001"))],
        record: Some(ImportRecord {
            number: record.number,
            ..full_record()
        }),
    };
    session.record(record.number, &found).unwrap();
    session.record(other, &found).unwrap();
    session.begin_anew(&record).unwrap();
    drop(session);
    bed.reopen();
    assert!(findings(bed.store(), record.number).is_empty());
    assert!(outcomes(bed.store(), record.number).is_empty());
    assert_eq!(imports(bed.store())[0], record);
    assert_eq!(findings(bed.store(), other).len(), 1);
    assert_eq!(outcomes(bed.store(), other).len(), 1);
}

pub fn only_a_session_records_an_import(bed: &mut Bed) {
    let checkpoint = Checkpoint {
        record: Some(full_record()),
        ..Checkpoint::default()
    };
    let panics = |work: &dyn Fn()| {
        assert!(catch_unwind(AssertUnwindSafe(work)).is_err());
    };
    let store = bed.store();
    let check = store.begin_check(&a_check()).unwrap();
    let session = store.lock().unwrap();
    let number = session.begin(&import()).unwrap();
    panics(&|| store.record_check(number, &checkpoint).unwrap());
    panics(&|| session.record(check, &checkpoint).unwrap());
    drop(session);
    bed.reopen();
    let states = imports(bed.store()).into_iter().map(|record| record.state);
    assert!(
        states
            .into_iter()
            .all(|state| state == ImportState::Checking)
    );
}

pub fn whoever_loses_the_lock_writes_nothing_more(bed: &mut Bed) {
    let session = bed.store().lock().unwrap();
    let number = session.begin(&import()).unwrap();
    bed.lose_lock();
    let other = bed.store().lock().unwrap();
    let before = crate::dump::dump(bed.store());
    let lost = |answer: Result<(), StoreError>| {
        assert!(matches!(answer, Err(StoreError::LockLost)), "{answer:?}");
    };
    let writes = [create(new_user(1, "email:ana@example.org"))];
    let batch = ImportBatch {
        import: number,
        now: CREATED,
        writes: &writes,
        claimed: false,
        unless_drifted: false,
    };
    let wanted = claims(1, "email:ana@example.org");
    let nothing = Checkpoint::default();
    let settle = &|_: &[Applied]| Checkpoint::default();
    lost(session.begin(&import()).map(drop));
    lost(session.record(number, &nothing));
    lost(session.reserve(1).map(drop));
    lost(session.claim(number, &wanted).map(drop));
    lost(session.give_up(&wanted));
    lost(session.release(number));
    lost(session.apply(&batch, settle).map(drop));
    let settle = &|_: &[Reverted]| Checkpoint::default();
    lost(session.revert(number, CREATED, &[], settle).map(drop));
    assert_eq!(crate::dump::dump(bed.store()), before);
    // Whoever has it goes on, also once the other has found out.
    drop(session);
    let number = other.begin(&import()).unwrap();
    let answers = apply_for(&*other, number, &writes, false);
    assert_eq!(answers, [Applied::Created]);
}

pub fn adding_by_hand_works_during_an_import(bed: &mut Bed) {
    let store = bed.store();
    let session = store.lock().unwrap();
    let number = session.begin(&import()).unwrap();
    let first = session.reserve(2).unwrap();
    session
        .claim(number, &claims(first, "email:ana@example.org"))
        .unwrap();
    let by_hand = store.reserve_number().unwrap();
    let added = create(new_user(by_hand, "email:bo@example.org"));
    assert_eq!(apply(store, &[added]), [Applied::Created]);
    let writes = [
        create(new_user(first, "email:ana@example.org")),
        create(new_user(first + 1, "")),
    ];
    let answers = apply_for(&*session, number, &writes, true);
    assert_eq!(answers, [Applied::Created, Applied::Created]);
    let all = "email:ana@example.org email:bo@example.org";
    assert_eq!(owners(store, all), [Some(first), Some(by_hand)]);
}

pub fn imports_are_asked_for_by_digest_state_and_page(bed: &mut Bed) {
    let session = bed.store().lock().unwrap();
    for (digest, state) in [
        ("a", ImportState::Complete),
        ("b", ImportState::Stopped),
        ("a", ImportState::Stopped),
        ("a", ImportState::Complete),
    ] {
        let digest = digest.to_owned();
        let record = ImportRecord {
            digest,
            state,
            ..import()
        };
        session.begin(&record).unwrap();
    }
    let all = ImportQuery {
        limit: 10,
        ..ImportQuery::default()
    };
    let with = |change: fn(&mut ImportQuery)| {
        let mut query = all.clone();
        change(&mut query);
        query
    };
    let cases: [(ImportQuery, &[u64]); 7] = [
        (all.clone(), &[4, 3, 2, 1]),
        (with(|q| q.limit = 2), &[4, 3]),
        (with(|q| q.before = Some(3)), &[2, 1]),
        (with(|q| q.digest = Some("a".to_owned())), &[4, 3, 1]),
        (with(|q| q.state = Some(ImportState::Stopped)), &[3, 2]),
        (
            with(|q| {
                q.digest = Some("a".to_owned());
                q.state = Some(ImportState::Complete);
                q.limit = 1;
            }),
            &[4],
        ),
        (with(|q| q.digest = Some("c".to_owned())), &[]),
    ];
    for (query, expected) in cases {
        let page = bed.store().imports(&query).unwrap();
        let numbers: Vec<u64> = page.iter().map(|record| record.number).collect();
        assert_eq!(numbers, expected, "{query:?}");
    }
}

pub fn a_checkpoint_is_stored_with_its_writes(bed: &mut Bed) {
    let session = bed.store().lock().unwrap();
    let number = session.begin(&import()).unwrap();
    let writes = [
        create(new_user(1, "email:ana@example.org")),
        create(new_user(2, "email:ana@example.org")),
    ];
    let batch = ImportBatch {
        import: number,
        now: CREATED,
        writes: &writes,
        claimed: false,
        unless_drifted: false,
    };
    // A store may ask more than once; what it stores in the end is stored once.
    let asked = AtomicU64::new(0);
    let settle = |answers: &[Applied]| {
        asked.fetch_add(1, Ordering::Relaxed);
        assert_eq!(answers[0], Applied::Created);
        assert!(matches!(answers[1], Applied::Taken(_)));
        Checkpoint {
            outcomes: vec![
                RowOutcome::of(2, Outcome::Created),
                RowOutcome::of(3, Outcome::Rejected),
            ],
            findings: vec![Finding::of(rule("EML001"))],
            record: Some(full_record()),
        }
    };
    let answers = session.apply(&batch, &settle).unwrap();
    assert_eq!(answers[0], Applied::Created);
    assert!(matches!(answers[1], Applied::Taken(_)));
    assert!(asked.into_inner() > 0);
    drop(session);
    bed.reopen();
    assert_eq!(user(bed.store(), 1).version, 1);
    assert_eq!(outcomes(bed.store(), number).len(), 2);
    assert_eq!(findings(bed.store(), number).len(), 1);
    let record = imports(bed.store()).remove(0);
    assert_eq!((record.rows_done, record.counts.len()), (21, 3));
}
