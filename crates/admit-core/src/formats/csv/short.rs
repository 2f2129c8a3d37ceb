//! Rows with too few cells: cut off, broken in two, or with the last ones left off.

use super::judge::{Judge, LineFate};
use super::scan::{self, CellSpan, Record, Scan};
use super::shape;
use crate::base::limits::{BROKEN_ROW_LINES_MAX, SUGGESTION_CHARACTERS_MAX};
use crate::findings::finding::Findings;
use crate::findings::rule::Severity;
use crate::rows::raw::{CellCount, CellKind, RawRow, Reach};
use crate::rules;
use crate::users::field::Field;

/// Lines at the start of the window: where their text ends, where the next line
/// starts, and how many there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Lines {
    pub(super) end: usize,
    pub(super) next: usize,
    pub(super) count: u64,
}

/// What a row with too few cells is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Short {
    /// A row by itself.
    Alone,
    /// The last row of a file that breaks off.
    CutOff,
    /// The beginning of a row that line breaks cut in pieces: these lines.
    Broken(Lines),
}

impl Judge {
    /// What the short row at the start of `bytes` is, by what comes after it.
    /// Its cells were told apart already.
    pub(super) fn short(&self, bytes: &[u8], record: Lines, at_end: bool) -> Short {
        if at_end && record.end == bytes.len() {
            return Short::CutOff;
        }
        let mut pieces = vec![texts(&bytes[..record.end], &self.cells)];
        let mut count = self.cells.len();
        let mut whole = record;
        let mut cells = Vec::new();
        while pieces.len() < BROKEN_ROW_LINES_MAX && count < self.expected {
            let rest = &bytes[whole.next..];
            let Scan::Record(Record {
                end,
                next,
                fault: None,
            }) = scan::record(rest, self.dialect, at_end, &mut cells)
            else {
                return Short::Alone;
            };
            let lines = scan::line_ends(&rest[..end]) + 1;
            let blank = shape::is_blank(&rest[..end], self.dialect.delimiter);
            if next == 0 || (!blank && cells.len() >= self.expected) {
                return Short::Alone;
            }
            if !blank {
                count += cells.len() - 1;
                pieces.push(texts(&rest[..end], &cells));
                whole.end = whole.next + end;
            }
            whole.next += next;
            whole.count += lines;
        }
        let counts = (self.expected..=self.columns.len()).contains(&count);
        if counts && self.fit_joined(&pieces) {
            Short::Broken(whole)
        } else {
            Short::Alone
        }
    }

    /// Whether the pieces make a row in which nothing is certainly out of place,
    /// the last cell of each and the first of the next being one.
    fn fit_joined(&self, pieces: &[Vec<String>]) -> bool {
        let mut column = 0;
        for (number, piece) in pieces.iter().enumerate() {
            for (place, text) in piece.iter().enumerate() {
                let field = self.fields[column + place];
                let seam = (place == 0 && number > 0)
                    || (place + 1 == piece.len() && number + 1 < pieces.len());
                if !shape::fits(field, text) || (seam && !fits_seam(field, text)) {
                    return false;
                }
            }
            column += piece.len() - 1;
        }
        // A value that has one line is not broken in two.
        let mut seam = 0;
        pieces.windows(2).all(|pair| {
            seam += pair[0].len() - 1;
            let both = pair[0].last().is_some_and(|text| !text.is_empty())
                && pair[1].first().is_some_and(|text| !text.is_empty());
            !both || can_break(self.fields[seam])
        })
    }

    /// A short row by itself: read if what it lacks may be lacking.
    pub(super) fn alone(
        &mut self,
        record: &[u8],
        lines: Lines,
        row: &mut RawRow,
        findings: &mut Findings,
    ) -> LineFate {
        let found = self.cells.len();
        let missing: Vec<&str> = self.columns[found..self.expected]
            .iter()
            .map(|column| column.name.as_str())
            .filter(|name| !name.is_empty())
            .collect();
        let lacks = self.needed[found..self.expected].contains(&true);
        let shifted = row
            .cells()
            .any(|cell| !shape::fits(self.fields[cell.column], cell.text));
        let read = found * 2 >= self.expected && !lacks && !shifted && lines.count == 1;
        let severity = if read {
            // Whatever is said of a blank cell is said of these.
            (found..self.expected).for_each(|column| row.push(column, CellKind::Text, ""));
            Severity::Notice
        } else {
            row.set_written(&String::from_utf8_lossy(record));
            Severity::Error
        };
        let count = CellCount {
            found,
            expected: self.expected,
        };
        rules::row_too_few_cells::found(row.place, count, &missing, severity, findings);
        self.finish(record, row, findings)
    }

    /// Holds back the last row of a file that breaks off in it.
    pub(super) fn cut_off(&self, record: &[u8], row: &mut RawRow, findings: &mut Findings) {
        row.set_written(&String::from_utf8_lossy(record));
        let count = CellCount {
            found: self.cells.len(),
            expected: self.expected,
        };
        rules::row_cut_off::found(row.place, count, findings);
    }

    /// Holds back the pieces of a row.
    pub(super) fn broken(
        &self,
        text: &[u8],
        lines: Lines,
        row: &mut RawRow,
        findings: &mut Findings,
    ) {
        let text = String::from_utf8_lossy(text);
        row.set_written(&text);
        let reach = Reach {
            line: row.place.line,
            last: row.place.line + lines.count - 1,
            to_end: false,
        };
        let joined: Vec<&str> = text
            .lines()
            .map(str::trim)
            .filter(|l| !l.is_empty())
            .collect();
        let joined = joined.join(" ");
        let shown = !self.secret.contains(&true) && joined.len() <= SUGGESTION_CHARACTERS_MAX;
        let line = shown.then_some((&*text, joined));
        rules::row_broken::found(row.place, reach, line, findings);
    }
}

fn texts(record: &[u8], cells: &[CellSpan]) -> Vec<String> {
    cells
        .iter()
        .map(|span| {
            let text = String::from_utf8_lossy(&record[span.start..span.end]);
            text.trim().to_owned()
        })
        .collect()
}

/// Whether a value of this field can have been broken in two: not one that has
/// neither spaces nor line breaks.
fn can_break(field: Option<Field>) -> bool {
    !matches!(field, Some(field) if shape::has_one_line(field)
        && !matches!(field, Field::FirstName | Field::LastName | Field::Name))
}

/// Whether a text can be the end or the beginning of a broken value: a part of
/// a name has no digits.
fn fits_seam(field: Option<Field>, text: &str) -> bool {
    !(matches!(
        field,
        Some(Field::FirstName | Field::LastName | Field::Name)
    ) && text.contains(|c: char| c.is_ascii_digit()))
}
