//! Which dialect the rows are written in: that of RFC 4180, unless its reading
//! breaks down at a backslash and the reading with backslashes does not.

use super::judge::Judge;
use super::scan::{self, CellSpan, Dialect, Fault, Record, Scan};
use super::shape;

/// What walking over records came upon.
enum Walk {
    /// Nothing that is out of place.
    Clean,
    /// A fault at a backslash, in the record that starts here.
    AtBackslash(usize),
    /// Another fault.
    Faulty,
}

impl Judge {
    /// Takes the rows as written with backslashes if only that can be meant, and
    /// says where the first row is that shows it.
    ///
    /// `rows` are the rows at the start of the file. A writer of RFC 4180 makes
    /// none with a fault, whatever stands in its cells, and its file stays so
    /// where it is cut off: so that no text of a cell can change how the rows
    /// are read, only the first fault counts, and one more in the other reading
    /// is enough to leave it.
    pub(super) fn settle_dialect(&mut self, rows: &[u8], at_end: bool) -> Option<usize> {
        let plain = self.dialect;
        // The files that Admit itself writes are of RFC 4180.
        if self.own_row.is_some() || plain.delimiter == b'\\' || !has_escape(rows, plain) {
            return None;
        }
        let Walk::AtBackslash(place) = self.walk(rows, plain, at_end) else {
            return None;
        };
        let backslash = Dialect {
            backslash: true,
            ..plain
        };
        let Walk::Clean = self.walk(rows, backslash, at_end) else {
            return None;
        };
        self.dialect = backslash;
        Some(place)
    }

    /// Walks up to the first fault.
    fn walk(&self, rows: &[u8], dialect: Dialect, at_end: bool) -> Walk {
        let mut cells = Vec::new();
        let mut at = 0;
        while at < rows.len() {
            let rest = &rows[at..];
            let Scan::Record(record) = scan::record(rest, dialect, at_end, &mut cells) else {
                break;
            };
            let text = &rest[..record.end];
            if !shape::is_blank(text, dialect.delimiter) && self.is_wrong(text, record, &cells) {
                let over = record.fault.is_none() && self.is_over(text, &cells);
                return if over && ends_at_backslash(rest, &cells, dialect)
                    || record
                        .fault
                        .is_some_and(|fault| is_at_backslash(rest, fault))
                {
                    Walk::AtBackslash(at)
                } else {
                    Walk::Faulty
                };
            }
            at += record.next;
        }
        Walk::Clean
    }

    /// Whether a record is none that a correct writer makes for these columns.
    fn is_wrong(&self, text: &[u8], record: Record, cells: &[CellSpan]) -> bool {
        record.fault.is_some()
            || cells.len() < self.expected
            || self.is_over(text, cells)
            || cells
                .iter()
                .zip(&self.one_line)
                .any(|(span, one_line)| *one_line && shape::runs_over(&text[span.start..span.end]))
    }

    /// Whether a record has values behind the last column.
    fn is_over(&self, text: &[u8], cells: &[CellSpan]) -> bool {
        let value = |span: &CellSpan| !text[span.start..span.end].trim_ascii().is_empty();
        cells.iter().skip(self.columns.len()).any(value)
    }
}

/// Whether a backslash stands in front of a quote or a delimiter anywhere.
fn has_escape(rows: &[u8], dialect: Dialect) -> bool {
    memchr::memchr_iter(b'\\', rows).any(|at| {
        rows.get(at + 1)
            .is_some_and(|byte| *byte == b'"' || *byte == dialect.delimiter)
    })
}

/// Whether the fault is at a quote that a backslash stands in front of.
fn is_at_backslash(rest: &[u8], fault: Fault) -> bool {
    match fault {
        Fault::Stray(quote) => quote.at > 0 && rest[quote.at - 1] == b'\\',
        // One that is never closed may be that of a file that is cut off.
        Fault::Open { start } => closing(rest, start)
            .is_some_and(|close| memchr::memmem::find(&rest[start..close], b"\\\"").is_some()),
    }
}

/// Whether a cell without quotes ends at a delimiter with a backslash in front.
fn ends_at_backslash(rest: &[u8], cells: &[CellSpan], dialect: Dialect) -> bool {
    cells.iter().any(|span| {
        let bare = span.start == 0 || rest[span.start - 1] == dialect.delimiter;
        let delimited = rest.get(span.end) == Some(&dialect.delimiter);
        bare && delimited && rest[span.start..span.end].ends_with(b"\\")
    })
}

/// The first quote that is not doubled behind the one at `open`.
fn closing(rest: &[u8], open: usize) -> Option<usize> {
    let mut from = open + 1;
    loop {
        let at = from + memchr::memchr(b'"', rest.get(from..)?)?;
        if rest.get(at + 1) != Some(&b'"') {
            return Some(at);
        }
        from = at + 2;
    }
}
