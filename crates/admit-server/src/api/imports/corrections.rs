//! `GET`, `POST` and `DELETE /imports/{id}/corrections`: patches over the untouched file.

use super::begin::{Wish, check_again, chosen, no_such_correction, to_choices};
use super::columns::{fed, mapped, wrong};
use super::view::{Import, Known};
use crate::api::page::{self, List, Page};
use crate::api::query::{self, Asked, Named, Sent};
use crate::problem::{Problem, ProblemDocument};
use crate::state::Server;
use crate::who::Caller;
use admit_core::import::typed;
use admit_core::operators::deed::{Act, Deed};
use admit_core::ports::store::{CellChange, Scope};
use admit_core::rows::cell_correction::CellCorrection;
use admit_core::rows::choices::{self, Choices};
use admit_core::rows::headers::field_of;
use axum::Json;
use axum::extract::{Request, State};
use axum::response::Response;
use serde::Deserialize;
use serde_json::{Value, json};
use utoipa::{IntoParams, ToSchema};

/// What is read in place of values and cells.
#[utoipa::path(
    get,
    path = "/imports/{id}/corrections",
    tag = "imports",
    security(("token" = ["imports:read"])),
    params(("id" = String, Path, description = "The import's public id"), Page),
    responses(
        (status = 200, body = List),
        (status = 404, body = ProblemDocument),
    )
)]
pub async fn corrections(
    State(server): State<Server>,
    caller: Caller,
    Named(id): Named,
    Asked(page): Asked<Page>,
) -> Result<Json<Value>, Problem> {
    caller.needs(Scope::ImportsRead)?;
    let (after, limit) = (page.number()?, page.limit());
    server
        .blocking(move |server| {
            let known = Known::named(server.store(), &id)?;
            let choices = known.choices()?;
            let by_value = choices.set.iter().map(|one| {
                json!({
                    "field": one.field.name(),
                    "value": one.value,
                    "correction": one.correction,
                })
            });
            let cells = server.store().cell_corrections(known.id)?;
            let cells_count = cells.len();
            let cells = cells
                .iter()
                .map(|one| json!({"row": one.row, "column": one.column, "correction": one.text}));
            let all = by_value.chain(cells);
            let total = (choices.set.len() + cells_count) as u64;
            let items = all.skip(usize::try_from(after).unwrap_or(usize::MAX));
            let items: Vec<Value> = items.take(limit as usize).collect();
            let end = after.saturating_add(items.len() as u64);
            let next = (end < total && !items.is_empty()).then(|| end.to_string());
            Ok(page::answer(items, next, Some(total)))
        })
        .await
}

/// What to read in place of a value of a field, or of one cell.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[expect(clippy::struct_field_names, reason = "the names are a promise")]
pub struct Correction {
    /// The field whose values are corrected.
    field: Option<String>,
    /// The value as the file writes it.
    value: Option<String>,
    /// The row of the cell.
    row: Option<u64>,
    /// The column of the cell, by its name in the file.
    column: Option<String>,
    /// What to read instead; an empty one, to read it as blank.
    correction: String,
}

/// What a correction is for.
#[derive(Clone, Debug)]
pub enum Place {
    /// Wherever this value of a field stands.
    Value {
        /// The field's name.
        field: String,
        /// The value as the file writes it.
        value: String,
    },
    /// One cell.
    Cell {
        /// The number of its row.
        row: u64,
        /// The name of its column in the file.
        column: String,
    },
}

impl Place {
    fn of(which: &Which) -> Result<Place, Problem> {
        let Which {
            field,
            value,
            row,
            column,
        } = which;
        match (field, value, row, column) {
            (Some(field), Some(value), None, None) => Ok(Place::Value {
                field: field.clone(),
                value: value.clone(),
            }),
            (None, None, Some(row), Some(column)) => Ok(Place::Cell {
                row: *row,
                column: column.clone(),
            }),
            _ => Err(Problem::unusable(
                "Name a value by field and value, or a cell by row and column.",
            )),
        }
    }
}

/// Reads something else in place of a value or of one cell, and checks the file again. The
/// file itself stays as it came.
#[utoipa::path(
    post,
    path = "/imports/{id}/corrections",
    tag = "imports",
    security(("token" = ["imports:write"])),
    params(("id" = String, Path, description = "The import's public id")),
    request_body = Correction,
    responses(
        (status = 202, body = Import),
        (status = 404, body = ProblemDocument),
        (status = 409, body = ProblemDocument),
    )
)]
pub async fn correct(
    State(server): State<Server>,
    caller: Caller,
    Named(id): Named,
    Sent(sent): Sent<Correction>,
) -> Result<Response, Problem> {
    caller.needs(Scope::ImportsWrite)?;
    let text = sent.correction;
    let place = Place::of(&Which {
        field: sent.field,
        value: sent.value,
        row: sent.row,
        column: sent.column,
    })?;
    server
        .blocking(move |server| {
            let known = Known::named(server.store(), &id)?;
            corrected(server, &caller, &known, &[(place, Some(text))])
        })
        .await
}

/// Reads something else at places, or what the file has where nothing is given, and checks
/// the file again.
///
/// # Errors
/// A place or a text does not fit, or nothing is there to be taken back; the import is at
/// work or wrote users; the store failed.
pub fn corrected(
    server: &Server,
    caller: &Caller,
    known: &Known,
    corrections: &[(Place, Option<String>)],
) -> Result<Response, Problem> {
    let mut kept = chosen(known)?;
    let mut wish = Wish::default();
    let mut deed = Deed::new(Act::ImportCorrected).to(known.id);
    for (place, text) in corrections {
        match place {
            Place::Value { field, value } => {
                deed = by_value(&mut kept, (field, value), text.as_deref(), deed)?;
                wish.change = to_choices(&kept)?;
            }
            Place::Cell { row, column } => {
                wish.cells
                    .push(of_cell(known, (*row, column), text.as_deref())?);
                deed = match text {
                    Some(_) => deed.with("row", *row).with("column", column.clone()),
                    None => deed.with("taken_back", true),
                };
            }
        }
    }
    wish.deed = Some(deed);
    check_again(server, caller, known, wish)
}

fn by_value(
    chosen: &mut Choices,
    (field, value): (&str, &str),
    text: Option<&str>,
    deed: Deed,
) -> Result<Deed, Problem> {
    if let Some(text) = text {
        let correction = typed::correction_of(field, value, text);
        let correction = correction.map_err(|reason| wrong("value", reason))?;
        let is_same = |one: &choices::Correction| {
            one.field == correction.field && one.value == correction.value
        };
        chosen.set.retain(|one| !is_same(one));
        let deed = deed.with("field", correction.field.name());
        chosen.set.push(correction);
        return Ok(deed);
    }
    let field = typed::field(field.trim());
    let field = field.map_err(|reason| wrong("field", reason))?;
    let (before, value) = (chosen.set.len(), value.trim());
    chosen
        .set
        .retain(|one| one.field != field || one.value != value);
    if chosen.set.len() == before {
        return Err(no_such_correction());
    }
    Ok(deed.with("taken_back", true))
}

fn of_cell(
    known: &Known,
    (row, column): (u64, &str),
    text: Option<&str>,
) -> Result<CellChange, Problem> {
    let column = column.to_owned();
    let Some(text) = text.map(str::to_owned) else {
        return Ok(CellChange::TakeBack { row, column });
    };
    may_be_kept(known, &column)?;
    Ok(CellChange::Put(CellCorrection { row, column, text }))
}

/// Refuses cells of columns that there are not, and of those that hold secrets: a
/// correction is kept and shown.
fn may_be_kept(known: &Known, column: &str) -> Result<(), Problem> {
    let fed = fed(mapped(known).as_deref(), column, "column")?;
    match CellCorrection::refused(column, fed.or_else(|| field_of(column))) {
        Some(reason) => Err(wrong("column", reason)),
        None => Ok(()),
    }
}

/// Which correction.
#[derive(Debug, Deserialize, IntoParams, ToSchema)]
#[into_params(parameter_in = Query)]
pub struct Which {
    /// The field whose values are corrected.
    field: Option<String>,
    /// The value as the file writes it.
    value: Option<String>,
    /// The row of the cell.
    row: Option<u64>,
    /// The column of the cell, by its name in the file.
    column: Option<String>,
}

/// Takes a correction back, and checks the file again. It is named behind the question
/// mark, or in a body of JSON.
#[utoipa::path(
    delete,
    path = "/imports/{id}/corrections",
    tag = "imports",
    security(("token" = ["imports:write"])),
    params(("id" = String, Path, description = "The import's public id"), Which),
    responses(
        (status = 202, body = Import),
        (status = 404, body = ProblemDocument),
        (status = 409, body = ProblemDocument),
    )
)]
pub async fn take_back(
    State(server): State<Server>,
    caller: Caller,
    Named(id): Named,
    Asked(asked): Asked<Which>,
    request: Request,
) -> Result<Response, Problem> {
    caller.needs(Scope::ImportsWrite)?;
    let body = query::body(request, &server).await?;
    let place = if body.is_empty() {
        Place::of(&asked)?
    } else {
        Place::of(&query::read(&body)?)?
    };
    server
        .blocking(move |server| {
            let known = Known::named(server.store(), &id)?;
            corrected(server, &caller, &known, &[(place, None)])
        })
        .await
}
