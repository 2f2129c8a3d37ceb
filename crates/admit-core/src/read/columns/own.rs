//! The columns that Admit added to a fix file: which row of which import each
//! row was. Users are found by their identifiers alone, so that a number that
//! was changed can never correct a wrong user; it is only said.

use crate::base::limits::{FIX_IMPORTS_SAID_MAX, FIX_ROWS_REMEMBERED_MAX};
use crate::findings::finding::{Finding, Findings};
use crate::rows::raw::{CellRef, Column, RawRow};
use crate::rows::standing::{OWN_IMPORT, OWN_PREFIX, OWN_ROW, OWN_WRITTEN};
use crate::rows::ties::Ties;
use crate::rules::{
    admit_import_not_known, admit_row_not_recognised, admit_row_twice, row_not_filled_in,
};
use std::collections::HashMap;

/// Parts the import from the row in [`OWN_IMPORT`].
pub(crate) const IMPORT_ROW_SEPARATOR: char = '/';

/// The columns of a fix file that are Admit's own, and what they said so far.
/// Judging a row again says the same again.
#[derive(Debug, Default)]
pub(in crate::read) struct OwnColumns {
    row: Option<usize>,
    import: Option<usize>,
    written: Option<usize>,
    /// Which columns are not Admit's.
    theirs: Vec<bool>,
    /// The first row that had each number.
    first_with: HashMap<u64, u64>,
    /// The imports that there are; nothing if that is not known.
    known: Option<Vec<String>>,
    /// The first row that named each import that is not there.
    unknown: HashMap<String, u64>,
    /// Which rows of which imports the rows were.
    ties: Ties,
}

impl OwnColumns {
    /// Of these columns; none unless one is [`OWN_ROW`].
    pub fn of(columns: &[Column]) -> OwnColumns {
        let find = |wanted: &str| {
            columns
                .iter()
                .position(|column| column.name.trim().eq_ignore_ascii_case(wanted))
        };
        let Some(row) = find(OWN_ROW) else {
            return OwnColumns::default();
        };
        OwnColumns {
            row: Some(row),
            import: find(OWN_IMPORT),
            written: find(OWN_WRITTEN),
            theirs: columns
                .iter()
                .map(|column| !column.name.trim().to_lowercase().starts_with(OWN_PREFIX))
                .collect(),
            ..OwnColumns::default()
        }
    }

    /// Whether the source has such columns.
    pub fn is_there(&self) -> bool {
        self.row.is_some()
    }

    /// Whether a column names imports.
    pub fn names_imports(&self) -> bool {
        self.import.is_some()
    }

    /// Says which imports there are.
    pub fn know(&mut self, imports: Vec<String>) {
        self.known = Some(imports);
    }

    /// Takes out which rows of which imports the rows were.
    pub fn take_ties(&mut self) -> Ties {
        std::mem::take(&mut self.ties)
    }

    /// Judges what a row says of itself. `false` if the row is still in one
    /// piece and cannot be read.
    pub fn judge(&mut self, raw: &RawRow, columns: &[Column], findings: &mut Findings) -> bool {
        let Some(place) = self.row else {
            return true;
        };
        if self.in_one_piece(raw) {
            row_not_filled_in::found(findings);
            return false;
        }
        let number = text(raw, place);
        let named = self.import.map_or("", |column| text(raw, column));
        let cell = CellRef {
            column: &columns[place].name,
            field: None,
            text: number,
        };
        if let Some(finding) = self.number(cell, named, raw.place.row) {
            findings.add(finding);
        }
        let import = named
            .split_once(IMPORT_ROW_SEPARATOR)
            .map_or(named, |(import, _)| import);
        if let Some(column) = self.import
            && self.says_unknown(import, raw.place.row)
        {
            let cell = CellRef {
                column: &columns[column].name,
                field: None,
                text: named,
            };
            admit_import_not_known::found(cell, import, findings);
        }
        true
    }

    fn number(&mut self, cell: CellRef<'_>, named: &str, row: u64) -> Option<Finding> {
        if cell.text.is_empty() {
            return Some(admit_row_not_recognised::blank(cell));
        }
        let number = match cell.text.parse::<u64>() {
            Ok(number) if number > 0 && cell.text.bytes().all(|b| b.is_ascii_digit()) => number,
            _ => return Some(admit_row_not_recognised::no_number(cell)),
        };
        let (import, meant) = match named.split_once(IMPORT_ROW_SEPARATOR) {
            Some((import, row)) => (import, row.parse::<u64>().ok()),
            None => (named, None),
        };
        if let Some(meant) = meant.filter(|meant| *meant != number) {
            return Some(admit_row_not_recognised::changed(cell, meant));
        }
        if self.first_with.len() >= FIX_ROWS_REMEMBERED_MAX {
            return None;
        }
        if self.is_known(import) {
            self.ties.note(row, &import.to_ascii_lowercase(), number);
        }
        let first = *self.first_with.entry(number).or_insert(row);
        (first != row).then(|| admit_row_twice::finding(cell, first))
    }

    /// Whether nothing speaks against it that there is this import.
    fn is_known(&self, import: &str) -> bool {
        let known = self.known.as_ref();
        import.is_empty()
            || known.is_none_or(|known| known.iter().any(|id| id.eq_ignore_ascii_case(import)))
    }

    /// Whether the row is the first that names this import, which is not there.
    fn says_unknown(&mut self, import: &str, row: u64) -> bool {
        if self.known.is_none() || self.is_known(import) {
            return false;
        }
        if let Some(first) = self.unknown.get(import) {
            return *first == row;
        }
        if self.unknown.len() >= FIX_IMPORTS_SAID_MAX {
            return false;
        }
        self.unknown.insert(import.to_owned(), row);
        true
    }

    /// Whether nothing of the text under [`OWN_WRITTEN`] was put into columns.
    fn in_one_piece(&self, raw: &RawRow) -> bool {
        let Some(written) = self.written else {
            return false;
        };
        let is_theirs = |column: usize| self.theirs.get(column).is_some_and(|theirs| *theirs);
        !text(raw, written).is_empty()
            && raw
                .cells()
                .all(|cell| !is_theirs(cell.column) || cell.text.trim().is_empty())
    }
}

fn text(raw: &RawRow, column: usize) -> &str {
    raw.cells()
        .find(|cell| cell.column == column)
        .map_or("", |cell| cell.text.trim())
}
