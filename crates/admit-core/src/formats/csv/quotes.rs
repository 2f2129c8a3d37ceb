//! Quotes that do not do what quotes are for: which row they belong to, and
//! what was probably meant.

use super::judge::Judge;
use super::scan::{self, CellSpan, Record, Scan, StrayQuote};
use super::shape;
use crate::base::limits::{RECORD_BYTES_MAX, SUGGESTION_CHARACTERS_MAX};
use crate::findings::finding::Findings;
use crate::rows::raw::{CellRef, RawRow};
use crate::rules;
use crate::users::field::Field;

/// From how many cells on a line with its own quote fault counts as a row, and
/// lines without addresses can tell that rows were swallowed.
const TELLING_CELLS_MIN: usize = 3;

/// How many lines that look like rows tell so when there is no address.
const TELLING_LINES_MIN: usize = 2;

/// How many places a quote is tried at.
const TRIES_MAX: usize = 64;

/// A quote that never closes.
#[derive(Clone, Copy)]
pub(super) struct OpenQuote {
    /// Where in its record it opens.
    pub(super) at: usize,
    /// How many lines after the record could not be told apart.
    pub(super) lost: u64,
}

impl Judge {
    fn counts_right(&self, cells: usize) -> bool {
        (self.expected..=self.columns.len()).contains(&cells)
    }

    /// Whether the text is exactly one faultless row; gives its cells.
    fn row_of<'c>(&self, text: &[u8], cells: &'c mut Vec<CellSpan>) -> Option<&'c [CellSpan]> {
        let count = scan::cells_of(text, self.delimiter, cells)?;
        // The rows of a fix file have their numbers; what Admit says about them
        // runs over several lines, of which none begins a row.
        let numbered = self.own_row.is_none_or(|column| {
            cells.get(column).is_some_and(|cell| {
                let number = text[cell.start..cell.end].trim_ascii();
                !number.is_empty() && number.iter().all(u8::is_ascii_digit)
            })
        });
        (numbered && self.counts_right(count)).then_some(cells.as_slice())
    }

    fn is_row(&self, text: &[u8]) -> bool {
        self.row_of(text, &mut Vec::new()).is_some()
    }

    /// Whether a row begins at the start of `bytes`, whose first line ends at
    /// `end`: a row of this line alone, one with line ends in quotes, or one
    /// that has all its delimiters and a quote fault of its own.
    pub(super) fn begins_row(&self, bytes: &[u8], end: usize) -> bool {
        if end > RECORD_BYTES_MAX {
            return false;
        }
        let line = &bytes[..end];
        if self.is_row(line) {
            return true;
        }
        if !line.contains(&b'"') {
            return false;
        }
        let delimiters = memchr::memchr_iter(self.delimiter, line).count();
        if self.expected >= TELLING_CELLS_MIN && delimiters + 1 >= self.expected {
            return true;
        }
        let reach = bytes.len().min(RECORD_BYTES_MAX + 2);
        let mut cells = Vec::new();
        match scan::record(&bytes[..reach], self.delimiter, true, &mut cells) {
            Scan::Record(Record {
                fault: None, end, ..
            }) if end <= RECORD_BYTES_MAX => self.counts_right(cells.len()),
            _ => false,
        }
    }

    /// For a faultless record: where the quote opens that swallowed other rows,
    /// if one did.
    pub(super) fn swallowed_from(&self, record: &[u8]) -> Option<usize> {
        let (open, close) = self.first_long_cell(record)?;
        let first_fits = self.closes_at_line_end(record, open);
        let (rows, addresses) = self.rows_inside(record, open, close);
        let broken = if self.counts_right(self.cells.len()) {
            addresses > 0
                || (first_fits && rows >= TELLING_LINES_MIN && self.expected > TELLING_CELLS_MIN)
        } else {
            first_fits || rows > 0
        };
        broken.then_some(open)
    }

    /// For a record with a stray quote: where an earlier quote opens that
    /// swallowed lines, if the record is better explained that way.
    pub(super) fn swallowed_before(&self, record: &[u8]) -> Option<usize> {
        let (open, close) = self.first_long_cell(record)?;
        let broken =
            self.closes_at_line_end(record, open) || self.rows_inside(record, open, close).0 > 0;
        broken.then_some(open)
    }

    /// The first cell that runs over a line end: its opening and closing quote.
    fn first_long_cell(&self, record: &[u8]) -> Option<(usize, usize)> {
        let runs_over = |span: &&CellSpan| {
            memchr::memchr2(b'\n', b'\r', &record[span.start..span.end]).is_some()
        };
        self.cells
            .iter()
            .find(runs_over)
            .map(|span| (span.start - 1, span.end))
    }

    /// Whether the record would be a row if the quote closed at its line's end.
    fn closes_at_line_end(&self, record: &[u8], open: usize) -> bool {
        let Some((end, _)) = scan::line_end(record, open, true) else {
            return false;
        };
        let mut line = record[..end].to_vec();
        line.push(b'"');
        self.is_row(&line)
    }

    /// How many lines behind the one with the quote are rows by themselves, and
    /// how many of those have an address where addresses belong. The line with
    /// the closing quote is read without it.
    fn rows_inside(&self, record: &[u8], open: usize, close: usize) -> (usize, usize) {
        let (mut rows, mut addresses) = (0, 0);
        let mut cells = Vec::new();
        let Some((_, mut at)) = scan::line_end(record, open, true) else {
            return (0, 0);
        };
        while at < record.len() {
            let Some((end, next)) = scan::line_end(record, at, true) else {
                break;
            };
            let mut line = record[at..end].to_vec();
            if (at..end).contains(&close) {
                line.remove(close - at);
            }
            if let Some(cells) = self.row_of(&line, &mut cells) {
                rows += 1;
                addresses += usize::from(self.has_address(&line, cells));
            }
            if next <= at {
                break;
            }
            at = next;
        }
        (rows, addresses)
    }

    fn has_address(&self, line: &[u8], cells: &[CellSpan]) -> bool {
        let column = self
            .fields
            .iter()
            .position(|field| *field == Some(Field::Email));
        let cell = column.and_then(|column| cells.get(column));
        let text = cell.and_then(|span| std::str::from_utf8(&line[span.start..span.end]).ok());
        text.is_some_and(shape::looks_like_address)
    }

    /// The text with a quote put in where that makes it a row: at its end, or
    /// in front of a delimiter behind `open`.
    fn closed(&self, text: &str, open: usize) -> Option<String> {
        let ends =
            memchr::memchr_iter(self.delimiter, &text.as_bytes()[open..]).map(|at| open + at);
        std::iter::once(text.trim_end().len())
            .chain(ends.take(TRIES_MAX))
            .find_map(|at| {
                let closed = format!("{}\"{}", &text[..at], &text[at..]);
                self.is_row(closed.as_bytes()).then_some(closed)
            })
    }

    /// Holds back a row with a quote that never closes.
    pub(super) fn never_closed(
        &mut self,
        record: &[u8],
        quote: OpenQuote,
        row: &mut RawRow,
        findings: &mut Findings,
    ) {
        let text = String::from_utf8_lossy(record);
        row.set_written(&text);
        // Only the cells before the quote are certain.
        self.scan_before_fault(record);
        self.cells.retain(|span| span.end < quote.at);
        let column = self.column(self.cells.len());
        let line = match &text {
            std::borrow::Cow::Borrowed(text) if !self.secret.contains(&true) => Some(*text),
            _ => None,
        };
        let closed = line
            .and_then(|line| self.closed(line, quote.at))
            .filter(|text| is_readable(text));
        let line = line.zip(closed);
        rules::quote_never_closed::found(row.place, &column, quote.lost, line, findings);
    }

    fn scan_before_fault(&mut self, record: &[u8]) {
        scan::record(record, self.delimiter, true, &mut self.cells);
    }

    /// Holds back a row with a quote in the middle of a cell.
    pub(super) fn stray(
        &mut self,
        record: &[u8],
        quote: StrayQuote,
        row: &mut RawRow,
        findings: &mut Findings,
    ) {
        let text = String::from_utf8_lossy(record);
        row.set_written(&text);
        let index = self.cells.len();
        let column = self.column(index);
        let std::borrow::Cow::Borrowed(text) = text else {
            rules::stray_quote::found(row.place, &column, None, findings);
            return;
        };
        if let Some((written, doubled)) = self.doubled(text, quote) {
            let shown = !self.secret.get(index).copied().unwrap_or(true);
            let cell = CellRef {
                column: &column.name,
                field: column.field,
                text: written,
            };
            let repair = (shown && is_readable(&doubled)).then_some((cell, doubled));
            rules::stray_quote::found(row.place, &column, repair, findings);
            return;
        }
        let opened = record.get(quote.start) == Some(&b'"');
        if let Some(closed) = self.closed(text, quote.start).filter(|_| opened) {
            let shown = !self.secret.contains(&true) && is_readable(&closed);
            let line = shown.then_some((text, closed));
            rules::quote_never_closed::found(row.place, &column, 0, line, findings);
            return;
        }
        rules::stray_quote::found(row.place, &column, None, findings);
    }

    /// The cell as written, and as it has to be written, if doubling its inner
    /// quotes makes the record a row.
    fn doubled<'t>(&self, text: &'t str, quote: StrayQuote) -> Option<(&'t str, String)> {
        let StrayQuote { start, at } = quote;
        let bytes = text.as_bytes();
        let opened = bytes.get(start) == Some(&b'"');
        let delimiters = memchr::memchr_iter(self.delimiter, &bytes[at..]).map(|found| at + found);
        let ends = delimiters
            .chain(std::iter::once(text.len()))
            .take(TRIES_MAX);
        for end in ends {
            let written = text[start..end].trim();
            let inner = match written.strip_prefix('"').filter(|_| opened) {
                // A quoted cell ends with its quote.
                Some(rest) if written.len() > 1 => match rest.strip_suffix('"') {
                    Some(inner) => inner,
                    None => continue,
                },
                _ => written,
            };
            let doubled = format!("\"{}\"", inner.replace("\"\"", "\"").replace('"', "\"\""));
            let repaired = format!("{}{doubled}{}", &text[..start], &text[end..]);
            if self.is_row(repaired.as_bytes()) {
                return Some((written, doubled));
            }
        }
        None
    }
}

fn is_readable(suggestion: &str) -> bool {
    suggestion.len() <= SUGGESTION_CHARACTERS_MAX
}
