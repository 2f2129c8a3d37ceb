//! The run: what it goes on with, what it refuses before it begins, and that a check
//! writes nothing.

mod support;

use admit_core::base::spill::scratch::MemoryScratch;
use admit_core::by_hand::{Edit, Values, edit_user, find};
use admit_core::import::error::ImportError;
use admit_core::import::record::choices_of;
use admit_core::import::report::{Ended, Report};
use admit_core::import::request::{Ports, Request};
use admit_core::import::run::run;
use admit_core::import::source::Opened;
use admit_core::ports::memory::MemoryStore;
use admit_core::ports::store::{
    AccessTables, Checkpoint, ImportQuery, ImportRecord, ImportState, Imports, Mode, Outcome,
    StoreError, short_id,
};
use admit_core::ports::watch::{Phase, RunError, Unwatched, Watch};
use admit_core::rows::choices::{Choices, OnConflict};
use admit_core::rules;
use admit_core::sign_in::harden::Harden;
use admit_core::users::field::Field;
use admit_core::users::user::{IdentifierKind, Identity};
use admit_passwords::{Bounds, Strength};
use std::io::Cursor;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use support::{BATCH_ROWS, Counted, Still, check_told, dump, import, ran, run_over, store_with};
use uuid::Uuid;

const CSV: &str = "id,email\n1,ana@example.com\n2,ben@example.com\n3,cyd@example.com\n\
                   4,dee@example.com\n5,eve@example.com\n";

/// Choices as a later version might keep them.
const UNREADABLE: &str = r#"{"on_conflict":"ask-somebody"}"#;

fn import_csv(store: &MemoryStore, choices: &Choices) -> Result<Report, ImportError> {
    run_over("users.csv", CSV.as_bytes(), store, choices, Mode::Import)
}

fn check_csv(store: &MemoryStore) -> Result<Report, ImportError> {
    run_over(
        "users.csv",
        CSV.as_bytes(),
        store,
        &Choices::default(),
        Mode::Check,
    )
}

/// The file to import, if it says this.
fn source_of(text: &str) -> Opened {
    let source = Box::new(Cursor::new(text.as_bytes().to_vec()));
    Opened::new("users.csv".to_owned(), None, source).unwrap()
}

/// Goes on with an import by name.
fn resume(store: &MemoryStore, bytes: &str, record: &ImportRecord) -> Result<Report, ImportError> {
    let source = source_of(bytes);
    let access = store.access().unwrap();
    let request = Request {
        resume: Some(record.id),
        ..Request::new(source, Mode::Import, Choices::default(), &access)
    };
    run(&ports(store, &Unwatched), request)
}

fn ports<'a>(store: &'a MemoryStore, watch: &'a dyn Watch) -> Ports<'a> {
    static RANDOMNESS: Counted = Counted::after(0);
    Ports {
        store,
        scratch: &MemoryScratch,
        watch,
        clock: &Still,
        randomness: &RANDOMNESS,
    }
}

/// A store with an import of the file that stopped behind its first rows, with the
/// choices kept in this form.
fn stopped(choices: &str) -> (MemoryStore, ImportRecord) {
    let store = store_with("");
    // It is made of one of another source, which did the same.
    let done = import("other.csv", b"id\n9\n", &store, &Choices::default()).record;
    let source = Box::new(Cursor::new(CSV.as_bytes().to_vec()));
    let mut record = ImportRecord {
        id: Uuid::from_u128(7),
        digest: Opened::new(String::new(), None, source).unwrap().digest,
        choices: choices.to_owned(),
        ..done
    };
    let session = store.lock().unwrap();
    record.number = session.begin(&record).unwrap();
    record.state = ImportState::Stopped;
    record.rows_done = 2;
    let checkpoint = Checkpoint {
        record: Some(record.clone()),
        ..Checkpoint::default()
    };
    session.record(record.number, &checkpoint).unwrap();
    drop(session);
    (store, record)
}

/// What stands in the way of a run.
fn refused(result: Result<Report, ImportError>) -> ImportError {
    match result {
        Ok(report) => panic!("it ran: {:?}", report.record),
        Err(error) => error,
    }
}

#[test]
fn choices_that_cannot_be_read_are_never_the_defaults() {
    let (store, record) = stopped(UNREADABLE);
    let before = dump(&store);
    let asked: [&dyn Fn() -> Result<Report, ImportError>; 2] =
        [&|| import_csv(&store, &Choices::default()), &|| {
            resume(&store, CSV, &record)
        }];
    for ask in asked {
        let error = refused(ask());
        let ImportError::ChoicesUnreadable { import, mode, .. } = &error else {
            panic!("{error}");
        };
        assert_eq!((import, *mode), (&short_id(record.id), Mode::Import));
        let start = "what was chosen for import 00000007 cannot be read: unknown variant";
        assert!(error.to_string().starts_with(start), "{error}");
    }
    assert!(choices_of(&record).is_err());
    assert_eq!(dump(&store), before);
    let now = store.import(&record.id.to_string()).unwrap().unwrap();
    assert_eq!((now.state, now.rows_done), (ImportState::Stopped, 2));
    let all = ImportQuery {
        limit: 9,
        ..ImportQuery::default()
    };
    assert_eq!(store.imports(&all).unwrap().len(), 2, "no other was begun");
    // A check goes on with nothing.
    let check = check_csv(&store);
    assert!(check.unwrap().ended.is_none());
}

#[test]
fn the_same_choices_go_on_and_others_begin_anew() {
    let choices = Choices {
        on_conflict: OnConflict::Reject,
        ..Choices::default()
    };
    for (chosen, resumed_after) in [(&choices, Some(2)), (&Choices::default(), None)] {
        let (store, record) = stopped(&serde_json::to_string(&choices).unwrap());
        let report = import_csv(&store, chosen).unwrap();
        assert_eq!(report.resumed_after, resumed_after);
        assert_eq!(report.record.id == record.id, resumed_after.is_some());
    }
}

#[test]
fn an_import_goes_on_with_its_own_source_only() {
    let (store, record) = stopped("{}");
    let error = refused(resume(&store, "id\n1\n", &record));
    assert!(matches!(error, ImportError::OtherSource { .. }), "{error}");
    let report = resume(&store, CSV, &record).unwrap();
    assert_eq!(report.resumed_after, Some(2));
    assert_eq!(report.record.state, ImportState::Complete);
}

/// A store with an import of the file that is in this state.
fn run_in(mode: Mode, state: ImportState) -> (MemoryStore, ImportRecord) {
    let (store, record) = stopped("{}");
    let mut record = ImportRecord {
        id: Uuid::from_u128(8),
        mode,
        state,
        ..record
    };
    let begun = match mode {
        Mode::Check => store.begin_check(&record),
        Mode::Import => store.lock().and_then(|session| session.begin(&record)),
    };
    record.number = begun.unwrap();
    (store, record)
}

#[test]
fn what_is_over_is_not_gone_on_with() {
    use ImportState::{Complete, Undoing, Undone};
    for (mode, state, what) in [
        (Mode::Import, Complete, "is complete"),
        (Mode::Import, Undoing, "is undoing"),
        (Mode::Import, Undone, "is undone"),
        (Mode::Check, Complete, "was a check"),
        (Mode::Check, ImportState::Stopped, "was a check"),
    ] {
        let (store, record) = run_in(mode, state);
        let before = dump(&store);
        let error = refused(resume(&store, CSV, &record));
        let expected = format!("import 00000008 {what}: there is nothing to go on with");
        assert_eq!(error.to_string(), expected);
        assert_eq!(dump(&store), before);
        let now = store.import(&record.id.to_string()).unwrap().unwrap();
        assert_eq!((now.state, now.rows_done), (state, record.rows_done));
    }
}

#[test]
fn a_check_goes_on_with_nothing() {
    let (store, record) = stopped("{}");
    let source = source_of(CSV);
    let access = store.access().unwrap();
    let request = Request {
        resume: Some(record.id),
        ..Request::new(source, Mode::Check, Choices::default(), &access)
    };
    let error = refused(run(&ports(&store, &Unwatched), request));
    assert!(matches!(error, ImportError::CheckResumed), "{error}");
    let now = store.import(&record.id.to_string()).unwrap().unwrap();
    assert_eq!(now.state, ImportState::Stopped);
}

/// Goes on with an import that was begun with some choices.
fn resume_by(own: &Choices, given: &Choices) -> Result<Report, ImportError> {
    let (store, record) = stopped(&serde_json::to_string(own).unwrap());
    let source = source_of(CSV);
    let access = store.access().unwrap();
    let request = Request {
        resume: Some(record.id),
        ..Request::new(source, Mode::Import, given.clone(), &access)
    };
    run(&ports(&store, &Unwatched), request)
}

#[test]
fn an_import_that_is_named_goes_on_by_its_own_choices() {
    let denying = |rules: [&str; 2]| Choices {
        on_conflict: OnConflict::Reject,
        deny: rules.map(str::to_owned).to_vec(),
        ..Choices::default()
    };
    let own = denying(["EML007", "DUP107"]);
    let turned = denying(["DUP107", "EML007"]);
    for given in [&own, &turned, &Choices::default()] {
        assert!(resume_by(&own, given).unwrap().ended.is_none());
    }
    let other = Choices {
        replace_access: true,
        ..Choices::default()
    };
    let error = refused(resume_by(&own, &other));
    assert!(matches!(error, ImportError::OtherChoices { .. }), "{error}");
}

#[test]
fn an_import_that_is_held_back_part_way_keeps_what_it_did() {
    let store = store_with("");
    let first = import_watched(&store, &StopsInBetween::default());
    let done = first.record.rows_done;
    let source = source_of(FAULTS);
    let access = store.access().unwrap();
    let guarded = Choices {
        max_errors: Some(0),
        ..Choices::default()
    };
    let request = Request {
        batch_rows: BATCH_ROWS,
        ..Request::new(source, Mode::Import, guarded, &access)
    };
    let held = run(&ports(&store, &Unwatched), request).unwrap();
    let too_many = Ended::TooManyErrors {
        rejected: 2,
        max: 0,
    };
    assert_eq!(held.ended, Some(too_many));
    let (now, then) = (&held.record, &first.record);
    assert_eq!((now.id, now.rows_done), (then.id, done));
    assert_eq!(now.ledger, then.ledger);
    assert_eq!(now.counts, then.counts);
    assert!(now.ledger.created > 0 && now.ledger.balances());
    let again = import_watched(&store, &Unwatched);
    assert_eq!(again.record.id, first.record.id);
    assert_eq!(ran(&store, &again.record).outcomes.len(), 7);
}

#[test]
fn suggestions_are_taken_once_they_were_shown() {
    let store = store_with("");
    let choices = Choices {
        accept: vec!["EML001".to_owned()],
        ..Choices::default()
    };
    let error = refused(import_csv(&store, &choices));
    assert!(matches!(error, ImportError::NotShown { .. }), "{error}");
    let checked = check_csv(&store);
    assert!(checked.unwrap().ended.is_none());
    assert!(import_csv(&store, &choices).unwrap().ended.is_none());
}

#[test]
fn suggestions_count_as_shown_only_by_the_same_choices() {
    let store = store_with("");
    let run_by = |map: &[(&str, Field)], accept: &[&str], mode| {
        let map = map.iter();
        let choices = Choices {
            map: map
                .map(|(column, field)| ((*column).to_owned(), Some(*field)))
                .collect(),
            accept: accept.iter().map(|rule| (*rule).to_owned()).collect(),
            ..Choices::default()
        };
        let text = b"Kontakt\nana(at)example.com\nbo@example.com\n";
        run_over("users.csv", text, &store, &choices, mode)
    };
    let mapped = [("Kontakt", Field::Email)];
    let refused = |result: Result<Report, ImportError>| {
        let error = refused(result);
        assert!(matches!(error, ImportError::NotShown { .. }), "{error}");
    };
    // Without the mapping no row is looked at.
    run_by(&[], &[], Mode::Check).unwrap();
    refused(run_by(&mapped, &["EML001"], Mode::Import));
    run_by(&[("Kontakt", Field::Username)], &[], Mode::Check).unwrap();
    refused(run_by(&mapped, &["EML001"], Mode::Import));
    run_by(&mapped, &[], Mode::Check).unwrap();
    let imported = run_by(&mapped, &["EML001", "EML007"], Mode::Import).unwrap();
    assert_eq!(imported.record.ledger.created, 2);
}

#[test]
fn one_import_at_a_time_and_a_check_beside_it() {
    let store = store_with("");
    let lock = store.lock().unwrap();
    let error = refused(import_csv(&store, &Choices::default()));
    let ImportError::Run(RunError::Store(StoreError::ImportRunning)) = error else {
        panic!("{error}");
    };
    let check = check_csv(&store);
    let check = check.unwrap().record;
    assert_eq!((check.mode, check.ledger.created), (Mode::Check, 5));
    assert!(dump(&store).is_empty());
    drop(lock);
    assert_eq!(
        import_csv(&store, &Choices::default())
            .unwrap()
            .record
            .ledger
            .created,
        5
    );
}

/// Asks to stop once something was written.
#[derive(Default)]
struct StopsInBetween(AtomicBool);

impl Watch for StopsInBetween {
    fn progress(&self, phase: Phase, rows: u64, _: u64) {
        if phase == Phase::Writing && rows > 0 {
            self.0.store(true, Ordering::Relaxed);
        }
    }
    fn stop_asked(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// Notes how many rows are written, and asks to stop once it is so many.
struct StopsAt {
    rows: u64,
    seen: Mutex<Vec<u64>>,
}

impl Watch for StopsAt {
    fn progress(&self, phase: Phase, rows: u64, _: u64) {
        if phase == Phase::Writing && rows > 0 {
            self.seen.lock().unwrap().push(rows);
        }
    }
    fn stop_asked(&self) -> bool {
        self.seen.lock().unwrap().contains(&self.rows)
    }
}

#[test]
fn an_import_that_has_written_every_row_is_over_whoever_asks_it_to_stop() {
    for (rows, seen, state) in [
        (BATCH_ROWS as u64, &[3][..], ImportState::Stopped),
        (5, &[3, 5], ImportState::Complete),
    ] {
        let store = store_with("");
        let access = store.access().unwrap();
        let request = Request {
            batch_rows: BATCH_ROWS,
            ..Request::new(source_of(CSV), Mode::Import, Choices::default(), &access)
        };
        let watch = StopsAt {
            rows,
            seen: Mutex::default(),
        };
        let report = run(&ports(&store, &watch), request).unwrap();
        assert_eq!(report.record.state, state);
        assert_eq!(report.ended.is_some(), state == ImportState::Stopped);
        assert_eq!(watch.seen.into_inner().unwrap(), seen);
    }
}

/// Imports a file over users that are there, stopped behind its third row or not, and
/// gives back what became of it in the end: outcomes, findings and users.
fn imported(file: &str, stops: bool) -> (Vec<String>, Vec<String>, Vec<String>) {
    let store = store_with("");
    let before = "id,email,phone,first_name\n1,ana@example.com,+61412345678,Ana\n\
                  2,ben@example.com,+61487654321,Ben\n";
    import("before.csv", before.as_bytes(), &store, &Choices::default());
    let access = store.access().unwrap();
    let go = |watch: &dyn Watch| {
        let request = Request {
            batch_rows: BATCH_ROWS,
            ..Request::new(source_of(file), Mode::Import, Choices::default(), &access)
        };
        run(&ports(&store, watch), request).unwrap()
    };
    if stops {
        let stopped = go(&StopsInBetween::default());
        assert_eq!(stopped.ended, Some(Ended::Interrupted), "{file}");
    }
    let ran = ran(&store, &go(&Unwatched).record);
    let outcomes = ran.outcomes.iter().map(|done| format!("{done:?}"));
    let of_rows = ran.findings.iter().filter(|one| one.row.is_some());
    let findings = of_rows.map(|one| format!("{:?} {}", one.row, one.rule.code));
    (outcomes.collect(), findings.collect(), dump(&store))
}

#[test]
fn an_import_that_goes_on_knows_whose_rows_are_done() {
    for rows in [
        // The user's first row is done, and a later one may change nothing.
        "1,,,Anna,\n3,,,,\n4,,,,\n,ana@example.com,,,Okafor\n",
        // By whom the first row is: its phone is somebody else's.
        "1,,+61487654321,Anna,\n3,,,,\n4,,,,\n,ana@example.com,,,Okafor\n,ben@example.com,,,Ray\n",
        // A new user of several rows.
        "7,gil@example.com,,,\n7,,,Gil,\n3,,,,\n7,,,,Ray\n7,,,Gil,Ray\n",
        "7,gil@example.com,,,\n3,,,,\n4,,,,\n7,,,,Ray\n7,,,Hal,\n",
        // A user who is there, of several rows.
        "1,,,,\n1,,,Anna,\n3,,,,\n1,,,,Ray\n1,,,Anna,Ray\n,ana@example.com,,,Okafor\n",
        // One whose first row was held back.
        "7,ben@example.com,,,\n7,,,Gil,\n3,,,,\n7,,,,Ray\n",
        "7,ben@example.com,,,\n3,,,,\n4,,,,\n7,,,Gil,\n7,,,,Ray\n7,,,Hal,\n",
        "7,ben@example.com,,,\n7,gil@example.com,,Gil,\n3,,,,\n7,,,,Ray\n,gil@example.com,,Hal,\n",
    ] {
        let file = format!("id,email,phone,first_name,last_name\n{rows}");
        assert_eq!(imported(&file, true), imported(&file, false), "{file}");
    }
}

#[test]
fn what_is_found_says_what_becomes_of_its_row() {
    let file = "id,email,phone\n1,ana@,\n2,ben@example.com,12\n";
    let held_back = Choices {
        max_errors: Some(0),
        ..Choices::default()
    };
    for (choices, mode, expected) in [
        (
            Choices::default(),
            Mode::Check,
            [Outcome::Rejected, Outcome::Created],
        ),
        (
            Choices::default(),
            Mode::Import,
            [Outcome::Rejected, Outcome::Created],
        ),
        (
            held_back,
            Mode::Import,
            [Outcome::Rejected, Outcome::NotReached],
        ),
    ] {
        let store = store_with("");
        let report = run_over("users.csv", file.as_bytes(), &store, &choices, mode).unwrap();
        let ran = ran(&store, &report.record);
        let of_rows = ran.findings.iter().filter(|one| one.row.is_some());
        let outcomes: Vec<Option<Outcome>> = of_rows.map(|one| one.outcome).collect();
        assert_eq!(outcomes, expected.map(Some), "{mode:?}");
    }
}

#[test]
fn whom_the_import_created_is_known_when_it_goes_on_though_somebody_changed_them() {
    let file = "id,email,first_name,hashed_password,hashing_method\n\
                1,ana@example.com,Ana,5f4dcc3b5aa765d61d8327deb882cf99,md5\n\
                2,ben@example.com,,,\n3,cyd@example.com,,,\n,new@example.com,Anneke,,\n";
    let store = store_with("");
    let access = store.access().unwrap();
    let go = |watch: &dyn Watch| {
        let request = Request {
            batch_rows: BATCH_ROWS,
            ..Request::new(source_of(file), Mode::Import, Choices::default(), &access)
        };
        run(&ports(&store, watch), request).unwrap().record
    };
    go(&StopsInBetween::default());
    let edit = Edit {
        values: Values {
            identities: vec![Identity::new(IdentifierKind::Email, "new@example.com")],
            ..Values::default()
        },
        ..Edit::default()
    };
    edit_user(&store, 5, &find(&store, "1").unwrap(), &edit).unwrap();
    // With a stronger hash, nothing is remembered of what the file said.
    let harden = Harden {
        store: &store,
        bounds: Bounds::default(),
        strength: Strength::default(),
        threads: 1,
        watch: &Unwatched,
        now: &|| 5,
    };
    assert_eq!(harden.run().0.wrapped, 1);
    // The last row is a second one of Ana.
    let ran = ran(&store, &go(&Unwatched));
    let of_rows = ran.findings.iter().filter(|one| one.row == Some(5));
    let said: Vec<&str> = of_rows.map(|one| one.rule.code).collect();
    assert_eq!(said, ["IDN002", "DUP113"]);
}

/// Stops as soon as the import is about to write.
struct StopsBeforeWriting<'s>(&'s MemoryStore);

impl Watch for StopsBeforeWriting<'_> {
    fn progress(&self, _: Phase, _: u64, _: u64) {}
    fn stop_asked(&self) -> bool {
        let query = ImportQuery {
            state: Some(ImportState::Applying),
            limit: 1,
            ..ImportQuery::default()
        };
        !self.0.imports(&query).unwrap().is_empty()
    }
}

/// Imports a file of which something is said in every batch, and of the file itself.
fn import_watched(store: &MemoryStore, watch: &dyn Watch) -> Report {
    let access = store.access().unwrap();
    let source = source_of(FAULTS);
    let request = Request {
        batch_rows: BATCH_ROWS,
        ..Request::new(source, Mode::Import, Choices::default(), &access)
    };
    let report = run(&ports(store, watch), request).unwrap();
    check_told(store, &report);
    report
}

const FAULTS: &str = "id,email,shoe\n1,ana@,9\n2,ben@example.com,8\n3,cyd@example.com,7\n\
                      4,dee@example.com,6\n5,eve@,5\n6,fay@example.com,4\n7,gil@example.com,3\n";

#[test]
fn what_is_told_is_what_is_stored_however_often_it_stops() {
    let store = store_with("");
    let first = import_watched(&store, &StopsInBetween::default());
    assert_eq!(first.ended, Some(Ended::Interrupted));
    let second = import_watched(&store, &Unwatched);
    assert_eq!(second.record.id, first.record.id);
    let (first, second) = (first.tally, second.tally);
    for (rule, expected) in [("EML005", (1, 2)), ("HDR005", (1, 1)), ("RUN010", (0, 1))] {
        let rule = rules::find(rule).unwrap();
        assert_eq!(
            (first.count_of(rule), second.count_of(rule)),
            expected,
            "{}",
            rule.code
        );
    }
}

#[test]
fn what_is_said_of_the_file_is_said_once() {
    let store = store_with("");
    let stopped = import_watched(&store, &StopsBeforeWriting(&store));
    assert_eq!(stopped.ended, Some(Ended::Interrupted));
    assert_eq!(stopped.record.rows_done, 0);
    let again = resume(&store, FAULTS, &stopped.record).unwrap();
    assert_eq!(again.record.id, stopped.record.id);
    check_told(&store, &again);
    let header = rules::find("HDR005").unwrap();
    assert_eq!(again.tally.count_of(header), 1);
}

#[test]
fn an_import_that_was_interrupted_goes_on() {
    let store = store_with("");
    let access = store.access().unwrap();
    let source = source_of(CSV);
    let request = Request {
        batch_rows: BATCH_ROWS,
        ..Request::new(source, Mode::Import, Choices::default(), &access)
    };
    let report = run(&ports(&store, &StopsInBetween::default()), request).unwrap();
    assert_eq!(report.ended, Some(Ended::Interrupted));
    assert_eq!(report.record.state, ImportState::Stopped);
    let done = report.record.rows_done;
    assert!(done > 0 && done < 6, "{done}");
    let again = import_csv(&store, &Choices::default()).unwrap();
    assert_eq!(
        (again.record.id, again.resumed_after),
        (report.record.id, Some(done))
    );
    assert_eq!(ran(&store, &again.record).outcomes.len(), 5);
    assert_eq!(again.record.ledger.created, 5);
}

#[test]
fn a_check_says_as_an_import_does_that_the_file_was_imported_before() {
    let says = |report: Result<Report, ImportError>| {
        let counts = report.unwrap().record.counts;
        counts.iter().any(|count| count.code == "FIL023")
    };
    let store = store_with("");
    assert!(!says(check_csv(&store)));
    assert!(!says(check_csv(&store)), "a check imports nothing");
    assert!(!says(import_csv(&store, &Choices::default())));
    assert!(says(check_csv(&store)));
    assert!(says(import_csv(&store, &Choices::default())));
}

#[test]
fn a_source_is_known_by_its_bytes() {
    let mut source = Cursor::new(b"id\n1\n".to_vec());
    source.set_position(3);
    let opened = Opened::new("a.csv".to_owned(), None, Box::new(source)).unwrap();
    assert_eq!(opened.bytes, 5);
    assert_eq!(opened.digest, blake3::hash(b"id\n1\n").to_hex().as_str());
    let mut bytes = Vec::new();
    let mut source = opened.source;
    source.read_to_end(&mut bytes).unwrap();
    assert_eq!(bytes, b"id\n1\n");
}
