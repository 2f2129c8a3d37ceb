//! A run of the core with what this machine has: temporary files, the time, random
//! bytes and a terminal to show progress on.

use crate::context::Context;
use crate::failure::Failure;
use crate::progress::{Progress, Watching};
use admit_core::import;
use admit_core::import::report::Report;
use admit_core::import::request::{Ports, Request};
use admit_core::ports::store::{ImportState, Mode, NewJob, Store, StoreError};
use admit_core::sign_in::settle_failures;
use admit_passwords::Bounds;
use admit_system::clock::SystemClock;
use admit_system::hashing;
use admit_system::scratch::TemporaryFiles;
use std::path::Path;

/// Runs an import or a check of the file that was named so.
pub fn run(
    path: &Path,
    request: Request<'_>,
    store: &dyn Store,
    watching: Watching,
) -> Result<Report, Failure> {
    let progress = Progress::new(watching, request.source.bytes);
    let ports = Ports {
        store,
        scratch: &TemporaryFiles,
        watch: &progress,
        clock: &SystemClock::new(),
        randomness: &hashing::System,
    };
    let report = import::run::run(&ports, request);
    progress.finish();
    let report = report.map_err(|error| Failure::of_import(error, path))?;
    let replaces = report.record.mode == Mode::Import && report.record.ledger.updated > 0;
    if replaces && report.record.state == ImportState::Complete {
        settle_failures(store, Bounds::default())?;
    }
    if report.record.mode == Mode::Import {
        ask_for_search_index(store)?;
    }
    Ok(report)
}

/// Leaves it to a server to bring up to date what users are searched by.
///
/// # Errors
/// The store failed.
pub fn ask_for_search_index(store: &dyn Store) -> Result<(), StoreError> {
    let now = Context::now();
    store.add_job(&NewJob::of_search_index(now), now).map(drop)
}
