//! Taking an import back.

use super::heart::Heart;
use super::import::passwords_of;
use crate::limits::WAIT_FOR_LOCK;
use crate::state::Server;
use admit_core::operators::deed::{Deed, Doer};
use admit_core::ports::store::{
    FilePart, ImportRecord, ImportState, Job, JobEnd, Mode, NewEntry, Store, StoreError,
};
use admit_core::ports::watch::{RunError, Watch};
use admit_core::sign_in::settle_failures;
use admit_core::undo::work::{UndoWork, Undone};
use admit_core::undo::{look, undo, working};
use admit_passwords::Bounds;
use admit_system::scratch::TemporaryFiles;
use uuid::Uuid;

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
    let Some(id) = job.import else {
        return Ok(JobEnd::Failed("There is no such import.".to_owned()));
    };
    // What was done last is taken back first.
    for mut record in runs_of(store, id)? {
        let undone = walk(server, heart, |work| undo(work, &*session, &mut record))?;
        let entry = NewEntry {
            who: job.by.clone(),
            ..Deed::of_undo(&record, &undone).by(Doer::Admit)
        };
        store.note(&entry, server.now())?;
    }
    settle_failures(store, Bounds::default())?;
    Ok(JobEnd::Done)
}

/// The runs of an import that wrote users, and are not taken back, the last first: over the
/// passwords beside its file, and over the file.
///
/// # Errors
/// The store failed.
pub fn runs_of(store: &dyn Store, id: Uuid) -> Result<Vec<ImportRecord>, StoreError> {
    let mut runs = Vec::new();
    let upload = store.upload(id)?;
    let files = upload.iter().flat_map(|upload| &upload.files);
    if files
        .into_iter()
        .any(|file| file.part == FilePart::Passwords)
    {
        runs.extend(store.import(&passwords_of(id).to_string())?);
    }
    runs.extend(store.import(&id.to_string())?);
    runs.retain(|record| record.mode == Mode::Import && record.state != ImportState::Undone);
    Ok(runs)
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
    working(server.store(), (&TemporaryFiles, watch), server.now(), with)
}
