//! `GET /imports/{id}/fix-file`.

use super::file::gone;
use super::outcomes::with_ending;
use super::view::{Known, source_of};
use crate::api::query::{Asked, Named};
use crate::api::streamed::{Attachment, streamed};
use crate::problem::{Problem, ProblemDocument};
use crate::state::Server;
use crate::who::Caller;
use admit_core::import::source::Opened;
use admit_core::ports::store::{ImportRecord, Scope};
use admit_core::ports::watch::RunError;
use admit_system::fix_file::{FixFileError, Form, ToCorrect};
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use utoipa::IntoParams;

/// In which form.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Which {
    /// `xlsx`, or `csv`; `xlsx` if nothing is said. What no sheet can hold comes as a CSV.
    format: Option<String>,
}

/// The rows to correct, with the reasons beside them, ready to be handed in again.
#[utoipa::path(
    get,
    path = "/imports/{id}/fix-file",
    tag = "imports",
    security(("token" = ["imports:read"])),
    params(("id" = String, Path, description = "The import's public id"), Which),
    responses(
        (status = 200, content(
            (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
            (String = "text/csv"),
        )),
        (status = 404, description = "There is nothing to correct", body = ProblemDocument),
        (status = 409, description = "It is not checked yet", body = ProblemDocument),
        (status = 410, description = "The file was kept for its time", body = ProblemDocument),
    )
)]
pub async fn fix_file(
    State(server): State<Server>,
    caller: Caller,
    Named(id): Named,
    Asked(which): Asked<Which>,
) -> Result<Response, Problem> {
    caller.needs(Scope::ImportsRead)?;
    download(&server, &caller, id, &which).await
}

/// The rows to correct of an import, as they are downloaded.
///
/// # Errors
/// There is nothing to correct, it is at work, or the file is not kept.
pub async fn download(
    server: &Server,
    caller: &Caller,
    id: String,
    which: &Which,
) -> Result<Response, Problem> {
    let form = match which.format.as_deref() {
        None | Some("xlsx") => Form::Xlsx,
        Some("csv") => Form::Csv,
        Some(_) => {
            let problem = Problem::unusable("Correct what is named, and ask again.");
            return Err(problem.field("format", "write xlsx or csv"));
        }
    };
    let (record, form, name) = server
        .blocking(move |server| {
            let known = Known::named(server.store(), &id)?;
            if known.open_job().is_some() {
                return Err(known.not_now("Wait until it is checked."));
            }
            let Some(record) = &known.record else {
                return Err(known.not_now("Only an import that was checked has rows to correct."));
            };
            // Looked at twice: what cannot be done is said with its status.
            let form = match to_correct(server, record, form)? {
                Some(rows) => rows.form,
                None => {
                    return Err(Problem::not_found(
                        "No row has an error or a warning: there is nothing to correct.",
                    ));
                }
            };
            Ok((record.clone(), form, known.name().to_owned()))
        })
        .await?;
    let attachment = Attachment {
        kind: match form {
            Form::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Form::Csv => "text/csv; charset=utf-8",
        },
        name: with_ending(&name, "to-correct", form.extension()),
    };
    streamed(
        server,
        caller,
        &attachment,
        move |server, pieces| match to_correct(server, &record, form) {
            Ok(Some(mut rows)) => rows.write(pieces).map_err(|error| error.to_string()),
            Ok(None) => Err("there is nothing to correct any more".to_owned()),
            Err(problem) => Err(format!("{problem:?}")),
        },
    )
    .await
}

fn to_correct<'s>(
    server: &'s Server,
    record: &ImportRecord,
    form: Form,
) -> Result<Option<ToCorrect<'s>>, Problem> {
    let store = server.store();
    let source = source_of(store, record.id)?.ok_or_else(gone)?;
    let opened = Opened::new(record.file.clone(), None, source);
    let opened = opened.map_err(|error| of_run(RunError::from(error)))?;
    ToCorrect::of(record, opened, form, store).map_err(|error| match error {
        FixFileError::SourceChanged => Problem::conflict("Hand the file in again."),
        FixFileError::Choices(error) => {
            tracing::error!(%error, "the choices of an import");
            Problem::unexpected()
        }
        FixFileError::Run(error) => of_run(error),
    })
}

/// A source that could not be read.
pub fn of_run(error: RunError) -> Problem {
    match error {
        RunError::Store(error) => Problem::from(error),
        error => {
            tracing::error!(%error, "reading what was handed in");
            Problem::unexpected()
        }
    }
}
