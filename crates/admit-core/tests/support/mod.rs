//! Runs whole imports in memory, as the program does on files.
#![allow(dead_code, reason = "each test binary uses a part of it")]

#[macro_use]
pub mod around;
pub mod asked;
pub mod between;
pub mod failing;

use admit_core::base::spill::scratch::MemoryScratch;
use admit_core::findings::finding::Finding;
use admit_core::findings::rule::Scope;
use admit_core::findings::tally::{RuleCount, Tally};
use admit_core::import::error::ImportError;
use admit_core::import::report::Report;
use admit_core::import::request::{Ports, Request};
use admit_core::import::run::run;
use admit_core::import::source::Opened;
use admit_core::ports::clock::Clock;
use admit_core::ports::memory::MemoryStore;
use admit_core::ports::randomness::Randomness;
use admit_core::ports::store::{
    AccessTables, FindingQuery, ImportQuery, ImportRecord, Ledger, Mode, Outcome, Store,
};
use admit_core::ports::watch::Unwatched;
use admit_core::rows::choices::Choices;
use admit_core::setup::Setup;
use admit_passwords::FirebaseParameters;
use std::io::Cursor;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// How many rows a transaction holds in tests: small, so that there are many.
pub const BATCH_ROWS: usize = 3;

/// A clock that stands still.
pub struct Still;

impl Clock for Still {
    fn now(&self) -> i64 {
        1_000
    }
    fn elapsed(&self) -> Duration {
        Duration::ZERO
    }
}

/// Bytes that are different each time, and the same for each run of a test.
pub struct Counted(AtomicU64);

impl Counted {
    /// Those behind this number.
    pub const fn after(number: u64) -> Counted {
        Counted(AtomicU64::new(number))
    }
}

impl Randomness for Counted {
    fn fill(&self, bytes: &mut [u8]) {
        let number = self.0.fetch_add(1, Ordering::Relaxed);
        let mut digest = blake3::Hasher::new();
        digest.update(&number.to_le_bytes());
        digest.finalize_xof().fill(bytes);
    }
}

/// What came of a run.
pub struct Ran {
    /// The record as stored.
    pub record: ImportRecord,
    /// The ledger.
    pub ledger: Ledger,
    /// Every finding, in the order stored.
    pub findings: Vec<Finding>,
    /// The outcome of every row.
    pub outcomes: Vec<(u64, Outcome)>,
}

/// A store with what a setup file names, to sign in to by password.
pub fn store_with(setup: &str) -> MemoryStore {
    let store = MemoryStore::default();
    store.set_password_connection(true).unwrap();
    set_up(&store, setup);
    store
}

/// What a Firebase project says of its hashes.
pub fn firebase() -> FirebaseParameters {
    let key =
        "jxspr8Ki0RYycVU8zykbdLGjFQ3McFUH0uiiTvC8pVMXAn210wjLNmdZJzxUECKbm0QsEmYUSDzZvpjeJ9WmXA==";
    FirebaseParameters::new(Some(key), Some("Bw=="), Some("8"), Some("14"))
        .expect("the parameters of the test can be read")
}

/// Makes the store hold what a setup file names.
pub fn set_up(store: &dyn Store, setup: &str) {
    let setup = Setup::parse(setup).expect("the setup of a test can be read");
    let mut code = 0;
    let changes = setup.changes(&store.access().unwrap(), &mut || {
        code += 1;
        format!("org_test{code:06}")
    });
    store
        .change_access(&changes.expect("the setup of a test can be applied"))
        .unwrap();
}

/// Runs over a source that is called so.
pub fn run_over(
    name: &str,
    bytes: &[u8],
    store: &dyn Store,
    choices: &Choices,
    mode: Mode,
) -> Result<Report, ImportError> {
    let source = Box::new(Cursor::new(bytes.to_vec()));
    let source = Opened::new(name.to_owned(), None, source).expect("memory can be read");
    // Each run of a store has its own numbers.
    let latest = ImportQuery {
        limit: 1,
        ..ImportQuery::default()
    };
    let imports = store
        .imports(&latest)?
        .first()
        .map_or(0, |last| last.number);
    let ports = Ports {
        store,
        scratch: &MemoryScratch,
        watch: &Unwatched,
        clock: &Still,
        randomness: &Counted::after(imports << 32),
    };
    let access = store.access()?;
    let request = Request {
        batch_rows: BATCH_ROWS,
        ..Request::new(source, mode, choices.clone(), &access)
    };
    let report = run(&ports, request)?;
    check_told(store, &report);
    Ok(report)
}

/// What is told of a run is what is stored of it, rule by rule.
#[track_caller]
pub fn check_told(store: &dyn Store, report: &Report) {
    let sorted = |mut counts: Vec<RuleCount>| {
        counts.sort_by(|a, b| (&a.code, a.severity).cmp(&(&b.code, b.severity)));
        counts
    };
    let told = sorted(report.tally.counts());
    assert_eq!(
        told,
        sorted(report.record.counts.clone()),
        "told and recorded"
    );
    let mut stored = Tally::default();
    for finding in &ran(store, &report.record).findings {
        stored.add(finding);
    }
    assert_eq!(told, sorted(stored.counts()), "told and stored");
}

/// Runs over a source, which ends as it should.
fn run_to_end(name: &str, bytes: &[u8], store: &dyn Store, choices: &Choices, mode: Mode) -> Ran {
    let report = run_over(name, bytes, store, choices, mode);
    let report = report.unwrap_or_else(|error| panic!("{error}"));
    ran(store, &report.record)
}

/// Checks a source: what an import would do.
pub fn check(name: &str, bytes: &[u8], store: &dyn Store, choices: &Choices) -> Ran {
    run_to_end(name, bytes, store, choices, Mode::Check)
}

/// Imports a source from beginning to end.
pub fn import(name: &str, bytes: &[u8], store: &dyn Store, choices: &Choices) -> Ran {
    if !choices.accept.is_empty() {
        // Suggestions are taken once they were shown.
        let shown = Choices {
            accept: Vec::new(),
            ..choices.clone()
        };
        check(name, bytes, store, &shown);
    }
    run_to_end(name, bytes, store, choices, Mode::Import)
}

/// What a run left in the store.
pub fn ran(store: &dyn Store, record: &ImportRecord) -> Ran {
    let query = FindingQuery {
        limit: u64::MAX >> 1,
        ..FindingQuery::default()
    };
    let findings = store
        .findings(record.number, &query)
        .unwrap()
        .into_iter()
        .map(|stored| stored.finding)
        .collect();
    let mut outcomes = Vec::new();
    store
        .outcomes(record.number, &mut |done| {
            outcomes.push((done.row, done.outcome));
        })
        .unwrap();
    Ran {
        record: record.clone(),
        ledger: record.ledger,
        findings,
        outcomes,
    }
}

/// Everything of the directory in a comparable form, without times, versions
/// and public ids.
pub fn dump(store: &dyn Store) -> Vec<String> {
    let query = admit_core::ports::store::UserQuery {
        limit: u64::MAX >> 1,
        ..Default::default()
    };
    let mut lines: Vec<String> = store
        .list(&query)
        .unwrap()
        .into_iter()
        .map(|mut user| {
            user.row
                .identities
                .sort_by(|a, b| (a.kind, &a.key).cmp(&(b.kind, &b.key)));
            format!(
                "{:?} {:?} {:?} {:?} {:?} {:?} {:?}",
                user.row.identities,
                user.row.first_name,
                user.row.last_name,
                user.row.status,
                user.row.properties,
                user.memberships,
                user.password
            )
        })
        .collect();
    lines.sort();
    lines
}

/// What is wrong with the sentences of a finding, compared with the outcome of its row.
pub fn contradiction(finding: &Finding) -> Option<String> {
    let (fact, said) = (finding.fact(), finding.message());
    let became = said.strip_prefix(&fact).unwrap_or(&said).trim();
    let has = |words: &[&str]| {
        let mut all = became.split(|c: char| !c.is_alphanumeric());
        all.any(|word| words.contains(&word))
    };
    let is_of_row = matches!(finding.rule.scope, Scope::Row | Scope::Cell);
    let is_held_back = matches!(
        finding.outcome,
        Some(Outcome::Rejected | Outcome::NotReached)
    );
    let says_held_back = [
        "not imported",
        "not be imported",
        "not reached",
        "not be reached",
        "Nothing",
    ]
    .iter()
    .any(|words| became.contains(words));
    let wrong = if finding.mode == Mode::Check && has(&["was", "were", "has", "will"]) {
        "speaks of the past in a check"
    } else if finding.mode == Mode::Import && has(&["would"]) {
        "speaks of what would be in an import"
    } else if finding.rule.scope == Scope::Run {
        return None;
    } else if is_held_back && !says_held_back {
        "does not say that it was held back"
    } else if !is_held_back && is_of_row && says_held_back {
        "says that it was held back"
    } else if matches!(finding.outcome, Some(Outcome::Updated | Outcome::Unchanged))
        && became.contains("The user")
        && has(&["imported", "created"])
    {
        "says that a user who existed was imported"
    } else {
        return None;
    };
    Some(format!(
        "{} {:?} {:?} {:?} {wrong}: {said}",
        finding.rule.code, finding.severity, finding.outcome, finding.mode
    ))
}
