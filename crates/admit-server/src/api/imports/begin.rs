//! Asking for a job of an import.

use super::view::Known;
use crate::problem::Problem;
use crate::state::Server;
use crate::who::Caller;
use admit_core::operators::deed::{Act, Deed};
use admit_core::ports::store::{Added, JobKind, Mode, NewJob, UploadChange};
use admit_core::rows::choices::Choices;
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

/// Changes what an import is read by, and asks for it to be checked again.
///
/// # Errors
/// It is at work, or it wrote users; the store failed.
pub fn check_again(
    server: &Server,
    caller: &Caller,
    known: &Known,
    choices: Option<&Choices>,
    deed: Deed,
) -> Result<Response, Problem> {
    may_be_corrected(known)?;
    if let Some(choices) = choices {
        let choices = serde_json::to_string(choices).map_err(|_| Problem::unexpected())?;
        let change = UploadChange {
            choices: Some(choices),
            ..UploadChange::default()
        };
        server.store().change_upload(known.id, &change)?;
    }
    caller.note(server, deed);
    begin(server, caller, known, JobKind::Check)
}

/// What was chosen for an import that was handed in here.
///
/// # Errors
/// It was handed to the command line; what is kept of it cannot be read.
pub fn chosen(known: &Known) -> Result<Choices, Problem> {
    may_be_corrected(known)?;
    known.choices()
}

/// Goes on only with an import that is at rest and wrote nobody.
///
/// # Errors
/// Something is at work on it; it wrote users; its file is not kept.
pub fn may_be_corrected(known: &Known) -> Result<(), Problem> {
    if known.open_job().is_some() {
        return Err(known.not_now("Something is at work on this import; wait, or stop it first."));
    }
    if known
        .record
        .as_ref()
        .is_some_and(|record| record.mode == Mode::Import)
    {
        return Err(known.not_now("It was imported: correct the file, and hand it in again."));
    }
    file_is_kept(known)
}

/// Goes on only with an import whose file is kept here.
///
/// # Errors
/// It was handed to the command line, or removed since.
pub fn file_is_kept(known: &Known) -> Result<(), Problem> {
    match &known.upload {
        Some(upload) if upload.coming.is_some() => {
            Err(known.not_now("Its file is still coming; wait for it."))
        }
        Some(upload) if upload.removed.is_none() => Ok(()),
        Some(_) => {
            Err(known.not_now("Its file was kept for its time and is removed; hand it in again."))
        }
        None => Err(known.not_now("Its file was read by the command line: go on with it there.")),
    }
}
