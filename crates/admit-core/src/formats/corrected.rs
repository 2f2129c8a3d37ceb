//! Rows in which single cells are read as if they held something else. Whoever reads the
//! source sees what was corrected, and nothing judges what stood there.

use super::reader::RowReader;
use crate::findings::finding::{Finding, Findings};
use crate::findings::rule::Severity;
use crate::rows::cell_correction::CellCorrection;
use crate::rows::raw::{CellKind, Column, RawRow, RowPlace};
use crate::rules::cell_correction_not_used;
use std::io::Result;

/// The reader with the cells that are to be read as others.
pub(super) fn corrected(
    reader: Box<dyn RowReader>,
    cells: &[CellCorrection],
) -> Box<dyn RowReader> {
    if cells.is_empty() {
        return reader;
    }
    let mut cells: Vec<Cell> = cells
        .iter()
        .map(|correction| Cell {
            correction: correction.clone(),
            is_used: false,
        })
        .collect();
    cells.sort_by_key(|cell| cell.correction.row);
    Box::new(Corrected { reader, cells })
}

struct Cell {
    correction: CellCorrection,
    /// Whether a row had it.
    is_used: bool,
}

struct Corrected {
    reader: Box<dyn RowReader>,
    /// Ascending by row.
    cells: Vec<Cell>,
}

impl Corrected {
    /// Corrects the cells of a row that was read, if there are any.
    fn correct(&mut self, row: &mut RawRow, findings: &Findings) {
        let number = row.place.row;
        let first = self
            .cells
            .partition_point(|cell| cell.correction.row < number);
        let own = self.cells[first..].iter_mut();
        let own = own.take_while(|cell| cell.correction.row == number);
        for cell in own {
            if is_broken(row, findings) {
                return;
            }
            let name = cell.correction.column.trim();
            let mut columns = self.reader.columns().iter();
            let Some(column) = columns.position(|column| column.name.trim() == name) else {
                continue;
            };
            let is_nested = self.reader.header_row() == 0;
            put(row, column, &cell.correction.text, is_nested);
            cell.is_used = true;
        }
    }

    /// Says which corrections found nothing to correct.
    fn finish(&self, findings: &mut Findings) {
        for cell in self.cells.iter().filter(|cell| !cell.is_used) {
            cell_correction_not_used::found(&cell.correction, findings);
        }
    }
}

/// Whether the cells of a row cannot be trusted. Findings about other rows are about those
/// that were skipped on the way.
fn is_broken(row: &RawRow, findings: &Findings) -> bool {
    let is_own = |finding: &Finding| finding.row.is_none_or(|at| at == row.place.row);
    let mut own = findings.iter().filter(|finding| is_own(finding));
    own.any(|finding| finding.severity == Severity::Error)
}

/// Puts a text in a column of the row. Lists and objects are taken for what they are where
/// the source can have them in that place.
fn put(row: &mut RawRow, column: usize, text: &str, is_nested: bool) {
    let cells = row.cells().enumerate();
    let mut kinds = cells.map(|(index, cell)| (index, cell.column, cell.kind));
    let found = kinds.find(|(_, own, _)| *own == column);
    let found = found.map(|(index, _, kind)| (index, kind));
    drop(kinds);
    let may_nest = match found {
        Some((_, CellKind::Json)) => true,
        Some((_, CellKind::Null)) | None => is_nested,
        Some((_, CellKind::Text | CellKind::Number | CellKind::Bool)) => false,
    };
    let is_json = may_nest
        && text.trim_start().starts_with(['[', '{'])
        && serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok();
    let kind = if is_json {
        CellKind::Json
    } else {
        CellKind::Text
    };
    match found {
        Some((index, _)) => row.set(index, kind, text),
        None => row.push(column, kind, text),
    }
}

impl RowReader for Corrected {
    fn next(&mut self, row: &mut RawRow, findings: &mut Findings) -> Result<bool> {
        let is_row = self.reader.next(row, findings)?;
        if is_row {
            self.correct(row, findings);
        } else {
            self.finish(findings);
        }
        Ok(is_row)
    }

    fn seek(&mut self, place: RowPlace) -> Result<()> {
        self.reader.seek(place)
    }

    fn start(&self) -> Option<RowPlace> {
        self.reader.start()
    }

    fn columns(&self) -> &[Column] {
        self.reader.columns()
    }

    fn header_row(&self) -> u64 {
        self.reader.header_row()
    }

    fn position(&self) -> u64 {
        self.reader.position()
    }

    fn blank_rows(&self) -> u64 {
        self.reader.blank_rows()
    }
}
