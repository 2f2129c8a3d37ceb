//! `/imports/{id}/rows`: every row of the file, with what became of it.

use super::problems::at_work;
use super::table::{SHOWN, cells, columns, cut, outcome_said};
use super::tabs::{Tab, Tabs};
use crate::api::imports::fix_file::of_run;
use crate::api::imports::looked;
use crate::api::imports::row::chosen;
use crate::api::imports::view::Known;
use crate::pages::frame::{Frame, Section, page};
use crate::pages::session::{Page, SignedIn};
use crate::pages::words;
use crate::problem::Problem;
use crate::state::Server;
use admit_core::ports::store::{
    FindingQuery, ImportRecord, Ledger, Mode, Outcome, RowOutcome, Scope,
};
use admit_core::ports::watch::RunError;
use admit_core::report::row::ReadRow;
use askama::Template;
use axum::extract::{Path, Query, State};
use serde::Deserialize;
use std::collections::{BTreeSet, HashMap};
use std::sync::PoisonError;
use uuid::Uuid;

/// How many findings are looked at for what would become of a page of rows.
const FINDINGS_MAX: u64 = 5_000;

/// Which rows.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Asked {
    /// Only those that became this.
    #[serde(default)]
    outcome: String,
    /// Behind this row.
    #[serde(default)]
    after: String,
    /// From this row on.
    #[serde(default)]
    row: String,
}

#[derive(Template)]
#[template(path = "imports/rows.html")]
struct RowsPage {
    frame: Frame,
    tabs: Tabs,
    asked: Asked,
    outcomes: Vec<(&'static str, &'static str, u64)>,
    columns: Vec<String>,
    folded: usize,
    rows: Vec<Row>,
    next: Option<u64>,
    is_kept: bool,
    at_work: Option<&'static str>,
}

/// A row.
struct Row {
    number: u64,
    outcome: &'static str,
    is_rejected: bool,
    user: Option<Uuid>,
    cells: Vec<String>,
}

/// The page.
pub async fn rows(
    State(server): State<Server>,
    who: SignedIn,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Page {
    let frame = who.frame(&server, Section::Imports);
    let scope = who.caller.needs(Scope::ImportsRead);
    scope.map_err(|problem| who.fault(&server, problem))?;
    let made = server.blocking(move |server| made(server, frame, &id, asked));
    let made = made.await.map_err(|problem| who.fault(&server, problem))?;
    Ok(page(&made))
}

fn made(server: &Server, frame: Frame, id: &str, asked: Asked) -> Result<RowsPage, Problem> {
    let known = Known::named(server.store(), id)?;
    let number = |text: &str| text.trim().replace(',', "").parse::<u64>().ok();
    let from = number(&asked.row).map(|row| row.saturating_sub(1));
    let after = number(&asked.after).or(from).unwrap_or(0);
    let only = outcomes_of(&Ledger::default()).into_iter();
    let only = only.filter(|(name, ..)| *name == asked.outcome);
    let only = only.map(|(_, _, _, outcome)| outcome).next();
    let mut page = RowsPage {
        frame,
        tabs: Tabs::of(&known, Tab::Rows),
        asked,
        outcomes: Vec::new(),
        columns: Vec::new(),
        folded: 0,
        rows: Vec::new(),
        next: None,
        is_kept: true,
        at_work: at_work(&known),
    };
    let Some(record) = &known.record else {
        return Ok(page);
    };
    let (read, outcomes) = if record.mode == Mode::Import {
        let all = outcomes_of(&record.ledger).into_iter();
        let all = all.filter(|(.., count, _)| *count > 0);
        page.outcomes = all
            .map(|(name, said, count, _)| (name, said, count))
            .collect();
        written(server, &known, record, (after, only))?
    } else {
        checked(server, &known, record, after)?
    };
    page.is_kept = !read.is_empty() || outcomes.is_empty();
    let users = users(server, &outcomes)?;
    let (columns, folded) = columns(&known, read.iter(), &BTreeSet::new(), false);
    let cells: HashMap<u64, &ReadRow> = read.iter().map(|row| (row.row, row)).collect();
    let shown = outcomes.iter().take(SHOWN).map(|one| Row {
        number: one.row,
        outcome: outcome_said(one.outcome, record.mode),
        is_rejected: one.outcome == Some(Outcome::Rejected),
        user: users.get(&one.user).copied(),
        cells: texts(cells.get(&one.row).copied(), &columns),
    });
    page.rows = shown.collect();
    page.next = (outcomes.len() > SHOWN).then(|| outcomes[SHOWN - 1].row);
    (page.columns, page.folded) = (columns, folded);
    Ok(page)
}

/// A row with what became of it, if that is known.
struct Became {
    row: u64,
    outcome: Option<Outcome>,
    user: u64,
}

fn outcomes_of(ledger: &Ledger) -> [(&'static str, &'static str, u64, Outcome); 5] {
    [
        ("created", "Created", ledger.created, Outcome::Created),
        ("updated", "Updated", ledger.updated, Outcome::Updated),
        (
            "unchanged",
            "Unchanged",
            ledger.unchanged,
            Outcome::Unchanged,
        ),
        ("rejected", "Rejected", ledger.rejected, Outcome::Rejected),
        (
            "not_reached",
            "Not reached",
            ledger.not_reached,
            Outcome::NotReached,
        ),
    ]
}

type Page50 = (Vec<ReadRow>, Vec<Became>);

/// The rows of an import, as it stored what became of them.
fn written(
    server: &Server,
    known: &Known,
    record: &ImportRecord,
    (after, only): (u64, Option<Outcome>),
) -> Result<Page50, Problem> {
    let mut page: Vec<RowOutcome> = Vec::new();
    server.store().outcomes(record.number, &mut |one| {
        let fits = one.row > after && only.is_none_or(|only| only == one.outcome);
        if fits && page.len() <= SHOWN {
            page.push(one);
        }
    })?;
    let numbers: Vec<u64> = page.iter().map(|one| one.row).collect();
    let read = cells(server, known, &numbers)?;
    let became = page.into_iter().map(|one| Became {
        row: one.row,
        outcome: Some(one.outcome),
        user: one.user,
    });
    Ok((read, became.collect()))
}

/// The rows of a check, as they stand in the file. What would become of one is known where
/// something was found in it.
fn checked(
    server: &Server,
    known: &Known,
    record: &ImportRecord,
    after: u64,
) -> Result<Page50, Problem> {
    let Some(reading) = looked::rows(server, known)? else {
        return Ok((Vec::new(), Vec::new()));
    };
    let choices = chosen(server, known)?;
    let mut reading = reading.lock().unwrap_or_else(PoisonError::into_inner);
    let read = reading.after(&choices, after, SHOWN + 1);
    let read = read.map_err(|error| of_run(RunError::from(error)))?;
    drop(reading);
    let mut became = Vec::new();
    let (first, last) = (read.first(), read.last());
    let span = first.zip(last).map(|(first, last)| (first.row, last.row));
    let found = server.store().findings(
        record.number,
        &FindingQuery {
            rows: span,
            limit: FINDINGS_MAX,
            ..FindingQuery::default()
        },
    )?;
    let outcomes: HashMap<u64, Outcome> = found
        .iter()
        .filter_map(|stored| Some((stored.finding.row?, stored.finding.outcome?)))
        .collect();
    for row in &read {
        became.push(Became {
            row: row.row,
            outcome: outcomes.get(&row.row).copied(),
            user: 0,
        });
    }
    Ok((read, became))
}

/// The public ids of the users that rows became, by their keys.
fn users(server: &Server, rows: &[Became]) -> Result<HashMap<u64, Uuid>, Problem> {
    let mut keys: Vec<u64> = rows.iter().map(|row| row.user).collect();
    keys.retain(|key| *key != 0);
    keys.sort_unstable();
    keys.dedup();
    let users = server.store().users(&keys)?.into_iter().flatten();
    Ok(users.map(|user| (user.key, user.id)).collect())
}

fn texts(row: Option<&ReadRow>, columns: &[String]) -> Vec<String> {
    let Some(row) = row else {
        return vec![String::new(); columns.len()];
    };
    let text = |name: &String| {
        let cell = row.cells.iter().find(|cell| cell.column == *name);
        let text = cell.and_then(|cell| cell.corrected.as_deref().or(cell.text.as_deref()));
        text.map(cut).unwrap_or_default()
    };
    columns.iter().map(text).collect()
}

impl RowsPage {
    fn address(&self, outcome: &str, after: Option<u64>) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        if !outcome.is_empty() {
            query.append_pair("outcome", outcome);
        }
        if let Some(after) = after {
            query.append_pair("after", &after.to_string());
        }
        let path = format!("/imports/{}/rows", self.tabs.id);
        match query.finish() {
            query if query.is_empty() => path,
            query => format!("{path}?{query}"),
        }
    }
}
