//! Rows with what was found in them: the message in the cell, above the value.

use super::rule_list::look;
use crate::api::imports::columns::mapped;
use crate::api::imports::fix_file::of_run;
use crate::api::imports::looked;
use crate::api::imports::row::chosen;
use crate::api::imports::view::Known;
use crate::problem::Problem;
use crate::state::Server;
use admit_core::findings::finding::Finding;
use admit_core::findings::rule::Scope as RuleScope;
use admit_core::ports::store::{FindingQuery, Mode, Outcome, Store, StoreError, StoredFinding};
use admit_core::ports::watch::RunError;
use admit_core::report::row::{ReadCell, ReadRow};
use admit_core::report::values::Value;
use admit_core::rows::cell_correction::CellCorrection;
use admit_core::users::field::Field;
use std::collections::{BTreeSet, HashMap};
use std::sync::PoisonError;

/// How many rows a page shows.
pub const SHOWN: usize = 50;

/// How many findings are asked for at once, and how many a page of rows has at most.
const FINDINGS_AT_ONCE: u64 = 200;
const FINDINGS_MAX: usize = 600;

/// How many columns stand beside one another, unless all are asked for.
const COLUMNS: usize = 6;

/// How many columns stand there at most.
const COLUMNS_MAX: usize = 60;

/// How much of a cell is shown, in characters.
const CELL_CHARACTERS: usize = 80;

/// Rows on a page.
#[derive(Default)]
pub struct Table {
    /// The names of the columns, in the order of the file.
    pub columns: Vec<String>,
    /// How many more columns there are.
    pub folded: usize,
    /// The rows.
    pub rows: Vec<TableRow>,
    /// Behind which finding, or row, the next page begins.
    pub next: Option<u64>,
}

/// A row of it.
pub struct TableRow {
    /// Its number; `None` for what is about the file or a column.
    pub row: Option<u64>,
    /// What became of it.
    pub outcome: &'static str,
    /// What is about the whole row.
    pub about: Vec<Message>,
    /// Its cells, as many as columns; none where they could not be told apart.
    pub cells: Vec<Cell>,
    /// The other row that it is compared with.
    pub compare: Option<u64>,
}

/// A cell.
#[derive(Default)]
pub struct Cell {
    /// What was found in it.
    pub messages: Vec<Message>,
    /// Its text: before what is wrong, that, and behind it.
    pub text: (String, String, String),
    /// What is read in its place.
    pub corrected: Option<String>,
    /// What can be read in its place with one press.
    pub offer: Option<Offer>,
}

/// Something that was found.
#[derive(Clone)]
pub struct Message {
    /// The class and the icon of its severity.
    pub look: (&'static str, &'static str),
    /// The sentence.
    pub text: String,
}

/// A suggestion that can be taken for one cell.
pub struct Offer {
    /// The place of the finding that suggests it.
    pub position: u64,
    /// What is written instead.
    pub text: String,
}

impl Cell {
    /// The class of the cell, by the gravest that was found.
    pub fn class(&self) -> &'static str {
        let of = |name| self.messages.iter().any(|message| message.look.0 == name);
        match () {
            () if self.corrected.is_some() && self.messages.is_empty() => "is-fixed",
            () if of("error") => "has-error",
            () if of("warn") => "has-warn",
            () => "",
        }
    }

    /// Whether its text may run from right to left, so that it has to be kept apart.
    pub fn may_turn(&self) -> bool {
        !self.text.0.is_ascii()
    }

    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        let (before, wrong, behind) = &self.text;
        [before, wrong, behind].iter().all(|text| text.is_empty())
            && self.messages.is_empty()
            && self.corrected.is_none()
    }
}

impl TableRow {
    /// Whether something that is about the whole row held it back.
    pub fn is_error(&self) -> bool {
        self.about.iter().any(|message| message.look.0 == "error")
    }
}

impl Message {
    /// Of a finding: what was found. What became of the row stands below its number.
    pub fn of(finding: &Finding) -> Message {
        let fact = finding.fact();
        Message {
            look: look(finding.severity),
            text: if fact.is_empty() {
                finding.message()
            } else {
                fact
            },
        }
    }
}

/// What became of a row, or would.
pub fn outcome_said(outcome: Option<Outcome>, mode: Mode) -> &'static str {
    match (outcome, mode) {
        (None, _) => "",
        (Some(Outcome::Created), Mode::Import) => "created",
        (Some(Outcome::Created), Mode::Check) => "to create",
        (Some(Outcome::Updated), Mode::Import) => "updated",
        (Some(Outcome::Updated), Mode::Check) => "to update",
        (Some(Outcome::Unchanged), _) => "unchanged",
        (Some(Outcome::Rejected), Mode::Import) => "rejected",
        (Some(Outcome::Rejected), Mode::Check) => "to reject",
        (Some(Outcome::NotReached), _) => "not reached",
    }
}

/// A page of the rows of which a query finds something.
///
/// # Errors
/// The file cannot be read; the store failed.
pub fn table(
    server: &Server,
    known: &Known,
    query: &FindingQuery,
    all_columns: bool,
) -> Result<Table, Problem> {
    let Some(record) = &known.record else {
        return Ok(Table::default());
    };
    let (groups, next) = grouped(server.store(), record.number, query)?;
    let numbers: BTreeSet<u64> = groups.iter().filter_map(|(row, _)| *row).collect();
    let read = cells(server, known, &numbers.into_iter().collect::<Vec<_>>())?;
    let read: HashMap<u64, ReadRow> = read.into_iter().map(|row| (row.row, row)).collect();
    let found = groups.iter().flat_map(|(_, found)| found);
    let wrong: BTreeSet<&str> = found
        .filter_map(|stored| stored.finding.column.as_deref())
        .map(str::trim)
        .collect();
    let (columns, folded) = columns(known, read.values(), &wrong, all_columns);
    let rows = groups.iter().map(|(row, found)| {
        let read = row.and_then(|row| read.get(&row));
        table_row((*row, read, found), &columns, record.mode)
    });
    Ok(Table {
        rows: rows.collect(),
        columns,
        folded,
        next,
    })
}

/// The rows of these numbers as they are read, if the file is kept.
///
/// # Errors
/// The file cannot be read; the store failed.
pub fn cells(server: &Server, known: &Known, rows: &[u64]) -> Result<Vec<ReadRow>, Problem> {
    let Some(reading) = looked::rows(server, known)? else {
        return Ok(Vec::new());
    };
    let choices = chosen(server, known)?;
    let mut reading = reading.lock().unwrap_or_else(PoisonError::into_inner);
    let read = reading.of(&choices, rows);
    read.map_err(|error| of_run(RunError::from(error)))
}

type Groups = Vec<(Option<u64>, Vec<StoredFinding>)>;

/// Findings by row, in the order in which they were stored, of one page; and behind which
/// the next one begins.
fn grouped(
    store: &dyn Store,
    import: u64,
    query: &FindingQuery,
) -> Result<(Groups, Option<u64>), StoreError> {
    let mut groups: Groups = Vec::new();
    let mut query = FindingQuery {
        limit: FINDINGS_AT_ONCE,
        ..query.clone()
    };
    let mut count = 0;
    loop {
        let found = store.findings(import, &query)?;
        let is_last = (found.len() as u64) < FINDINGS_AT_ONCE;
        for stored in found {
            let row = stored.finding.row;
            let is_full = groups.len() == SHOWN || count >= FINDINGS_MAX;
            let same = groups.last_mut();
            let same = same.filter(|(last, _)| row.is_some() && *last == row);
            let before = query.after;
            query.after = stored.position;
            count += 1;
            match same {
                Some((_, own)) => own.push(stored),
                None if is_full => {
                    return Ok((groups, Some(before)));
                }
                None => groups.push((row, vec![stored])),
            }
        }
        if is_last {
            return Ok((groups, None));
        }
    }
}

/// The columns to show: those with something wrong, then those that say who it is about.
pub fn columns<'r>(
    known: &Known,
    rows: impl Iterator<Item = &'r ReadRow>,
    wrong: &BTreeSet<&str>,
    all: bool,
) -> (Vec<String>, usize) {
    let mut names: Vec<(String, Option<Field>)> = mapped(known).unwrap_or_default();
    let mut filled: BTreeSet<String> = BTreeSet::new();
    for cell in rows.flat_map(|row| &row.cells) {
        if !names.iter().any(|(name, _)| *name == cell.column) {
            names.push((cell.column.clone(), cell.field));
        }
        if cell
            .text
            .as_deref()
            .is_some_and(|text| !text.trim().is_empty())
        {
            filled.insert(cell.column.clone());
        }
    }
    let rank = |(name, field): &(String, Option<Field>)| match field {
        _ if wrong.contains(name.trim()) => 0,
        _ if !filled.contains(name) => 99,
        Some(Field::Email) => 1,
        Some(Field::Id) => 2,
        Some(Field::FirstName | Field::LastName | Field::Name) => 3,
        Some(Field::Username | Field::Phone) => 4,
        Some(Field::Organization | Field::Role) => 5,
        Some(_) => 6,
        None => 7,
    };
    let most = if all { COLUMNS_MAX } else { COLUMNS };
    let mut order: Vec<usize> = (0..names.len()).collect();
    order.sort_by_key(|at| rank(&names[*at]));
    order.retain(|at| all || rank(&names[*at]) < 99);
    order.truncate(most);
    order.sort_unstable();
    let folded = names.len() - order.len();
    let names = order.into_iter().map(|at| names[at].0.clone());
    (names.collect(), folded)
}

fn table_row(
    (row, read, found): (Option<u64>, Option<&ReadRow>, &[StoredFinding]),
    columns: &[String],
    mode: Mode,
) -> TableRow {
    let read_cells = read.map_or(&[][..], |read| &read.cells);
    let mut cells: Vec<Cell> = Vec::new();
    let has_cells = !read_cells.is_empty();
    for name in columns.iter().filter(|_| has_cells) {
        let own = read_cells.iter().find(|cell| cell.column == *name);
        let of_cell = |stored: &&StoredFinding| {
            let column = stored.finding.column.as_deref();
            column.map(str::trim) == Some(name.trim())
        };
        let found: Vec<&StoredFinding> = found.iter().filter(of_cell).collect();
        cells.push(cell(own, &found));
    }
    let in_cells = |stored: &&StoredFinding| {
        let column = stored.finding.column.as_deref().map(str::trim);
        let mut columns = columns.iter();
        has_cells && columns.any(|name| Some(name.trim()) == column)
    };
    let about = found.iter().filter(|stored| !in_cells(stored));
    let outcome = found.iter().find_map(|stored| stored.finding.outcome);
    TableRow {
        row,
        outcome: outcome_said(outcome, mode),
        about: about.map(|stored| Message::of(&stored.finding)).collect(),
        cells,
        compare: row.and(found.iter().find_map(|stored| stored.finding.related_row)),
    }
}

fn cell(read: Option<&ReadCell>, found: &[&StoredFinding]) -> Cell {
    let text = read
        .and_then(|cell| cell.text.as_deref())
        .unwrap_or_default();
    let value = found
        .iter()
        .find_map(|stored| stored.finding.value.as_deref());
    let offer = found.iter().find_map(|stored| {
        let text = offered(read?, &stored.finding)?;
        Some(Offer {
            position: stored.position,
            text,
        })
    });
    Cell {
        messages: found
            .iter()
            .map(|stored| Message::of(&stored.finding))
            .collect(),
        text: marked(text, value),
        corrected: read.and_then(|cell| cell.corrected.as_deref()).map(cut),
        offer,
    }
}

/// What can be read in place of a cell because a finding suggests it: only where the value
/// is the whole of the cell, and nothing of it is secret.
pub fn offered(cell: &ReadCell, finding: &Finding) -> Option<String> {
    let suggestion = finding.suggestion.clone()?;
    let value = Value {
        code: finding.rule.code,
        column: finding.column.clone(),
        field: finding.field.map(Field::name),
        value: finding.value.clone(),
        suggestion: Some(suggestion.clone()),
    };
    let is_of_cell = finding.rule.scope == RuleScope::Cell
        && !cell.is_hidden
        && cell.corrected.is_none()
        && cell.text.as_deref().map(str::trim) == finding.value.as_deref()
        && CellCorrection::refused(&cell.column, cell.field).is_none();
    (is_of_cell && value.correction().is_some()).then_some(suggestion)
}

/// A text, cut for showing, parted around what is wrong in it.
fn marked(text: &str, value: Option<&str>) -> (String, String, String) {
    let text = cut(text);
    let found = value.filter(|value| !value.is_empty());
    match found.and_then(|value| text.split_once(value).map(|parts| (value, parts))) {
        Some((value, (before, behind))) => (before.to_owned(), value.to_owned(), behind.to_owned()),
        None => (text, String::new(), String::new()),
    }
}

/// A text, cut for showing.
pub fn cut(text: &str) -> String {
    match text.char_indices().nth(CELL_CHARACTERS) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
