//! `/imports/{id}/compare?row=311&with=310`: two rows side by side, where they differ.

use super::row::became;
use super::table::{cells, outcome_said};
use super::tabs::{Tab, Tabs};
use crate::api::imports::view::Known;
use crate::pages::frame::{Frame, Section, page};
use crate::pages::session::{Page, SignedIn};
use crate::pages::words;
use crate::problem::Problem;
use crate::state::Server;
use admit_core::findings::rule::Rule;
use admit_core::ports::store::{FindingQuery, Mode, Outcome, Scope};
use admit_core::report::row::{ReadCell, ReadRow};
use askama::Template;
use axum::extract::{Path, Query, State};
use serde::Deserialize;
use uuid::Uuid;

/// How many findings of a row are looked at.
const FINDINGS_MAX: u64 = 100;

/// Which rows.
#[derive(Deserialize)]
pub struct Asked {
    /// The row that something was found in.
    row: u64,
    /// The row that it was compared with.
    with: u64,
}

#[derive(Template)]
#[template(path = "imports/compare.html")]
struct ComparePage {
    frame: Frame,
    tabs: Tabs,
    first: Side,
    second: Side,
    rows: Vec<Compared>,
    /// What was found.
    said: Option<(&'static Rule, String)>,
    differ: Vec<String>,
}

/// One of the rows.
struct Side {
    row: u64,
    outcome: &'static str,
    user: Option<Uuid>,
}

/// A column of both.
struct Compared {
    column: String,
    first: String,
    second: String,
    differs: bool,
}

/// The page.
pub async fn compare(
    State(server): State<Server>,
    who: SignedIn,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Page {
    let frame = who.frame(&server, Section::Imports);
    let scope = who.caller.needs(Scope::ImportsRead);
    scope.map_err(|problem| who.fault(&server, problem))?;
    let made = server.blocking(move |server| made(server, frame, &id, &asked));
    let made = made.await.map_err(|problem| who.fault(&server, problem))?;
    Ok(page(&made))
}

fn made(server: &Server, frame: Frame, id: &str, asked: &Asked) -> Result<ComparePage, Problem> {
    let known = Known::named(server.store(), id)?;
    let (low, high) = (asked.row.min(asked.with), asked.row.max(asked.with));
    let read = cells(server, &known, &[low, high])?;
    let [first, second] = &read[..] else {
        return Err(Problem::not_found(
            "The file does not have both rows, or is not kept.",
        ));
    };
    let rows = compared(first, second);
    let name = format!("Rows {} and {}", words::count(low), words::count(high));
    let differ = rows.iter().filter(|row| row.differs);
    Ok(ComparePage {
        differ: differ.map(|row| row.column.clone()).collect(),
        first: side(server, &known, low)?,
        second: side(server, &known, high)?,
        said: said(server, &known, asked)?,
        tabs: Tabs::of(&known, Tab::Problems).below(name),
        rows,
        frame,
    })
}

fn side(server: &Server, known: &Known, row: u64) -> Result<Side, Problem> {
    let (outcome, user) = became(server, known, row)?;
    let mode = known
        .record
        .as_ref()
        .map_or(Mode::Check, |record| record.mode);
    let by_check = found(server, known, row)?
        .iter()
        .find_map(|(_, _, outcome)| *outcome);
    let outcome = outcome.map(|one| one.outcome).or(by_check);
    Ok(Side {
        row,
        outcome: outcome_said(outcome, mode),
        user,
    })
}

type Found = (&'static Rule, Option<(u64, String)>, Option<Outcome>);

fn found(server: &Server, known: &Known, row: u64) -> Result<Vec<Found>, Problem> {
    let Some(record) = &known.record else {
        return Ok(Vec::new());
    };
    let query = FindingQuery {
        row: Some(row),
        limit: FINDINGS_MAX,
        ..FindingQuery::default()
    };
    let found = server.store().findings(record.number, &query)?.into_iter();
    let found = found.map(|stored| {
        let finding = stored.finding;
        let related = finding.related_row.map(|row| (row, finding.message()));
        (finding.rule, related, finding.outcome)
    });
    Ok(found.collect())
}

/// What was found about the two.
fn said(
    server: &Server,
    known: &Known,
    asked: &Asked,
) -> Result<Option<(&'static Rule, String)>, Problem> {
    let found = found(server, known, asked.row)?.into_iter();
    let mut about = found.filter_map(|(rule, related, _)| {
        let (row, message) = related?;
        (row == asked.with).then_some((rule, message))
    });
    Ok(about.next())
}

fn compared(first: &ReadRow, second: &ReadRow) -> Vec<Compared> {
    let mut columns: Vec<&str> = Vec::new();
    for cell in first.cells.iter().chain(&second.cells) {
        if !columns.contains(&cell.column.as_str()) {
            columns.push(&cell.column);
        }
    }
    let text = |row: &ReadRow, column: &str| {
        let cell = row.cells.iter().find(|cell| cell.column == column);
        cell.map(shown).unwrap_or_default()
    };
    let compared = columns.into_iter().map(|column| {
        let (first, second) = (text(first, column), text(second, column));
        Compared {
            column: column.to_owned(),
            differs: first != second,
            first,
            second,
        }
    });
    compared.collect()
}

fn shown(cell: &ReadCell) -> String {
    let text = cell.corrected.as_deref().or(cell.text.as_deref());
    text.unwrap_or_default().to_owned()
}

impl ComparePage {
    fn sides(&self) -> [&Side; 2] {
        [&self.first, &self.second]
    }
}
