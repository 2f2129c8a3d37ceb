//! `/imports/{id}/rows/{row}`: one row, its cells as they are read, what was found in them,
//! and other text to read in their place.

use super::correct::{change, wait};
use super::problems::at_work;
use super::rule_list::look;
use super::table::outcome_said;
use super::tabs::{Tab, Tabs};
use crate::api::imports::corrections::{Place, corrected};
use crate::api::imports::row::{Read, read};
use crate::api::imports::view::Known;
use crate::pages::form::{Form, Posted};
use crate::pages::frame::{Frame, Section, rendered};
use crate::pages::session::{Page, SignedIn};
use crate::pages::words;
use crate::problem::Problem;
use crate::state::Server;
use admit_core::base::limits::FINDINGS_PAGE;
use admit_core::findings::finding::Finding;
use admit_core::findings::rule::Rule;
use admit_core::ports::store::{FindingQuery, Mode, RowOutcome, Scope};
use admit_core::report::row::ReadCell;
use admit_core::rows::cell_correction::CellCorrection;
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect};
use uuid::Uuid;

/// What the names of the fields for cells begin with, and of what stood in them before.
const CELL: &str = "cell:";
const BEFORE: &str = "before:";

#[derive(Template)]
#[template(path = "imports/row.html")]
struct RowPage {
    frame: Frame,
    tabs: Tabs,
    row: u64,
    line: Option<u64>,
    outcome: &'static str,
    user: Option<Uuid>,
    /// What is about the whole row.
    about: Vec<Said>,
    cells: Vec<EditedCell>,
    is_kept: bool,
    can_correct: bool,
    at_work: Option<&'static str>,
    problem: Option<Problem>,
}

/// A cell of the row.
struct EditedCell {
    column: String,
    field: Option<&'static str>,
    /// The text as the file has it.
    text: String,
    /// What is read instead; `None` where that is the text.
    corrected: Option<String>,
    /// What stands in the input.
    typed: String,
    found: Vec<Said>,
    can_correct: bool,
    is_own_correction: bool,
}

/// Something that was found.
struct Said {
    rule: &'static Rule,
    look: (&'static str, &'static str),
    message: String,
    help: String,
    suggestion: Option<String>,
    related: Option<u64>,
}

impl Said {
    fn of(finding: &Finding) -> Said {
        let help = finding.help_text();
        let suggestion = finding.suggestion.clone();
        Said {
            rule: finding.rule,
            look: look(finding.severity),
            message: finding.message(),
            suggestion: suggestion.filter(|text| !help.contains(text.as_str())),
            help,
            related: finding.related_row,
        }
    }
}

/// The page.
pub async fn row(
    State(server): State<Server>,
    who: SignedIn,
    Path((id, row)): Path<(String, String)>,
) -> Page {
    shown(&server, &who, (id, row), None).await
}

/// What was typed into cells, and why it was not taken.
type Refused = (Vec<(String, String)>, Problem);

async fn shown(
    server: &Server,
    who: &SignedIn,
    (id, row): (String, String),
    refused: Option<Refused>,
) -> Page {
    let frame = who.frame(server, Section::Imports);
    let scope = who.caller.needs(Scope::ImportsRead);
    scope.map_err(|problem| who.fault(server, problem))?;
    let status = refused
        .as_ref()
        .map_or(StatusCode::OK, |(_, why)| why.status());
    let made = server.blocking(move |server| {
        let known = Known::named(server.store(), &id)?;
        made(server, frame, &known, &row, refused)
    });
    let made = made.await.map_err(|problem| who.fault(server, problem))?;
    Ok(rendered(status, &made))
}

fn made(
    server: &Server,
    frame: Frame,
    known: &Known,
    row: &str,
    refused: Option<Refused>,
) -> Result<RowPage, Problem> {
    let no_row = || Problem::not_found("The file has no row of this number.");
    let row: u64 = row.parse().map_err(|_| no_row())?;
    let (line, cells, is_kept) = match read(server, known, row)? {
        Read::NotKept => (None, Vec::new(), false),
        Read::NotThere => return Err(no_row()),
        Read::Row(read) => (Some(read.line), read.cells, true),
    };
    let found = found(server, known, row)?;
    let (outcome, user) = became(server, known, row)?;
    let outcome = outcome.map(|one| one.outcome);
    let by_check = found.iter().find_map(|finding| finding.outcome);
    let mode = known
        .record
        .as_ref()
        .map_or(Mode::Check, |record| record.mode);
    let own = server.store().cell_corrections(known.id)?;
    let (typed, problem) = refused.unzip();
    let typed = typed.unwrap_or_default();
    let is_in = |finding: &Finding, name: &str| {
        finding.column.as_deref().map(str::trim) == Some(name.trim())
    };
    let elsewhere = |finding: &&Finding| !cells.iter().any(|cell| is_in(finding, &cell.column));
    let edited = cells.iter().map(|cell| {
        let of_cell = found.iter().filter(|finding| is_in(finding, &cell.column));
        edited(cell, of_cell.collect(), (row, &own, &typed))
    });
    let is_at_rest = known.open_job().is_none();
    Ok(RowPage {
        can_correct: frame.may_write() && is_kept && is_at_rest,
        tabs: Tabs::of(known, Tab::Rows).below(format!("Row {}", words::count(row))),
        row,
        line,
        outcome: outcome_said(outcome.or(by_check), mode),
        user: user.or(found.iter().find_map(|finding| finding.user)),
        about: found.iter().filter(elsewhere).map(Said::of).collect(),
        cells: edited.collect(),
        is_kept,
        at_work: at_work(known),
        problem,
        frame,
    })
}

fn edited(
    cell: &ReadCell,
    found: Vec<&Finding>,
    (row, own, typed): (u64, &[CellCorrection], &[(String, String)]),
) -> EditedCell {
    let text = cell.text.clone().unwrap_or_default();
    let is_own = |one: &CellCorrection| one.row == row && one.column.trim() == cell.column.trim();
    let typed = typed.iter().find(|(column, _)| *column == cell.column);
    let now = cell.corrected.clone().unwrap_or_else(|| text.clone());
    let refused = CellCorrection::refused(&cell.column, cell.field);
    EditedCell {
        column: cell.column.clone(),
        field: cell.field.map(admit_core::users::field::Field::label),
        can_correct: !cell.is_hidden && refused.is_none(),
        is_own_correction: own.iter().any(is_own),
        typed: typed.map_or(now, |(_, text)| text.clone()),
        corrected: cell.corrected.clone(),
        found: found.into_iter().map(Said::of).collect(),
        text,
    }
}

fn found(server: &Server, known: &Known, row: u64) -> Result<Vec<Finding>, Problem> {
    let Some(record) = &known.record else {
        return Ok(Vec::new());
    };
    let query = FindingQuery {
        row: Some(row),
        limit: FINDINGS_PAGE,
        ..FindingQuery::default()
    };
    let found = server.store().findings(record.number, &query)?;
    Ok(found.into_iter().map(|stored| stored.finding).collect())
}

/// What became of a row, and the user that it became.
pub fn became(
    server: &Server,
    known: &Known,
    row: u64,
) -> Result<(Option<RowOutcome>, Option<Uuid>), Problem> {
    let Some(record) = &known.record else {
        return Ok((None, None));
    };
    let mut outcome: Option<RowOutcome> = None;
    server.store().outcomes(record.number, &mut |one| {
        if one.row == row {
            outcome = Some(one);
        }
    })?;
    let users = server.store().users(&[outcome.map_or(0, |one| one.user)])?;
    let user = users.into_iter().flatten().next().map(|user| user.id);
    Ok((outcome, user))
}

/// The form: what is to be read in the cells. Those that are left as they were are not
/// corrected; those that are written as the file has them are read so again.
pub async fn correct(
    State(server): State<Server>,
    Path((id, row)): Path<(String, String)>,
    posted: Posted,
) -> Page {
    let who = &posted.who;
    let typed = cells_of(&posted.form, CELL);
    let Ok(number) = row.parse::<u64>() else {
        let problem = Problem::not_found("The file has no row of this number.");
        return Err(who.fault(&server, problem));
    };
    let before = cells_of(&posted.form, BEFORE);
    let changed: Vec<(String, String)> = typed
        .iter()
        .filter(|cell| !before.contains(cell))
        .cloned()
        .collect();
    if changed.is_empty() {
        let problem = Problem::unusable("No cell was changed.");
        return shown(&server, who, (id, row), Some((typed, problem))).await;
    }
    let caller = who.caller.clone();
    let done = change(&server, who, id.clone(), move |server, known| {
        let own = server.store().cell_corrections(known.id)?;
        let text = |column: &str| text_of(server, known, number, column);
        let mut corrections = Vec::new();
        for (column, now) in changed {
            let mut own = own.iter();
            let is_own = own.any(|one| one.row == number && one.column == column);
            let back = is_own && text(&column)?.as_ref() == Some(&now);
            let place = Place::Cell {
                row: number,
                column,
            };
            corrections.push((place, (!back).then_some(now)));
        }
        corrected(server, &caller, known, &corrections).map(drop)
    });
    match done.await {
        Ok(id) => {
            wait(&server, id).await;
            Ok(Redirect::to(&format!("/imports/{id}/rows/{row}")).into_response())
        }
        Err(problem) if matches!(problem.status().as_u16(), 409 | 422) => {
            shown(&server, who, (id, row), Some((typed, problem))).await
        }
        Err(problem) => Err(who.fault(&server, problem)),
    }
}

/// The text of a cell as the file has it.
fn text_of(
    server: &Server,
    known: &Known,
    row: u64,
    column: &str,
) -> Result<Option<String>, Problem> {
    Ok(match read(server, known, row)? {
        Read::Row(read) => {
            let mut cells = read.cells.into_iter();
            let cell = cells.find(|cell| cell.column == column);
            cell.map(|cell| cell.text.unwrap_or_default())
        }
        Read::NotKept | Read::NotThere => None,
    })
}

/// The fields whose names begin so, by the columns that they are for.
fn cells_of(form: &Form, prefix: &str) -> Vec<(String, String)> {
    let fields = form.fields();
    let fields = fields.filter_map(|(name, text)| {
        let column = name.strip_prefix(prefix)?;
        Some((column.to_owned(), text.to_owned()))
    });
    fields.collect()
}

impl RowPage {
    fn next(&self) -> u64 {
        self.row.saturating_add(1)
    }

    /// How many cells are read as something else.
    fn corrections(&self) -> usize {
        let own = self.cells.iter().filter(|cell| cell.is_own_correction);
        own.count()
    }

    /// Whether nothing was found in the row.
    fn is_clean(&self) -> bool {
        self.about.is_empty() && self.cells.iter().all(|cell| cell.found.is_empty())
    }
}
