//! Asking for a job of an import.

use super::view::Known;
use crate::problem::Problem;
use crate::state::Server;
use crate::who::Caller;
use admit_core::operators::deed::{Act, Deed};
use admit_core::ports::store::{Ask, Asked, CellChange, JobKind, Mode, UploadChange};
use admit_core::rows::choices::Choices;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

/// What is to be done with an import, and changed with it.
#[derive(Default)]
pub struct Wish {
    /// What becomes of the upload.
    pub change: UploadChange,
    /// What is read in place of cells.
    pub cells: Vec<CellChange>,
    /// What the audit trail says of it, beside that a job was asked for.
    pub deed: Option<Deed>,
}

/// Asks for a job of an import that is as it is known, with all that is to be changed;
/// answers with the import as it is from then on.
///
/// # Errors
/// It is not as it is known, or something is at work on it; the store failed. Nothing is
/// changed then.
pub fn begin(
    server: &Server,
    caller: &Caller,
    known: &Known,
    kind: JobKind,
    wish: Wish,
) -> Result<Response, Problem> {
    let (store, id) = (server.store(), known.id);
    let begun = Deed::new(Act::ImportBegun).to(id).with("what", kind.name());
    let deeds = wish.deed.into_iter().chain([begun]);
    let deeds: Vec<_> = deeds.map(|deed| caller.entry(deed)).collect();
    let ask = Ask {
        import: id,
        kind,
        by: &caller.who,
        seen: known.seen(),
        change: wish.change,
        cells: wish.cells,
        deeds: &deeds,
    };
    match store.ask(&ask, server.now())? {
        Asked::Begun(_) => {}
        Asked::Gone => return Err(Problem::not_found("It was deleted meanwhile.")),
        Asked::NoSuchCell => return Err(no_such_correction()),
        Asked::Changed => {
            let known = Known::named(store, &id.to_string())?;
            let now = match known.open_job() {
                Some(_) => "Something is at work on this import already.",
                None => "It was changed meanwhile: look at it again.",
            };
            return Err(known.not_now(now));
        }
    }
    server.bell().ring();
    let known = Known::named(store, &id.to_string())?;
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
    wish: Wish,
) -> Result<Response, Problem> {
    may_be_corrected(known)?;
    begin(server, caller, known, JobKind::Check, wish)
}

/// A change of what was chosen.
///
/// # Errors
/// It cannot be written.
pub fn to_choices(choices: &Choices) -> Result<UploadChange, Problem> {
    let choices = serde_json::to_string(choices).map_err(|_| Problem::unexpected())?;
    Ok(UploadChange {
        choices: Some(choices),
        ..UploadChange::default()
    })
}

/// There is nothing to be taken back.
pub fn no_such_correction() -> Problem {
    Problem::not_found("There is no such correction; GET lists them.")
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
