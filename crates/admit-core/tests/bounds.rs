//! How much of a file is held, and asked about, at once.

mod support;

use admit_core::base::limits::CHUNK_ROWS;
use admit_core::base::spill::scratch::MemoryScratch;
use admit_core::import::request::{Ports, Request};
use admit_core::import::run::run;
use admit_core::import::source::Opened;
use admit_core::ports::store::{ImportRecord, Mode, Store};
use admit_core::ports::watch::{Phase, Unwatched, Watch};
use admit_core::rows::choices::Choices;
use std::io::Cursor;
use std::sync::atomic::{AtomicBool, Ordering};
use support::asked::Asked;
use support::{BATCH_ROWS, Counted, Still, import, run_over, store_with};
use uuid::Uuid;

/// Checks a file beside a directory with somebody in it. `expected`: about how many
/// identifiers the directory is asked, one time after the other.
#[track_caller]
fn check(file: &str, expected: &[usize]) {
    let store = store_with("");
    import("before.csv", b"id\n0\n", &store, &Choices::default());
    let asked = Asked::of(&store);
    let (bytes, choices) = (file.as_bytes(), Choices::default());
    run_over("users.csv", bytes, &asked, &choices, Mode::Check).unwrap();
    assert_eq!(asked.sizes(), expected);
}

#[test]
fn the_directory_is_asked_about_so_many_rows_at_once() {
    let ids = (1..=2 * CHUNK_ROWS + 1).map(|id| format!("{id}\n"));
    let file = format!("id\n{}", ids.collect::<String>());
    check(&file, &[CHUNK_ROWS, CHUNK_ROWS, 1]);
}

#[test]
fn rows_behind_one_that_waits_for_the_directory_are_not_kept_without_end() {
    // Rows without an identifier, of which the directory need not be asked.
    let others = "-,Ana\n".repeat(16 * CHUNK_ROWS - 1).replace('-', "");
    check(&format!("id,first_name\n1,\n{others}2,\n"), &[1, 1]);
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

/// Runs over a file, or goes on with this import of it.
fn run_on(store: &dyn Store, file: &str, watch: &dyn Watch, resume: Option<Uuid>) -> ImportRecord {
    let source = Box::new(Cursor::new(file.as_bytes().to_vec()));
    let source = Opened::new("users.csv".to_owned(), None, source).unwrap();
    let access = store.access().unwrap();
    let request = Request {
        batch_rows: BATCH_ROWS,
        resume,
        ..Request::new(source, Mode::Import, Choices::default(), &access)
    };
    let ports = Ports {
        store,
        scratch: &MemoryScratch,
        watch,
        clock: &Still,
        randomness: &Counted::after(0),
    };
    run(&ports, request).unwrap().record
}

#[test]
fn who_goes_on_asks_nothing_about_users_that_it_created() {
    let store = store_with("");
    let ids = (1..=BATCH_ROWS + 2).map(|id| format!("{id}\n"));
    let file = format!("id\n{}", ids.collect::<String>());
    let stopped = run_on(&store, &file, &StopsInBetween::default(), None);
    assert_eq!(stopped.ledger.created, BATCH_ROWS as u64);
    let asked = Asked::of(&store);
    let done = run_on(&asked, &file, &Unwatched, Some(stopped.id));
    assert_eq!(done.ledger.created, BATCH_ROWS as u64 + 2);
    assert_eq!(asked.sizes(), [2]);
}
