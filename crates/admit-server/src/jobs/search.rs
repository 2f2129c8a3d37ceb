//! Bringing up to date what users are searched by.

use super::heart::Heart;
use crate::limits::{CHORES_EVERY, WAIT_FOR_LOCK};
use crate::state::Server;
use admit_core::ports::store::{JobEnd, JobKind, JobQuery, JobState, NewJob, StoreError};
use admit_core::ports::watch::Watch;

/// Asks for it.
///
/// # Errors
/// The store failed.
pub fn ask(server: &Server) -> Result<(), StoreError> {
    let now = server.now();
    let job = NewJob::of_search_index(now);
    server.store().add_job(&job, now).map(drop)
}

/// Whether what users are searched by is to be brought up to date after a job of this kind.
pub fn follows(kind: JobKind) -> bool {
    matches!(kind, JobKind::Apply | JobKind::Undo)
}

/// Brings it up to date, part by part.
pub fn run(server: &Server, heart: &Heart<'_>) -> JobEnd {
    let again = |after: std::time::Duration, why: String| JobEnd::Again {
        due: server.now() + after.as_millis() as i64,
        why,
    };
    match work(server, heart) {
        Ok(end) => end,
        Err(StoreError::Busy) => again(WAIT_FOR_LOCK, "Something else is written.".to_owned()),
        Err(error) => again(CHORES_EVERY, format!("{error}.")),
    }
}

fn work(server: &Server, heart: &Heart<'_>) -> Result<JobEnd, StoreError> {
    loop {
        if heart.is_closing() {
            return Ok(JobEnd::Again {
                due: server.now(),
                why: "The server stopped.".to_owned(),
            });
        }
        if heart.stop_asked() {
            return Ok(JobEnd::Stopped);
        }
        // Whoever writes users in bulk is not to be slowed; it is asked for again at the end.
        if is_written_in_bulk(server)? || !server.store().index_some_users()? {
            return Ok(JobEnd::Done);
        }
    }
}

fn is_written_in_bulk(server: &Server) -> Result<bool, StoreError> {
    let kinds = JobKind::ALL.into_iter().filter(|kind| follows(*kind));
    let running = JobQuery {
        states: vec![JobState::Running],
        kinds: kinds.collect(),
        before: None,
        limit: 1,
    };
    Ok(!server.store().jobs(&running)?.is_empty())
}
