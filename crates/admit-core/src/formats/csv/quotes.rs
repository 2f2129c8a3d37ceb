//! Quotes that do not do what quotes are for: which row they belong to, and
//! what was probably meant.

use super::judge::Judge;
use super::scan::{self, CellSpan, StrayQuote};
use super::shape;
use super::tracker::Tracker;
use crate::base::limits::SUGGESTION_CHARACTERS_MAX;
use crate::findings::finding::Findings;
use crate::rows::raw::{CellRef, RawRow, Reach};
use crate::rules;
use crate::users::field::Field;

/// How many places a quote is tried at.
const TRIES_MAX: usize = 64;

/// Why what stands in quotes cannot be taken as written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Doubt {
    /// The quote at `start` is not closed in its line, or not where a value ends.
    Open { start: usize },
    /// A quote in the middle of a cell that a later line may close.
    Stray(StrayQuote),
    /// The quoted value that opens at `open` goes over line ends, and its column
    /// has none.
    Lines { column: usize, open: usize },
}

/// Lines that are held back together.
#[derive(Clone, Copy)]
pub(super) struct Held<'t> {
    pub(super) doubt: Doubt,
    pub(super) reach: Reach,
    /// All of them as written, as far as that can be kept.
    pub(super) written: &'t [u8],
}

impl Judge {
    fn counts_right(&self, cells: usize) -> bool {
        (self.expected..=self.columns.len()).contains(&cells)
    }

    /// Whether the text is exactly one faultless row; gives its cells.
    fn row_of<'c>(&self, text: &[u8], cells: &'c mut Vec<CellSpan>) -> Option<&'c [CellSpan]> {
        let count = scan::cells_of(text, self.dialect, cells)?;
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

    /// For a faultless record that goes over line ends: what puts its quotes in
    /// doubt, if anything does.
    pub(super) fn doubt(&self, record: &[u8], next: &[u8]) -> Option<Doubt> {
        for (column, span) in self.cells.iter().enumerate() {
            let cell = &record[span.start..span.end];
            let one_line = self.one_line.get(column).is_some_and(|one| *one);
            if one_line && shape::runs_over(cell) && !self.is_object(column, cell) {
                return Some(Doubt::Lines {
                    column,
                    open: span.start.saturating_sub(1),
                });
            }
        }
        if self.counts_right(self.cells.len()) {
            return None;
        }
        let open = self.first_long_cell(record)?;
        let mut by_lines = Tracker::new(self.dialect);
        let (_, second) = scan::line_end(record, open, true)?;
        by_lines.feed(next.get(second..).unwrap_or_default());
        (by_lines.is_inside() || self.closes_at_line_end(record, open))
            .then_some(Doubt::Open { start: open })
    }

    /// Passwords come as objects, which may be written over several lines.
    fn is_object(&self, column: usize, cell: &[u8]) -> bool {
        self.fields[column] == Some(Field::HashedPassword)
            && cell.trim_ascii_start().starts_with(b"{")
    }

    /// Where the first cell that runs over a line end opens.
    fn first_long_cell(&self, record: &[u8]) -> Option<usize> {
        let runs_over = |span: &&CellSpan| {
            memchr::memchr2(b'\n', b'\r', &record[span.start..span.end]).is_some()
        };
        self.cells
            .iter()
            .find(runs_over)
            .map(|span| span.start.saturating_sub(1))
    }

    /// For a record of one line with a stray quote and `cells` whole cells
    /// before it: where the line ends in `after`, the bytes behind the record,
    /// that a quoted cell opened by it would reach to. Nothing if the quotes of
    /// the record are even, or the next quote opens a cell of its own.
    pub(super) fn reach(&self, record: &[u8], cells: usize, after: &[u8]) -> Option<usize> {
        if memchr::memchr_iter(b'"', record).count().is_multiple_of(2) {
            return None;
        }
        let quote = memchr::memchr(b'"', after)?;
        let before = &after[..quote];
        let line = memchr::memrchr2(b'\n', b'\r', before).map_or(before, |at| &before[at + 1..]);
        let cell = memchr::memrchr(self.dialect.delimiter, line).map_or(line, |at| &line[at + 1..]);
        if cell.iter().all(|byte| *byte == b' ') {
            return None;
        }
        let (end, next) = scan::line_end(after, quote, true)?;
        let rest = memchr::memchr_iter(self.dialect.delimiter, &after[quote..end]).count();
        self.counts_right(cells + 1 + rest).then_some(next)
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

    /// The text with a quote put in where that makes it a row: at its end, or
    /// in front of a delimiter behind `open`.
    fn closed(&self, text: &str, open: usize) -> Option<String> {
        let ends = memchr::memchr_iter(self.dialect.delimiter, &text.as_bytes()[open..])
            .map(|at| open + at);
        std::iter::once(text.trim_end().len())
            .chain(ends.take(TRIES_MAX))
            .find_map(|at| {
                let closed = format!("{}\"{}", &text[..at], &text[at..]);
                self.is_row(closed.as_bytes()).then_some(closed)
            })
    }

    /// Holds back what a doubtful quote reaches over. `first` is its text up to
    /// the end of the line in which the quote stands.
    pub(super) fn held(
        &mut self,
        first: &[u8],
        held: Held<'_>,
        row: &mut RawRow,
        findings: &mut Findings,
    ) {
        row.set_written(&String::from_utf8_lossy(held.written));
        self.scan_before_fault(first);
        let (index, at) = match held.doubt {
            // Only the cells before the quote are certain.
            Doubt::Open { start } => (
                self.cells.iter().filter(|span| span.end < start).count(),
                start,
            ),
            Doubt::Lines { column, open } => (column, open),
            Doubt::Stray(quote) => (self.cells.len(), quote.start),
        };
        let column = self.column(index);
        let text = std::str::from_utf8(first).ok();
        let line = text.filter(|_| !self.secret.contains(&true) && first.get(at) == Some(&b'"'));
        let closed = line
            .and_then(|line| self.closed(line, at))
            .filter(|text| is_readable(text));
        let line = line.zip(closed);
        match held.doubt {
            Doubt::Open { .. } => {
                rules::quote_never_closed::found(row.place, &column, held.reach, line, findings);
            }
            Doubt::Lines { .. } => rules::value_over_several_lines::found(
                row.place, &column, held.reach, line, findings,
            ),
            Doubt::Stray(_) => {
                rules::stray_quote::found_over(row.place, &column, held.reach, findings);
            }
        }
    }

    fn scan_before_fault(&mut self, record: &[u8]) {
        scan::record(record, self.dialect, true, &mut self.cells);
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
            rules::quote_never_closed::found(
                row.place,
                &column,
                Reach::line_of(row.place),
                line,
                findings,
            );
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
        let delimiters =
            memchr::memchr_iter(self.dialect.delimiter, &bytes[at..]).map(|found| at + found);
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
            // A backslash in front of a quote is no part of the value.
            let bare = inner.replace("\\\"", "\"").replace("\"\"", "\"");
            let doubled = format!("\"{}\"", bare.replace('"', "\"\""));
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
