//! `GET /imports/{id}/rows/{row}`.

use super::fix_file::of_run;
use super::looked;
use super::view::Known;
use crate::api::query::NamedTwo;
use crate::problem::{Problem, ProblemDocument};
use crate::state::Server;
use crate::who::Caller;
use admit_core::base::limits::FINDINGS_PAGE;
use admit_core::ports::store::{FindingQuery, RowOutcome, Scope, Store};
use admit_core::ports::watch::RunError;
use admit_core::report::json;
use admit_core::report::row::{ReadCell, ReadRow};
use admit_core::rows::choices::Choices;
use admit_core::users::field::Field;
use axum::Json;
use axum::extract::State;
use serde_json::{Value, json as object};
use std::sync::PoisonError;

/// One row: its cells as they are read, without secrets; what was found in it, and what
/// became of it.
#[utoipa::path(
    get,
    path = "/imports/{id}/rows/{row}",
    tag = "imports",
    security(("token" = ["imports:read"])),
    params(
        ("id" = String, Path, description = "The import's public id"),
        ("row" = u64, Path, description = "The row as a person counts it: a CSV's header is row 1"),
    ),
    responses(
        (status = 200, body = Object),
        (status = 404, body = ProblemDocument),
    )
)]
pub async fn row(
    State(server): State<Server>,
    caller: Caller,
    NamedTwo(id, row): NamedTwo,
) -> Result<Json<Value>, Problem> {
    caller.needs(Scope::ImportsRead)?;
    let no_row = || Problem::not_found("The file has no row of this number.");
    let number: u64 = row.parse().map_err(|_| no_row())?;
    server
        .blocking(move |server| {
            let known = Known::named(server.store(), &id)?;
            let read = read(server, &known, number)?;
            let (line, cells) = match &read {
                Read::NotKept => (None, Value::Null),
                Read::NotThere => return Err(no_row()),
                Read::Row(read) => (Some(read.line), read.cells.iter().map(cell).collect()),
            };
            let mut told = object!({
                "import": known.id,
                "row": number,
                "line": line,
                "cells": cells,
            });
            said(server.store(), &known, number, &mut told)?;
            Ok(Json(told))
        })
        .await
}

/// What was read of the file.
pub enum Read {
    /// It is not kept any more.
    NotKept,
    /// It has no such row.
    NotThere,
    /// The row.
    Row(ReadRow),
}

/// The row as it is read.
///
/// # Errors
/// The file cannot be read; the store failed.
pub fn read(server: &Server, known: &Known, row: u64) -> Result<Read, Problem> {
    let Some(rows) = looked::rows(server, known)? else {
        return Ok(Read::NotKept);
    };
    let choices = chosen(server, known)?;
    let mut rows = rows.lock().unwrap_or_else(PoisonError::into_inner);
    let read = rows.of(&choices, &[row]);
    let read = read.map_err(|error| of_run(RunError::from(error)))?;
    Ok(read.into_iter().next().map_or(Read::NotThere, Read::Row))
}

/// What was chosen, with what is read in place of single cells.
///
/// # Errors
/// It cannot be read; the store failed.
pub fn chosen(server: &Server, known: &Known) -> Result<Choices, Problem> {
    let mut choices = known.choices()?;
    choices.cells = server.store().cell_corrections(known.id)?;
    Ok(choices)
}

fn cell(cell: &ReadCell) -> Value {
    object!({
        "column": cell.column,
        "field": cell.field.map(Field::name),
        "text": cell.text,
        "corrected": cell.corrected,
        "hidden": cell.is_hidden,
    })
}

/// What the last run says of the row.
fn said(store: &dyn Store, known: &Known, row: u64, told: &mut Value) -> Result<(), Problem> {
    told["findings"] = object!([]);
    told["outcome"] = Value::Null;
    told["user"] = Value::Null;
    let Some(record) = &known.record else {
        return Ok(());
    };
    let query = FindingQuery {
        row: Some(row),
        limit: FINDINGS_PAGE,
        ..FindingQuery::default()
    };
    let found = store.findings(record.number, &query)?;
    let mut outcome: Option<RowOutcome> = None;
    store.outcomes(record.number, &mut |one| {
        if one.row == row {
            outcome = Some(one);
        }
    })?;
    let users = store.users(&[outcome.map_or(0, |one| one.user)])?;
    let user = users.into_iter().flatten().next().map(|user| user.id);
    let in_findings = found.iter().find_map(|stored| stored.finding.user);
    let by_check = found.iter().find_map(|stored| stored.finding.outcome);
    told["outcome"] = object!(outcome.map(|one| one.outcome).or(by_check));
    told["user"] = object!(user.or(in_findings));
    let findings = found
        .iter()
        .map(|stored| json::finding(record.id, &stored.finding));
    told["findings"] = findings.collect();
    Ok(())
}
