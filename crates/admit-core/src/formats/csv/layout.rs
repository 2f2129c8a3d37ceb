//! How a CSV is laid out: its delimiter, the lines above the column names, and
//! the names.

use super::scan::{self, CellSpan, Dialect, Scan};
use super::shape;
use crate::base::limits::HEADER_SEARCH_ROWS;
use crate::rows::characters::is_invisible;
use crate::rows::choices::Choices;
use crate::rows::headers;
use crate::users::field::{Field, fold_header};

/// The delimiters that are looked for, the likeliest first.
pub(super) const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// How many blank and comment lines are passed over in search of the names.
const PASSED_LINES_MAX: usize = 1000;

/// What one of the first records is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Comment,
    Blank,
    Cells,
}

/// One of the first records.
#[derive(Clone, Debug)]
pub(super) struct Preview {
    pub(super) kind: Kind,
    pub(super) cells: Vec<String>,
    /// How many of the cells name a field.
    known: usize,
    /// Whether one of the cells is a column that was mapped by hand.
    mapped: bool,
    /// Whether blanks stand around one of the cells: whoever wrote the file puts them
    /// beside its separators.
    pub(super) spaced: bool,
    /// Whether quotes that make no cell were left out to read it, and which
    /// cell the first one stands in.
    pub(super) stray_quote: Option<usize>,
    pub(super) row: u64,
    pub(super) line: u64,
    /// Where the next record starts, and its line.
    pub(super) next: usize,
    pub(super) next_line: u64,
}

/// How the file is laid out.
#[derive(Debug)]
pub(super) struct Layout {
    pub(super) delimiter: u8,
    /// Whether a `sep=` line names the delimiter.
    pub(super) declared: bool,
    pub(super) first: Vec<Preview>,
    /// Which of them names the columns.
    pub(super) header: Header,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Header {
    /// This record.
    At(usize),
    /// None: the first row, given here, looks like data.
    Missing(usize),
    /// There is no row at all.
    None,
}

/// Looks at the first bytes of the text.
pub(super) fn find(lead: &[u8], choices: &Choices) -> Layout {
    let (declared, start) = declared_delimiter(lead);
    let line = if start > 0 { 2 } else { 1 };
    let look = |delimiter| preview(lead, start, line, delimiter, choices);
    let (delimiter, first) = match declared {
        Some(delimiter) => (delimiter, look(delimiter)),
        None => DELIMITERS
            .map(|delimiter| (delimiter, look(delimiter)))
            .into_iter()
            .rev()
            .max_by_key(|(_, first)| score(first))
            .expect("there are delimiters to choose from"),
    };
    let header = choose(&first);
    Layout {
        delimiter,
        declared: declared.is_some(),
        first,
        header,
    }
}

/// The delimiter that a `sep=;` line names, and where the next line starts.
fn declared_delimiter(lead: &[u8]) -> (Option<u8>, usize) {
    let Some((end, next)) = scan::line_end(lead, 0, true) else {
        return (None, 0);
    };
    let line = lead[..end].trim_ascii_end();
    let line = line
        .strip_prefix(b"\"")
        .and_then(|l| l.strip_suffix(b"\""))
        .unwrap_or(line);
    let named = match line.get(..4) {
        Some(word) if word.eq_ignore_ascii_case(b"sep=") => &line[4..],
        _ => return (None, 0),
    };
    match named {
        // Trimming took the tab itself away.
        [] if lead[..end].ends_with(b"\t") => (Some(b'\t'), next),
        [one] if one.is_ascii_punctuation() && !matches!(one, b'"' | b'_' | b'-') => {
            (Some(*one), next)
        }
        _ => (None, 0),
    }
}

/// The first records, read with this delimiter.
fn preview(lead: &[u8], start: usize, line: u64, delimiter: u8, choices: &Choices) -> Vec<Preview> {
    let mut first: Vec<Preview> = Vec::new();
    let mut spans = Vec::new();
    let (mut at, mut line, mut rows) = (start, line, 0);
    while at < lead.len() && rows < HEADER_SEARCH_ROWS && first.len() < PASSED_LINES_MAX {
        let mut record = one(&lead[at..], delimiter, choices, &mut spans);
        record.row = first.len() as u64 + 1;
        record.line = line;
        record.next_line = line + scan::line_ends(&lead[at..at + record.next]).max(1);
        line = record.next_line;
        at += record.next;
        record.next = at;
        rows += usize::from(record.kind == Kind::Cells);
        first.push(record);
    }
    first
}

fn one(rest: &[u8], delimiter: u8, choices: &Choices, spans: &mut Vec<CellSpan>) -> Preview {
    let (line_end, line_next) = scan::line_end(rest, 0, true).unwrap_or((rest.len(), rest.len()));
    let line = &rest[..line_end];
    let plain = plain_cells(line, delimiter);
    let plain_known = known(&plain, choices);
    let stray = first_quote_cell(line, delimiter);
    let as_line = |kind, stray_quote| Preview {
        kind,
        known: plain_known,
        mapped: is_mapped(&plain, choices),
        spaced: false,
        stray_quote,
        cells: plain.clone(),
        row: 0,
        line: 0,
        next: line_next,
        next_line: 0,
    };
    if line.starts_with(b"#") && plain_known < 2 {
        return as_line(Kind::Comment, None);
    }
    if shape::is_blank(line, delimiter) {
        return as_line(Kind::Blank, None);
    }
    let Scan::Record(record) = scan::record(rest, Dialect::plain(delimiter), true, spans) else {
        return as_line(Kind::Cells, stray);
    };
    let cells: Vec<String> = spans.iter().map(|span| cell_text(rest, *span)).collect();
    let known = known(&cells, choices);
    if record.fault.is_some() || (record.end > line_end && plain_known > known) {
        return as_line(Kind::Cells, stray);
    }
    Preview {
        kind: Kind::Cells,
        mapped: is_mapped(&cells, choices),
        spaced: spans.iter().any(|span| is_spaced(rest, *span)),
        cells,
        known,
        stray_quote: None,
        row: 0,
        line: 0,
        next: record.next,
        next_line: 0,
    }
}

/// Whether blanks that no quotes hold stand around a text.
fn is_spaced(bytes: &[u8], span: CellSpan) -> bool {
    let cell = &bytes[span.start..span.end];
    let is_quoted = span.start > 0 && bytes[span.start - 1] == b'"';
    let is_blank = cell.iter().all(|byte| *byte == b' ');
    !is_quoted && !is_blank && (cell.starts_with(b" ") || cell.ends_with(b" "))
}

fn cell_text(bytes: &[u8], span: CellSpan) -> String {
    let text = String::from_utf8_lossy(&bytes[span.start..span.end]);
    let mut plain = String::with_capacity(text.len());
    if span.escaped {
        scan::unquote(&text, Dialect::plain(0), &mut plain);
    } else {
        plain.push_str(&text);
    }
    // As spreadsheets mark a text.
    let marked = plain.trim().strip_prefix("=\"");
    name(
        marked
            .and_then(|text| text.strip_suffix('"'))
            .unwrap_or(&plain),
    )
}

/// A name without what surrounds it and what cannot be seen: a byte order mark
/// or a zero-width space would make another name of it.
fn name(text: &str) -> String {
    if text.is_ascii() {
        return text.trim().to_owned();
    }
    let seen: String = text.chars().filter(|c| !is_invisible(*c)).collect();
    seen.trim().to_owned()
}

/// The cells of a line without regard to quotes, which are left out.
fn plain_cells(line: &[u8], delimiter: u8) -> Vec<String> {
    let line = line
        .strip_prefix(b"#")
        .filter(|rest| rest.first() != Some(&delimiter))
        .unwrap_or(line);
    line.split(|&byte| byte == delimiter)
        .map(|cell| name(&String::from_utf8_lossy(cell).replace('"', "")))
        .collect()
}

fn first_quote_cell(line: &[u8], delimiter: u8) -> Option<usize> {
    line.split(|&byte| byte == delimiter)
        .position(|cell| cell.contains(&b'"'))
}

fn known(cells: &[String], choices: &Choices) -> usize {
    cells
        .iter()
        .filter(|cell| !cell.is_empty() && is_known(cell, choices))
        .count()
}

/// Whether one of the cells is a column that was mapped by hand.
fn is_mapped(cells: &[String], choices: &Choices) -> bool {
    let names = |column: &str| cells.iter().any(|cell| fold_header(cell) == column);
    choices
        .map
        .iter()
        .any(|(column, _)| names(&fold_header(column)))
}

fn is_known(name: &str, choices: &Choices) -> bool {
    field_of(name, choices).is_some()
        || choices
            .map
            .iter()
            .any(|(column, _)| fold_header(column) == fold_header(name))
        || fold_header(name).starts_with("admit")
}

/// The field that a column of this name feeds.
pub(super) fn field_of(name: &str, choices: &Choices) -> Option<Field> {
    let folded = fold_header(name);
    match choices
        .map
        .iter()
        .find(|(column, _)| fold_header(column) == folded)
    {
        Some((_, field)) => *field,
        None => headers::field_of(name),
    }
}

/// How much speaks for a delimiter: names that are known, then records that
/// have as many cells as the names.
fn score(first: &[Preview]) -> (usize, usize) {
    let rows = || first.iter().filter(|record| record.kind == Kind::Cells);
    let most_known = rows().map(|record| record.known).max().unwrap_or(0);
    let Some(names) = rows().find(|record| record.known == most_known) else {
        return (0, 0);
    };
    let like = |cells: usize| rows().filter(|record| record.cells.len() == cells).count();
    let agreeing = match names.cells.len() {
        // A title above the names says nothing.
        1 => rows()
            .filter(|record| record.cells.len() > 1)
            .map(|record| like(record.cells.len()))
            .max()
            .unwrap_or(0),
        cells => like(cells),
    };
    (most_known, agreeing)
}

/// Which record names the columns.
fn choose(first: &[Preview]) -> Header {
    let mut rows = first
        .iter()
        .enumerate()
        .filter(|(_, record)| record.kind == Kind::Cells);
    let Some((top_index, top)) = rows.next() else {
        return Header::None;
    };
    let mut best = (top_index, top);
    let weight = |record: &Preview| (record.mapped, record.known);
    for (index, record) in rows.clone() {
        if weight(record) > weight(best.1) {
            best = (index, record);
        }
    }
    let (index, record) = best;
    if record.mapped && !top.mapped {
        return Header::At(index);
    }
    if top.known == 0 && is_title(top) {
        let found = match record.known {
            0 => rows.find(|(_, record)| !is_title(record)),
            _ => Some(best).filter(|(_, record)| !is_title(record)),
        };
        if let Some((index, record)) = found
            && data_value(record).is_none()
        {
            return Header::At(index);
        }
    }
    let names = record.known >= 2 || (record.known > 0 && record.known == record.values());
    let outdone = record.known > 2 * top.known && record.cells.len() > top.cells.len();
    let top_is_names = top.known > 0 && data_value(top).is_none();
    if names && data_value(record).is_none() && (!top_is_names || outdone) {
        Header::At(index)
    } else if !top_is_names && data_value(top).is_some() {
        Header::Missing(top_index)
    } else {
        Header::At(top_index)
    }
}

/// Whether a record is a title or a remark and not names: it says one thing only.
fn is_title(record: &Preview) -> bool {
    record.values() <= 1
}

impl Preview {
    /// How many of the cells say something.
    fn values(&self) -> usize {
        self.cells.iter().filter(|cell| !cell.is_empty()).count()
    }
}

/// A value that shows that the record is data and not names.
pub(super) fn data_value(record: &Preview) -> Option<&str> {
    let address = record
        .cells
        .iter()
        .find(|cell| shape::looks_like_address(cell));
    if let Some(cell) = address {
        return Some(cell);
    }
    let values: Vec<&String> = record
        .cells
        .iter()
        .filter(|cell| !cell.is_empty())
        .collect();
    let data =
        |cell: &&String| shape::looks_like_phone(cell) || cell.chars().all(|c| c.is_ascii_digit());
    let typed = values.iter().filter(|cell| data(cell)).count();
    if values.len() >= 2 && typed * 2 >= values.len() && record.known == 0 {
        return values.into_iter().find(data).map(String::as_str);
    }
    None
}

/// The letters by which spreadsheets call a column, from 0.
pub(super) fn letters(mut column: usize) -> String {
    let mut letters = Vec::new();
    loop {
        letters.push(char::from(b'A' + (column % 26) as u8));
        if column < 26 {
            break;
        }
        column = column / 26 - 1;
    }
    letters.into_iter().rev().collect()
}

/// The delimiter in sentences.
pub(super) fn delimiter_name(delimiter: u8) -> String {
    match delimiter {
        b'\t' => "tab".to_owned(),
        other => char::from(other).to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, delimiter: char, header: Header) {
        let layout = find(text.as_bytes(), &Choices::default());
        assert_eq!(
            (char::from(layout.delimiter), layout.header),
            (delimiter, header),
            "{text:?}"
        );
    }

    #[test]
    fn delimiters_and_names_are_found() {
        use Header::{At, Missing};
        check("id,email\n1,ana@example.org\n", ',', At(0));
        check("id;email\n1;ana@example.org\n", ';', At(0));
        check("id\temail\n1\tana@example.org\n", '\t', At(0));
        check("id|email\n1|ana@example.org\n", '|', At(0));
        check("E-Mail;Vorname\nana@example.org;Ana\n", ';', At(0));
        check("email\nana@example.org\n", ',', At(0));
        check("sep=;\nid;email,x\n", ';', At(0));
        check("\"sep=^\"\nid^email\n", '^', At(0));
        check("email;\"roles, all\"\na@example.org;\"a,b\"\n", ';', At(0));
        check("# all, of, them\nid,email\n", ',', At(1));
        check("#,email,name\n1,ana@example.org,Ana\n", ',', At(0));
        check("\nid,email\n", ',', At(1));
        check("Users of Acme\n\nid,email\n1,ana@example.org\n", ',', At(2));
        check("Organization,Acme\nid,email,first_name\n", ',', At(1));
        check(
            "1,ana@example.org,Ana\n2,bo@example.org,Bo\n",
            ',',
            Missing(0),
        );
        check("ana@example.org\nbo@example.org\n", ',', Missing(0));
        check("1,+61400000000\n", ',', Missing(0));
        check("Code,Adresse\n1,2\n", ',', At(0));
        check("id,\"email\n1,ana@example.org\n", ',', At(0));
        check(
            "id,\"first\nname\",email\n1,Ana,ana@example.org\n",
            ',',
            At(0),
        );
    }

    #[test]
    fn columns_have_letters() {
        for (column, expected) in [
            (0, "A"),
            (25, "Z"),
            (26, "AA"),
            (51, "AZ"),
            (52, "BA"),
            (701, "ZZ"),
            (702, "AAA"),
        ] {
            assert_eq!(letters(column), expected);
        }
    }
}
