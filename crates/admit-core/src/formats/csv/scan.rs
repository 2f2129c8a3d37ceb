//! Where a record ends and where its cells lie, without judging what it means.

use crate::rows::characters::is_invisible;

/// How cells are told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Dialect {
    /// What stands between cells.
    pub(super) delimiter: u8,
    /// Whether a backslash takes away the meaning of what follows it.
    pub(super) backslash: bool,
}

impl Dialect {
    /// That of RFC 4180, with this delimiter.
    pub(super) fn plain(delimiter: u8) -> Self {
        Dialect {
            delimiter,
            backslash: false,
        }
    }
}

/// The contents of a cell, as a range of the bytes that were scanned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct CellSpan {
    pub(super) start: usize,
    pub(super) end: usize,
    /// Whether quotes in it are doubled, or anything in it is escaped.
    pub(super) escaped: bool,
}

/// A quote in the middle of a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct StrayQuote {
    /// Where the cell starts, its own opening quote included.
    pub(super) start: usize,
    /// Where the quote is that should not be there.
    pub(super) at: usize,
}

/// What keeps a record's cells from being told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// A quote stands in the middle of a cell.
    Stray(StrayQuote),
    /// The quote at `start` is not closed, or closed in front of something
    /// that cannot follow it on a later line.
    Open {
        /// Where the quote is that opens the cell.
        start: usize,
    },
}

/// A record: `end` is where its text ends, `next` where the next line starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Record {
    pub(super) end: usize,
    pub(super) next: usize,
    pub(super) fault: Option<Fault>,
}

/// What scanning gave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scan {
    /// A record; of a faulty one the cells before the fault.
    Record(Record),
    /// The bytes end before the record does.
    More,
}

/// The end of the line that `from` stands in, and the start of the next one.
/// `None` when more bytes are needed to know.
pub(super) fn line_end(bytes: &[u8], from: usize, at_end: bool) -> Option<(usize, usize)> {
    match memchr::memchr2(b'\n', b'\r', &bytes[from..]) {
        Some(found) => after_line_end(bytes, from + found, at_end).map(|next| (from + found, next)),
        None if at_end => Some((bytes.len(), bytes.len())),
        None => None,
    }
}

/// Where the line after the line end at `end` starts.
fn after_line_end(bytes: &[u8], end: usize, at_end: bool) -> Option<usize> {
    if bytes[end] == b'\n' {
        return Some(end + 1);
    }
    match bytes.get(end + 1) {
        Some(b'\n') => Some(end + 2),
        Some(_) => Some(end + 1),
        None if at_end => Some(end + 1),
        None => None,
    }
}

/// How many line ends the bytes hold: LF, CRLF or a bare CR.
pub(super) fn line_ends(bytes: &[u8]) -> u64 {
    let mut count = 0;
    for at in memchr::memchr2_iter(b'\n', b'\r', bytes) {
        let pair = bytes[at] == b'\n' && at > 0 && bytes[at - 1] == b'\r';
        count += u64::from(!pair);
    }
    count
}

/// If the first line has no quote: its end and the start of the next one.
pub(super) fn plain_line(bytes: &[u8], at_end: bool) -> Option<(usize, usize)> {
    match memchr::memchr3(b'\n', b'\r', b'"', bytes) {
        Some(found) if bytes[found] == b'"' => None,
        Some(found) => after_line_end(bytes, found, at_end).map(|next| (found, next)),
        None if at_end => Some((bytes.len(), bytes.len())),
        None => None,
    }
}

/// Scans the record at the start of `bytes`: runs of cells without quotes, each
/// split at once, and the quoted cells between them.
pub(super) fn record(
    bytes: &[u8],
    dialect: Dialect,
    at_end: bool,
    cells: &mut Vec<CellSpan>,
) -> Scan {
    cells.clear();
    if dialect.backslash {
        return super::escapes::record(bytes, dialect.delimiter, at_end, cells);
    }
    let delimiter = dialect.delimiter;
    let mut start = 0;
    loop {
        let end = match memchr::memchr3(b'\n', b'\r', b'"', &bytes[start..]) {
            Some(found) => start + found,
            None if at_end => bytes.len(),
            None => return Scan::More,
        };
        let run = start;
        for found in memchr::memchr_iter(delimiter, &bytes[run..end]) {
            cells.push(CellSpan {
                start,
                end: run + found,
                escaped: false,
            });
            start = run + found + 1;
        }
        if bytes.get(end) != Some(&b'"') {
            cells.push(CellSpan {
                start,
                end,
                escaped: false,
            });
            return whole(bytes, end, at_end);
        }
        match marked(bytes, start, end, dialect, at_end) {
            Marked::Not => {}
            Marked::More => return Scan::More,
            Marked::Cell(close) => {
                cells.push(CellSpan {
                    start,
                    end: close,
                    escaped: false,
                });
                if bytes.get(close) != Some(&delimiter) {
                    return whole(bytes, close, at_end);
                }
                start = close + 1;
                continue;
            }
        }
        // Spaces may stand before an opening quote, and marks that are not seen.
        if skip_spaces(bytes, start, delimiter) != end && !is_nothing(&bytes[start..end]) {
            let stray = StrayQuote { start, at: end };
            return faulty(bytes, Fault::Stray(stray), at_end);
        }
        match quoted(bytes, end, delimiter, at_end) {
            Cell::More => return Scan::More,
            Cell::Fault(fault) => return faulty(bytes, fault, at_end),
            Cell::Whole(span, end) => {
                cells.push(span);
                if bytes.get(end) != Some(&delimiter) {
                    return whole(bytes, end, at_end);
                }
                start = end + 1;
            }
        }
    }
}

/// A faultless record that ends at `end`.
pub(super) fn whole(bytes: &[u8], end: usize, at_end: bool) -> Scan {
    let next = if end == bytes.len() {
        Some(end)
    } else {
        after_line_end(bytes, end, at_end)
    };
    next.map_or(Scan::More, |next| {
        Scan::Record(Record {
            end,
            next,
            fault: None,
        })
    })
}

enum Cell {
    /// The contents, and the place of the delimiter or line end after them.
    Whole(CellSpan, usize),
    Fault(Fault),
    More,
}

/// Whether a cell is a text as a spreadsheet marks it.
enum Marked {
    /// It is none, or in doubt.
    Not,
    /// One that ends here, in front of a delimiter or line end.
    Cell(usize),
    More,
}

/// Whether the cell at `start` is all of the form `="00077"`, its first quote
/// being at `quote`. Only without a delimiter, a line end or another quote
/// inside does it end in the same place however its quotes are read.
fn marked(bytes: &[u8], start: usize, quote: usize, dialect: Dialect, at_end: bool) -> Marked {
    if skip_spaces(bytes, start, dialect.delimiter) + 1 != quote || bytes[quote - 1] != b'=' {
        return Marked::Not;
    }
    let ends = |byte: &u8| *byte == dialect.delimiter || matches!(byte, b'\n' | b'\r');
    let inside = &bytes[quote + 1..];
    let Some(close) = inside.iter().position(|byte| *byte == b'"' || ends(byte)) else {
        return if at_end { Marked::Not } else { Marked::More };
    };
    let close = quote + 1 + close;
    let after = skip_spaces(bytes, close + 1, dialect.delimiter);
    match bytes.get(after) {
        _ if bytes[close] != b'"' => Marked::Not,
        Some(byte) if !ends(byte) => Marked::Not,
        None if !at_end => Marked::More,
        _ => Marked::Cell(after),
    }
}

pub(super) fn skip_spaces(bytes: &[u8], mut at: usize, delimiter: u8) -> usize {
    while bytes.get(at) == Some(&b' ') && delimiter != b' ' {
        at += 1;
    }
    at
}

/// Whether the bytes hold nothing that can be seen, as a byte order mark.
fn is_nothing(bytes: &[u8]) -> bool {
    std::str::from_utf8(bytes).is_ok_and(|text| text.chars().all(|c| c == ' ' || is_invisible(c)))
}

fn quoted(bytes: &[u8], open: usize, delimiter: u8, at_end: bool) -> Cell {
    let mut escaped = false;
    let mut from = open + 1;
    loop {
        let Some(found) = memchr::memchr(b'"', &bytes[from..]) else {
            return if at_end {
                Cell::Fault(Fault::Open { start: open })
            } else {
                Cell::More
            };
        };
        let close = from + found;
        let after = skip_spaces(bytes, close + 1, delimiter);
        match bytes.get(after) {
            None if !at_end => return Cell::More,
            None => return Cell::Whole(span(open, close, escaped), after),
            Some(b'"') if after == close + 1 => {
                escaped = true;
                from = close + 2;
            }
            Some(&b) if b == delimiter || b == b'\n' || b == b'\r' => {
                return Cell::Whole(span(open, close, escaped), after);
            }
            Some(_) if memchr::memchr2(b'\n', b'\r', &bytes[open..close]).is_some() => {
                return Cell::Fault(Fault::Open { start: open });
            }
            Some(_) => {
                let stray = StrayQuote {
                    start: open,
                    at: close,
                };
                return Cell::Fault(Fault::Stray(stray));
            }
        }
    }
}

fn span(open: usize, close: usize, escaped: bool) -> CellSpan {
    CellSpan {
        start: open + 1,
        end: close,
        escaped,
    }
}

/// A faulty record ends with the line in which the fault was met; one with an
/// open quote with the line in which the quote stands.
pub(super) fn faulty(bytes: &[u8], fault: Fault, at_end: bool) -> Scan {
    let at = match fault {
        Fault::Stray(stray) => stray.at,
        Fault::Open { start } => start,
    };
    match line_end(bytes, at, at_end) {
        Some((end, next)) => Scan::Record(Record {
            end,
            next,
            fault: Some(fault),
        }),
        None => Scan::More,
    }
}

/// The number of cells of a text that is exactly one faultless record, with
/// their places in `cells`.
pub(super) fn cells_of(text: &[u8], dialect: Dialect, cells: &mut Vec<CellSpan>) -> Option<usize> {
    match record(text, dialect, true, cells) {
        Scan::Record(Record {
            end, fault: None, ..
        }) if end == text.len() => Some(cells.len()),
        _ => None,
    }
}

/// Appends the contents of an escaped cell to `into` as they are meant.
pub(super) fn unquote(text: &str, dialect: Dialect, into: &mut String) {
    if dialect.backslash {
        return super::escapes::unescape(text, dialect.delimiter, into);
    }
    let mut rest = text;
    while let Some(at) = rest.find("\"\"") {
        into.push_str(&rest[..=at]);
        rest = &rest[at + 2..];
    }
    into.push_str(rest);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        let mut cells = Vec::new();
        let found = match record(text.as_bytes(), Dialect::plain(b','), true, &mut cells) {
            Scan::More => "more".to_owned(),
            Scan::Record(record) => {
                let texts: Vec<_> = cells.iter().map(|c| &text[c.start..c.end]).collect();
                format!("{texts:?} {} {:?}", record.next, record.fault)
            }
        };
        assert_eq!(found, expected, "{text:?}");
    }

    #[test]
    fn records_end_where_they_should() {
        check("", "[\"\"] 0 None");
        check("a,b", "[\"a\", \"b\"] 3 None");
        check("a,b\nc", "[\"a\", \"b\"] 4 None");
        check("a,b\r\nc", "[\"a\", \"b\"] 5 None");
        check("a,b\rc", "[\"a\", \"b\"] 4 None");
        check("a,\nc", "[\"a\", \"\"] 3 None");
        check("\"a,\"\"b\",c\n", "[\"a,\\\"\\\"b\", \"c\"] 10 None");
        check("\"a\nb\",c\nd", "[\"a\\nb\", \"c\"] 8 None");
        check("a, \"b\" ,c\n", "[\"a\", \"b\", \"c\"] 10 None");
        check("\"\"", "[\"\"] 2 None");
        check("a,=\"07\",c\n", "[\"a\", \"=\\\"07\\\"\", \"c\"] 10 None");
        check("=\"07\" ,c", "[\"=\\\"07\\\" \", \"c\"] 8 None");
        check("=\"\"", "[\"=\\\"\\\"\"] 3 None");
    }

    #[test]
    fn faults_are_where_they_began() {
        check(
            "a,O\"B,c\nd",
            "[\"a\"] 8 Some(Stray(StrayQuote { start: 2, at: 3 }))",
        );
        check(
            "\"J \"x\" S\",c\nd",
            "[] 12 Some(Stray(StrayQuote { start: 0, at: 3 }))",
        );
        for text in [
            "=\"a,b\"\n",
            "=\"a\"x\n",
            "=\"a\"\"\n",
            "=\"a\nb\"\n",
            "==\"a\"\n",
        ] {
            let at = text.find('"').unwrap();
            let next = text.find('\n').unwrap() + 1;
            let stray = format!("[] {next} Some(Stray(StrayQuote {{ start: 0, at: {at} }}))");
            check(text, &stray);
        }
        check("a,\"b\nc,d\n", "[\"a\"] 5 Some(Open { start: 2 })");
        check("a,\"b\nc,\"d\"\n", "[\"a\"] 5 Some(Open { start: 2 })");
    }

    #[test]
    fn an_incomplete_record_asks_for_more() {
        for text in [
            "a,b", "a,\"b", "a,\"b\"", "=\"b", "=\"b\"", "=\"b\" ", "a,b\r", "a,\"b\" ", "",
        ] {
            let scan = record(
                text.as_bytes(),
                Dialect::plain(b','),
                false,
                &mut Vec::new(),
            );
            assert_eq!(scan, Scan::More, "{text:?}");
        }
    }
}
