//! Asking for a job of an import.

use super::view::Known;
use crate::problem::Problem;
use crate::state::Server;
use crate::who::Caller;
use admit_core::operators::deed::{Act, Deed};
use admit_core::ports::store::{Added, JobKind, NewJob};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

/// Asks for a job of an import; answers with the import as it is from then on.
///
/// # Errors
/// Something is at work on it already; the store failed.
pub fn begin(
    server: &Server,
    caller: &Caller,
    known: &Known,
    kind: JobKind,
) -> Result<Response, Problem> {
    let (store, now) = (server.store(), server.now());
    let job = NewJob {
        kind,
        import: Some(known.id),
        by: caller.who.clone(),
        due: now,
    };
    if let Added::Busy(_) = store.add_job(&job, now)? {
        let known = Known::named(store, &known.id.to_string())?;
        return Err(known.not_now("Something is at work on this import already."));
    }
    let deed = Deed::new(Act::ImportBegun).to(known.id);
    store.note(&caller.entry(deed.with("what", kind.name())), now)?;
    server.bell().ring();
    let known = Known::named(store, &known.id.to_string())?;
    Ok((StatusCode::ACCEPTED, known.answer()).into_response())
}

/// Goes on only with an import whose file is kept here.
///
/// # Errors
/// It was handed to the command line, or removed since.
pub fn file_is_kept(known: &Known) -> Result<(), Problem> {
    match &known.upload {
        Some(upload) if upload.removed.is_none() => Ok(()),
        Some(_) => {
            Err(known.not_now("Its file was kept for its time and is removed; hand it in again."))
        }
        None => Err(known.not_now("Its file was read by the command line: go on with it there.")),
    }
}
