//! What has to be done now and then: removing what was kept for its time, and bringing up
//! to date what users are searched by.

use super::heart::Heart;
use super::search;
use crate::limits::{CHORES_EVERY, JOBS_KEPT, UNHEARD_MAX, UPLOADS_AT_ONCE};
use crate::state::Server;
use admit_core::ports::store::{
    FilePart, Job, JobEnd, JobKind, NewJob, Store, StoreError, UploadChange,
};
use admit_core::ports::watch::Watch;
use uuid::Uuid;

/// The kinds of jobs that are done here.
pub const KINDS: &[JobKind] = &[JobKind::Retention, JobKind::SearchIndex];

/// Does a chore, and asks again for what is to be done every so often.
pub fn run(server: &Server, job: &Job, heart: &Heart<'_>) -> JobEnd {
    match job.kind {
        JobKind::Retention => match retain(server, heart) {
            Ok(()) => JobEnd::Again {
                due: server.now() + CHORES_EVERY.as_millis() as i64,
                why: String::new(),
            },
            Err(error) => JobEnd::Again {
                due: server.now() + CHORES_EVERY.as_millis() as i64,
                why: format!("{error}."),
            },
        },
        JobKind::SearchIndex => search::run(server, heart),
        other => JobEnd::Failed(format!("There is nobody who does {}.", other.name())),
    }
}

/// Asks for what has to be done now and then.
///
/// # Errors
/// The store failed.
pub fn ask_for_all(server: &Server) -> Result<(), StoreError> {
    let now = server.now();
    let job = NewJob {
        kind: JobKind::Retention,
        import: None,
        by: "admit".to_owned(),
        due: now,
    };
    server.store().add_job(&job, now)?;
    search::ask(server)
}

/// Removes what broke off while it was handed in, because the process that received it has
/// died.
fn remove_broken_off(server: &Server, heart: &Heart<'_>) -> Result<(), StoreError> {
    let store = server.store();
    let since = server.now() - UNHEARD_MAX.as_millis() as i64;
    loop {
        let uploads = store.uploads_unheard_since(since, UPLOADS_AT_ONCE)?;
        if uploads.is_empty() || heart.stop_asked() {
            return Ok(());
        }
        for upload in uploads {
            remove_upload(store, upload.id)?;
            tracing::info!(import = %upload.id, "its file broke off and is removed");
        }
    }
}

/// Removes an upload with all that is kept of its files.
///
/// # Errors
/// The store failed.
pub fn remove_upload(store: &dyn Store, id: Uuid) -> Result<bool, StoreError> {
    // First that it is known: who still receives a file of it then keeps nothing of it.
    let was_there = store.remove_upload(id)?;
    remove_files(store, id)?;
    Ok(was_there)
}

/// Removes all that is kept of the files of an upload.
///
/// # Errors
/// The store failed.
pub fn remove_files(store: &dyn Store, id: Uuid) -> Result<(), StoreError> {
    for part in FilePart::ALL {
        store.remove_source(id, part)?;
    }
    store.remove_unfinished(id)
}

/// Removes the files that were kept for their time, and forgets jobs that ended long ago.
fn retain(server: &Server, heart: &Heart<'_>) -> Result<(), StoreError> {
    remove_broken_off(server, heart)?;
    let (store, now) = (server.store(), server.now());
    let kept = i64::try_from(server.config().keep_uploads.as_millis()).unwrap_or(i64::MAX);
    let before = now.saturating_sub(kept);
    loop {
        let uploads = store.uploads_kept_before(before, UPLOADS_AT_ONCE)?;
        if uploads.is_empty() || heart.stop_asked() {
            break;
        }
        for upload in uploads {
            for part in FilePart::ALL {
                store.remove_source(upload.id, part)?;
            }
            let change = UploadChange {
                removed: Some(now),
                ..UploadChange::default()
            };
            store.change_upload(upload.id, &change)?;
            tracing::info!(import = %upload.id, "its file was kept for its time and is removed");
        }
    }
    store.forget_jobs(now.saturating_sub(JOBS_KEPT.as_millis() as i64))?;
    Ok(())
}
