//! `GET /imports/{id}/outcomes`.

use super::view::Known;
use crate::api::query::{Asked, Named};
use crate::api::streamed::{Attachment, streamed};
use crate::problem::{Problem, ProblemDocument};
use crate::state::Server;
use crate::who::Caller;
use admit_core::ports::store::{Mode, Outcome, Scope};
use admit_core::report::outcomes::{self, Form};
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use std::io::Write;
use std::path::Path;
use utoipa::IntoParams;

/// In which form, and of which rows.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Which {
    /// `csv`, or `jsonl`; `csv` if nothing is said.
    format: Option<String>,
    /// Only rows that became this: `created`, `updated`, `unchanged`, `rejected` or
    /// `not_reached`.
    outcome: Option<String>,
}

/// Every row with its outcome, the user it became, and the codes of what was found.
#[utoipa::path(
    get,
    path = "/imports/{id}/outcomes",
    tag = "imports",
    security(("token" = ["imports:read"])),
    params(("id" = String, Path, description = "The import's public id"), Which),
    responses(
        (status = 200, content((String = "text/csv"), (String = "application/x-ndjson"))),
        (status = 404, body = ProblemDocument),
        (status = 409, description = "It wrote nothing yet", body = ProblemDocument),
    )
)]
pub async fn outcomes(
    State(server): State<Server>,
    caller: Caller,
    Named(id): Named,
    Asked(which): Asked<Which>,
) -> Result<Response, Problem> {
    caller.needs(Scope::ImportsRead)?;
    let (form, kind, extension) = match which.format.as_deref() {
        None | Some("csv") => (Form::Csv, "text/csv; charset=utf-8", "csv"),
        Some("jsonl") => (Form::Jsonl, "application/x-ndjson", "jsonl"),
        Some(_) => return Err(wrong("format", "write csv or jsonl")),
    };
    let only = which.outcome.as_deref().map(named).transpose()?;
    let (record, name) = server
        .blocking(move |server| {
            let known = Known::named(server.store(), &id)?;
            match &known.record {
                Some(record) if record.mode == Mode::Import => {
                    Ok((record.clone(), known.name().to_owned()))
                }
                _ => Err(known.not_now("Only an import that was applied has outcomes.")),
            }
        })
        .await?;
    let attachment = Attachment {
        kind,
        name: with_ending(&name, "outcomes", extension),
    };
    streamed(&server, &caller, &attachment, move |server, pieces| {
        let mut line = |text: &str| writeln!(pieces, "{text}");
        outcomes::write(server.store(), &record, (form, only), &mut line).map(drop)
    })
    .await
}

fn named(name: &str) -> Result<Outcome, Problem> {
    let known = [
        ("created", Outcome::Created),
        ("updated", Outcome::Updated),
        ("unchanged", Outcome::Unchanged),
        ("rejected", Outcome::Rejected),
        ("not_reached", Outcome::NotReached),
    ];
    let found = known.into_iter().find(|(word, _)| *word == name);
    let names = "write created, updated, unchanged, rejected or not_reached";
    Ok(found.ok_or_else(|| wrong("outcome", names))?.1)
}

fn wrong(field: &str, message: &str) -> Problem {
    Problem::unusable("Correct what is named, and ask again.").field(field, message)
}

/// The name of a file made of another one: `users.csv` becomes `users-outcomes.jsonl`.
pub fn with_ending(name: &str, ending: &str, extension: &str) -> String {
    let stem = Path::new(name).file_stem();
    let stem = stem.map_or_else(|| "rows".into(), |stem| stem.to_string_lossy());
    format!("{stem}-{ending}.{extension}")
}
