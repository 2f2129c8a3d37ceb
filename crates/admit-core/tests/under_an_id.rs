//! Runs that have the id of what was handed in.

mod support;

use admit_core::base::spill::scratch::MemoryScratch;
use admit_core::import::error::ImportError;
use admit_core::import::report::Report;
use admit_core::import::request::{Ports, Request};
use admit_core::import::run::run;
use admit_core::import::source::Opened;
use admit_core::ports::memory::MemoryStore;
use admit_core::ports::store::{
    AccessTables, ImportQuery, ImportState, Imports, Ledger, Mode, Outcome,
};
use admit_core::ports::watch::{Phase, Unwatched, Watch};
use admit_core::rows::cell_correction::CellCorrection;
use admit_core::rows::choices::Choices;
use std::io::Cursor;
use std::sync::atomic::{AtomicBool, Ordering};
use support::{BATCH_ROWS, Counted, Still, dump, ran, store_with};
use uuid::Uuid;

const USERS: &str = "email\n\
    ana@example.com\nben@example.com\ncleo@example.com\ndan@example.com\neva@example.com\n";

fn id(number: u128) -> Uuid {
    Uuid::from_u128(0x0197_0000_0000_7000_8000_0000_0000_0000 + number)
}

/// Asks to stop once something was written.
#[derive(Default)]
struct Stops(AtomicBool);

impl Watch for Stops {
    fn progress(&self, phase: Phase, rows: u64, _: u64) {
        self.0
            .fetch_or(phase == Phase::Writing && rows > 0, Ordering::Relaxed);
    }
    fn stop_asked(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// Runs over a text under an id, or under one of its own.
fn go(
    store: &MemoryStore,
    text: &str,
    (mode, choices): (Mode, &Choices),
    id: Option<Uuid>,
    watch: &dyn Watch,
) -> Result<Report, ImportError> {
    let source = Box::new(Cursor::new(text.as_bytes().to_vec()));
    let source = Opened::new("users.csv".to_owned(), None, source).unwrap();
    let access = store.access().unwrap();
    let request = Request {
        id,
        batch_rows: BATCH_ROWS,
        ..Request::new(source, mode, choices.clone(), &access)
    };
    let ports = Ports {
        store,
        scratch: &MemoryScratch,
        watch,
        clock: &Still,
        randomness: &Counted::after(7),
    };
    run(&ports, request)
}

fn check(store: &MemoryStore, text: &str, number: u128) -> Report {
    let how = (Mode::Check, &Choices::default());
    go(store, text, how, Some(id(number)), &Unwatched).unwrap()
}

fn import(store: &MemoryStore, text: &str, number: u128) -> Report {
    let how = (Mode::Import, &Choices::default());
    go(store, text, how, Some(id(number)), &Unwatched).unwrap()
}

/// The ids of the imports that there are, the latest first, and whether they wrote users.
fn imports(store: &MemoryStore) -> Vec<(Uuid, Mode)> {
    let all = ImportQuery {
        limit: 99,
        ..ImportQuery::default()
    };
    let imports = store.imports(&all).unwrap();
    imports
        .iter()
        .map(|record| (record.id, record.mode))
        .collect()
}

#[test]
fn an_import_takes_the_place_of_its_check() {
    let store = store_with("");
    check(&store, USERS, 1);
    check(&store, USERS, 2);
    let again = check(&store, USERS, 1);
    assert_eq!(
        imports(&store),
        [(id(1), Mode::Check), (id(2), Mode::Check)]
    );
    let report = import(&store, USERS, 1);
    assert_eq!(report.record.ledger.created, 5);
    assert_eq!(ran(&store, &report.record).outcomes.len(), 5);
    assert_eq!(
        imports(&store),
        [(id(1), Mode::Import), (id(2), Mode::Check)]
    );
    assert!(report.record.number > again.record.number);
    // It stays, whatever is asked for.
    for mode in [Mode::Check, Mode::Import] {
        let refused = go(
            &store,
            USERS,
            (mode, &Choices::default()),
            Some(id(1)),
            &Unwatched,
        );
        assert!(matches!(refused, Err(ImportError::WroteUsers { .. })));
    }
    assert_eq!(
        imports(&store),
        [(id(1), Mode::Import), (id(2), Mode::Check)]
    );
}

#[test]
fn suggestions_that_its_check_has_shown_are_taken() {
    let store = store_with("");
    let text = "email\nana(at)example.com\n";
    let accepting = Choices {
        accept: vec!["EML001".to_owned()],
        ..Choices::default()
    };
    let take = || {
        go(
            &store,
            text,
            (Mode::Import, &accepting),
            Some(id(1)),
            &Unwatched,
        )
    };
    assert!(matches!(take(), Err(ImportError::NotShown { .. })));
    check(&store, text, 1);
    assert_eq!(take().unwrap().record.ledger.created, 1);
}

#[test]
fn an_import_that_wrote_nobody_is_begun_again() {
    let store = store_with("");
    let text = "email\nana(at)example.com\n";
    let first = import(&store, text, 1);
    assert_eq!(first.record.ledger.rejected, 1);
    let second = import(&store, text, 1);
    assert_eq!(second.record.ledger.rejected, 1);
    assert_eq!(imports(&store), [(id(1), Mode::Import)]);
    // It is not told of itself; another one is.
    let said = |report: &Report| {
        let findings = ran(&store, &report.record).findings;
        findings
            .iter()
            .any(|finding| finding.rule.name == "same-file-imported-before")
    };
    assert!(!said(&second));
    assert!(said(&import(&store, text, 2)));
}

#[test]
fn what_goes_on_reads_cells_as_it_did() {
    let store = store_with("");
    let cell = |row, text: &str| CellCorrection {
        row,
        column: "email".to_owned(),
        text: text.to_owned(),
    };
    let choices = |cells: &[CellCorrection]| Choices {
        cells: cells.to_vec(),
        ..Choices::default()
    };
    let cells = [cell(2, "anna@example.com"), cell(6, "eve@example.com")];
    let (own, other) = (choices(&cells), choices(&cells[..1]));
    let go = |choices, watch: &dyn Watch| {
        let how = (Mode::Import, choices);
        go(&store, USERS, how, Some(id(1)), watch)
    };
    assert_eq!(
        go(&own, &Stops::default()).unwrap().record.ledger.created,
        3
    );
    let refused = go(&other, &Unwatched);
    assert!(matches!(refused, Err(ImportError::OtherChoices { .. })));
    let gone_on = go(&own, &Unwatched).unwrap();
    assert_eq!(gone_on.resumed_after, Some(4));
    assert_eq!(gone_on.record.ledger.created, 5);
    let users = dump(&store).concat();
    for (email, is_there) in [("anna", true), ("eve", true), ("\"eva", false)] {
        assert_eq!(
            users.contains(&format!("{email}@example.com")),
            is_there,
            "{email}"
        );
    }
}

#[test]
fn what_stopped_goes_on_under_its_id_and_under_no_other() {
    let store = store_with("");
    let how = (Mode::Import, &Choices::default());
    let stopped = |number, watch: &dyn Watch| {
        let report = go(&store, USERS, how, Some(id(number)), watch).unwrap();
        assert_eq!(report.record.state, ImportState::Stopped);
        report.record
    };
    let first = stopped(1, &Stops::default());
    assert_eq!(first.ledger.created, 3);
    // Another one over the same bytes goes its own way.
    let other = import(&store, USERS, 2);
    let expected = Ledger {
        read: 5,
        created: 2,
        unchanged: 3,
        ..Ledger::default()
    };
    assert_eq!(other.record.ledger, expected);
    let gone_on = import(&store, USERS, 1);
    assert_eq!(gone_on.record.number, first.number);
    assert_eq!(gone_on.resumed_after, Some(4));
    let outcomes = ran(&store, &gone_on.record).outcomes;
    let created = outcomes
        .iter()
        .filter(|(_, what)| *what == Outcome::Created);
    assert_eq!((created.count(), outcomes.len()), (3, 5));
    assert!(gone_on.record.ledger.balances());
    assert_eq!(dump(&store).len(), 5);
    assert_eq!(
        imports(&store),
        [(id(2), Mode::Import), (id(1), Mode::Import)]
    );
}
