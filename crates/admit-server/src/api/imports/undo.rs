//! `GET` and `POST /imports/{id}/undo`.

use super::begin::{Wish, begin};
use super::view::{Import, Known};
use crate::api::query::Named;
use crate::jobs::{looked_at, runs_of};
use crate::problem::{Problem, ProblemDocument};
use crate::state::Server;
use crate::who::Caller;
use admit_core::ports::store::{ImportRecord, ImportState, JobKind, Mode, Scope};
use admit_core::ports::watch::{RunError, Unwatched};
use admit_core::undo::work::Undone;
use axum::Json;
use axum::extract::State;
use axum::response::Response;
use serde_json::{Value, json};

/// What taking an import back would do. Nothing is written.
#[utoipa::path(
    get,
    path = "/imports/{id}/undo",
    tag = "imports",
    security(("token" = ["imports:read"])),
    params(("id" = String, Path, description = "The import's public id")),
    responses(
        (status = 200, body = Object),
        (status = 404, body = ProblemDocument),
        (status = 409, body = ProblemDocument),
    )
)]
pub async fn look(
    State(server): State<Server>,
    caller: Caller,
    Named(id): Named,
) -> Result<Json<Value>, Problem> {
    caller.needs(Scope::ImportsRead)?;
    server
        .blocking(move |server| {
            let known = Known::named(server.store(), &id)?;
            let undone = looked(server, &known)?;
            Ok(Json(json!({
                "import": known.id,
                "state": known.state(),
                "undone": {
                    "removed": undone.removed,
                    "restored": undone.restored,
                    "kept": undone.kept,
                    "gone": undone.gone,
                },
            })))
        })
        .await
}

/// What taking it back would do.
///
/// # Errors
/// It wrote nothing, or is at work; the store failed.
pub fn looked(server: &Server, known: &Known) -> Result<Undone, Problem> {
    written(known)?;
    let mut undone = Undone::default();
    for record in runs_of(server.store(), known.id)? {
        let of_run = looked_at(server, &Unwatched, &record).map_err(failed)?;
        undone.removed += of_run.removed;
        undone.restored += of_run.restored;
        undone.kept += of_run.kept;
        undone.gone += of_run.gone;
    }
    Ok(undone)
}

/// Takes an import back: removes what it created and restores what it changed.
#[utoipa::path(
    post,
    path = "/imports/{id}/undo",
    tag = "imports",
    security(("token" = ["imports:write"])),
    params(("id" = String, Path, description = "The import's public id")),
    responses(
        (status = 202, body = Import),
        (status = 404, body = ProblemDocument),
        (status = 409, body = ProblemDocument),
    )
)]
pub async fn undo(
    State(server): State<Server>,
    caller: Caller,
    Named(id): Named,
) -> Result<Response, Problem> {
    caller.needs(Scope::ImportsWrite)?;
    server
        .blocking(move |server| {
            let known = Known::named(server.store(), &id)?;
            written(&known)?;
            begin(server, &caller, &known, JobKind::Undo, Wish::default())
        })
        .await
}

fn failed(error: RunError) -> Problem {
    match error {
        RunError::Store(error) => Problem::from(error),
        error => {
            tracing::error!(%error, "looking at an undo");
            Problem::unexpected()
        }
    }
}

/// The run of an import that may have written something that is not yet taken back.
fn written(known: &Known) -> Result<&ImportRecord, Problem> {
    let wrote = known.record.as_ref().filter(|record| {
        let is_over = matches!(
            record.state,
            ImportState::Complete | ImportState::Stopped | ImportState::Undoing
        );
        record.mode == Mode::Import && is_over && known.open_job().is_none()
    });
    wrote.ok_or_else(|| {
        known.not_now("Only an import that wrote users and is at rest can be undone.")
    })
}
