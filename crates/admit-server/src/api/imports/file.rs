//! `GET /imports/{id}/file`.

use super::view::Known;
use crate::api::query::{Asked, Named};
use crate::api::streamed::{Attachment, streamed};
use crate::problem::{Problem, ProblemDocument};
use crate::state::Server;
use crate::who::Caller;
use admit_core::ports::store::{FilePart, Scope};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;
use std::io;
use utoipa::IntoParams;

/// Which of the files.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Which {
    /// `users`, or `passwords` for the file beside it; `users` if nothing is said.
    part: Option<String>,
}

/// The file as it came, while it is kept.
#[utoipa::path(
    get,
    path = "/imports/{id}/file",
    tag = "imports",
    security(("token" = ["imports:read"])),
    params(("id" = String, Path, description = "The import's public id"), Which),
    responses(
        (status = 200, body = Vec<u8>, content_type = "application/octet-stream"),
        (status = 404, body = ProblemDocument),
        (status = 410, description = "It was kept for its time", body = ProblemDocument),
    )
)]
pub async fn file(
    State(server): State<Server>,
    caller: Caller,
    Named(id): Named,
    Asked(which): Asked<Which>,
) -> Result<Response, Problem> {
    caller.needs(Scope::ImportsRead)?;
    let part = match which.part.as_deref() {
        None => FilePart::Users,
        Some(name) => FilePart::of_name(name).ok_or_else(|| {
            Problem::unusable("Correct what is named, and ask again.")
                .field("part", "write users or passwords")
        })?,
    };
    let (mut source, name) = server
        .blocking(move |server| {
            let known = Known::named(server.store(), &id)?;
            let files = known.upload.iter().flat_map(|upload| &upload.files);
            let file = files.into_iter().find(|file| file.part == part);
            let file = file.ok_or_else(|| {
                Problem::not_found("There is no such file of this import on the server.")
            })?;
            let source = server.store().open_source(known.id, part)?;
            let source = source.ok_or_else(gone)?;
            Ok((source, file.name.clone()))
        })
        .await?;
    let attachment = Attachment {
        kind: "application/octet-stream",
        name,
    };
    streamed(&server, &caller, &attachment, move |_, pieces| {
        io::copy(&mut source, pieces).map(drop)
    })
    .await
}

/// The file was removed.
pub fn gone() -> Problem {
    Problem::new(
        StatusCode::GONE,
        ("gone", "The file was kept for its time"),
        "Hand it in again if it is needed.",
    )
}
