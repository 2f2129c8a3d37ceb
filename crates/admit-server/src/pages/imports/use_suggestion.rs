//! `POST /imports/{id}/problems/use`: reads what a finding suggests in place of its cell.

use super::correct::{make, not_taken};
use super::table::{cells, offered};
use crate::api::imports::corrections::Place;
use crate::api::imports::view::Known;
use crate::pages::form::Posted;
use crate::pages::session::Page;
use crate::problem::Problem;
use crate::state::Server;
use admit_core::ports::store::FindingQuery;
use axum::extract::{Path, State};

/// The form: the place of the finding, its row, and what it suggested.
pub async fn take(State(server): State<Server>, Path(id): Path<String>, posted: Posted) -> Page {
    let sent = posted.form.text("use").to_owned();
    let named = id.clone();
    let found = server.blocking(move |server| {
        let known = Known::named(server.store(), &named)?;
        meant(server, &known, &sent)
    });
    let rule = posted.form.text("rule").to_owned();
    match found.await {
        Ok(correction) => make(&server, &posted.who, id, vec![correction], &rule).await,
        Err(problem) => not_taken(&server, &posted.who, id, problem).await,
    }
}

/// The cell that is meant, and what to read there, if the finding is still the one that was
/// shown.
fn meant(server: &Server, known: &Known, sent: &str) -> Result<(Place, Option<String>), Problem> {
    let changed = || Problem::conflict("The file was checked again meanwhile: look once more.");
    let mut parts = sent.splitn(3, ' ');
    let position: Option<u64> = parts.next().and_then(|part| part.parse().ok());
    let row: Option<u64> = parts.next().and_then(|part| part.parse().ok());
    let (Some(position), Some(row), Some(text)) = (position, row, parts.next()) else {
        return Err(changed());
    };
    let record = known.record.as_ref().ok_or_else(changed)?;
    let query = FindingQuery {
        after: position.saturating_sub(1),
        limit: 1,
        ..FindingQuery::default()
    };
    let found = server.store().findings(record.number, &query)?;
    let found = found.into_iter().next().ok_or_else(changed)?.finding;
    let read = cells(server, known, &[row])?;
    let name = found.column.as_deref().map(str::trim);
    let mut cells = read.iter().flat_map(|row| &row.cells);
    let cell = cells.find(|cell| Some(cell.column.trim()) == name);
    let offer = cell.and_then(|cell| Some((cell, offered(cell, &found)?)));
    match offer {
        Some((cell, offer)) if found.row == Some(row) && offer == text => {
            let column = cell.column.clone();
            Ok((Place::Cell { row, column }, Some(offer)))
        }
        _ => Err(changed()),
    }
}
