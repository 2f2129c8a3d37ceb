//! Taking an import back.

use super::heart::Heart;
use crate::limits::WAIT_FOR_LOCK;
use crate::state::Server;
use admit_core::base::limits::{BATCH_ROWS, UNDO_BATCH_USERS};
use admit_core::operators::deed::{Deed, Doer};
use admit_core::ports::store::{ImportRecord, Job, JobEnd, NewEntry, Store, StoreError};
use admit_core::ports::watch::{RunError, Watch};
use admit_core::sign_in::settle_failures;
use admit_core::undo::work::{UndoWork, Undone};
use admit_core::undo::{look, name_of, undo};
use admit_passwords::Bounds;
use admit_system::scratch::TemporaryFiles;

/// Takes the import of a job back, or goes on with it.
pub fn run(server: &Server, job: &Job, heart: &Heart<'_>) -> JobEnd {
    match work(server, job, heart) {
        Ok(end) => end,
        Err(RunError::Interrupted) => JobEnd::Again {
            due: server.now(),
            why: "The server stopped.".to_owned(),
        },
        Err(RunError::Store(StoreError::ImportRunning | StoreError::Busy)) => JobEnd::Again {
            due: server.now() + WAIT_FOR_LOCK.as_millis() as i64,
            why: "Another import is being written.".to_owned(),
        },
        Err(error) => JobEnd::Failed(format!("{error}.")),
    }
}

fn work(server: &Server, job: &Job, heart: &Heart<'_>) -> Result<JobEnd, RunError> {
    let store = server.store();
    let session = store.lock()?;
    let Some(mut record) = record_of(store, job)? else {
        return Ok(JobEnd::Failed("There is no such import.".to_owned()));
    };
    let undone = walk(server, heart, |work| undo(work, &*session, &mut record))?;
    settle_failures(store, Bounds::default())?;
    let entry = NewEntry {
        who: job.by.clone(),
        ..Deed::of_undo(&record, &undone).by(Doer::Admit)
    };
    store.note(&entry, server.now())?;
    Ok(JobEnd::Done)
}

fn record_of(store: &dyn Store, job: &Job) -> Result<Option<ImportRecord>, StoreError> {
    match job.import {
        Some(id) => store.import(&id.to_string()),
        None => Ok(None),
    }
}

/// What taking an import back would do.
///
/// # Errors
/// The store failed.
pub fn looked_at(
    server: &Server,
    watch: &dyn Watch,
    record: &ImportRecord,
) -> Result<Undone, RunError> {
    walk(server, watch, |work| look(work, record))
}

fn walk(
    server: &Server,
    watch: &dyn Watch,
    with: impl FnOnce(&UndoWork<'_>) -> Result<Undone, RunError>,
) -> Result<Undone, RunError> {
    let store = server.store();
    with(&UndoWork {
        store,
        access: &store.access()?,
        scratch: &TemporaryFiles,
        watch,
        now: server.now(),
        batch_removals: BATCH_ROWS,
        batch_users: UNDO_BATCH_USERS,
        name: &|number| name_of(store, number),
    })
}
