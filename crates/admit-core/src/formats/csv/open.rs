//! From a text to a reader that stands at its first row.

use super::blanks::Blanks;
use super::judge::Judge;
use super::layout::{self, Header, Kind, Layout, Preview, delimiter_name};
use super::scan::{CellSpan, Dialect};
use super::window::Window;
use super::{CsvReader, scan};
use crate::base::limits::{
    COLUMN_NAME_BYTES_MAX, COLUMNS_MAX, COMMENT_LINES_SHOWN_MAX, ENCODING_READINGS_MAX,
    RECORD_BYTES_MAX,
};
use crate::findings::finding::Findings;
use crate::formats::encoding::{Doubt, Known, Text};
use crate::formats::reader::RowReader;
use crate::rows::choices::Choices;
use crate::rows::raw::{RawRow, RowPlace};
use crate::rows::standing::OWN_ROW;
use crate::rules;
use crate::users::field::Field;
use std::io::Result;

/// How many values are shown to judge a guessed encoding by.
const ENCODING_SAMPLES: usize = 3;

/// What might be meant to separate columns, besides the usual delimiters.
const UNUSUAL_DELIMITERS: [char; 7] = [',', ';', '\t', '|', ':', '^', '~'];

/// Looks at the first rows and prepares reading; nothing if there is no row to
/// read, and an error among the findings says why.
pub(in crate::formats) fn open(
    name: &str,
    text: Text,
    choices: &Choices,
    findings: &mut Findings,
) -> Result<Option<Box<dyn RowReader>>> {
    let mut window = Window::new(text.source);
    window.seek(text.start)?;
    window.at_least(RECORD_BYTES_MAX)?;
    let reach = window.bytes().len().min(RECORD_BYTES_MAX);
    let mut layout = layout::find(&window.bytes()[..reach], choices);
    let Some(header) = header(name, &layout, findings) else {
        return Ok(None);
    };
    let names = &mut layout.first[header].cells;
    if names.iter().any(|name| name.eq_ignore_ascii_case(OWN_ROW)) {
        for name in names {
            *name = super::guard::unguarded(name).to_owned();
        }
    }
    let record = &layout.first[header];
    if !fits_limits(name, record, choices, findings) {
        return Ok(None);
    }
    say_layout(name, &layout, header, choices, findings);

    let above = &layout.first[..header];
    let first = RowPlace {
        row: record.row + 1,
        line: record.next_line,
        byte: text.start + record.next as u64,
    };
    let encoding = text.encoding.name();
    let mut judge = Judge::new(
        Dialect::plain(layout.delimiter),
        &record.cells,
        choices,
        encoding,
    );
    judge.spaced = record.spaced;
    settle_dialect(name, &mut judge, record, &window, findings);
    let mut reader = CsvReader {
        name: name.to_owned(),
        window,
        judge,
        place: first,
        first,
        header_row: record.row,
        blanks_above: Blanks::of(
            above
                .iter()
                .filter(|record| record.kind == Kind::Blank)
                .map(|record| record.row),
        ),
        counting: true,
    };
    if !reader.says_encoding(&text.known, &text.foreign_lines, findings)? {
        return Ok(None);
    }
    reader.seek(first)?;
    let mut any = RawRow::default();
    if !reader.next(&mut any, &mut Findings::default())? {
        let names = shown_names(record);
        rules::file_has_no_rows::found(name, &names, findings);
        return Ok(None);
    }
    reader.seek(first)?;
    Ok(Some(Box::new(reader)))
}

/// Decides by the rows under the names how they are written, and says so if it
/// is not as usual.
fn settle_dialect(
    name: &str,
    judge: &mut Judge,
    names: &Preview,
    window: &Window,
    findings: &mut Findings,
) {
    let lead = window.bytes();
    let reach = lead.len().min(RECORD_BYTES_MAX);
    let at_end = window.at_end() && lead.len() == reach;
    let rows = &lead[names.next..reach];
    if let Some(at) = judge.settle_dialect(rows, at_end) {
        let line = names.next_line + scan::line_ends(&rows[..at]);
        rules::backslash_escapes_read::found(name, line, findings);
    }
}

/// Which of the first records names the columns; nothing, and a finding, if
/// none does.
fn header(name: &str, layout: &Layout, findings: &mut Findings) -> Option<usize> {
    match layout.header {
        Header::At(index) => Some(index),
        Header::Missing(index) => {
            let record = &layout.first[index];
            let value = layout::data_value(record).unwrap_or_default();
            rules::header_missing::found(value, &columns_by_content(record), findings);
            None
        }
        Header::None => {
            rules::file_empty::found(name, findings);
            None
        }
    }
}

/// What the columns of a file without names look like.
fn columns_by_content(record: &Preview) -> String {
    let guess = |cell: &String| {
        if super::shape::looks_like_address(cell) {
            Some(Field::Email)
        } else if super::shape::looks_like_phone(cell) {
            Some(Field::Phone)
        } else {
            None
        }
    };
    let guesses: Vec<String> = record
        .cells
        .iter()
        .enumerate()
        .filter_map(|(column, cell)| {
            let field = guess(cell)?;
            Some(format!(
                "column {} looks like {}",
                layout::letters(column),
                field.name()
            ))
        })
        .collect();
    guesses.join(", ")
}

/// Whether the names of the columns, or one of them, are longer than names are.
fn is_too_long(name: &str, record: &Preview, findings: &mut Findings) -> bool {
    // What is longer was not read to its end.
    let is_cut = record.next >= RECORD_BYTES_MAX;
    let mut cells = record.cells.iter().enumerate();
    if let Some((place, cell)) = cells.find(|(_, cell)| cell.len() > COLUMN_NAME_BYTES_MAX) {
        let cut = is_cut && place + 1 == record.cells.len();
        let bytes = if cut { None } else { Some(cell.len()) };
        rules::header_too_long::of_column(name, &layout::letters(place), bytes, findings);
        return true;
    }
    if is_cut {
        rules::header_too_long::found(name, findings);
    }
    is_cut
}

/// Whether there are columns, and not too many.
fn fits_limits(name: &str, record: &Preview, choices: &Choices, findings: &mut Findings) -> bool {
    let columns = record.cells.len();
    if columns > COLUMNS_MAX {
        rules::too_many_columns::found(name, columns, COLUMNS_MAX, findings);
        return false;
    }
    if is_too_long(name, record, findings) {
        return false;
    }
    if let [only] = record.cells.as_slice()
        && layout::field_of(only, choices).is_none()
    {
        let mut candidates: Vec<(usize, char)> = UNUSUAL_DELIMITERS
            .iter()
            .map(|delimiter| (only.matches(*delimiter).count(), *delimiter))
            .filter(|(count, _)| *count > 0)
            .collect();
        candidates.sort_by_key(|(count, _)| std::cmp::Reverse(*count));
        if !candidates.is_empty() {
            let found: Vec<char> = candidates
                .into_iter()
                .map(|(_, delimiter)| delimiter)
                .collect();
            rules::only_one_column::found(only, &found, findings);
            return false;
        }
    }
    true
}

/// Says what was decided about the delimiter and the lines above the names.
fn say_layout(
    name: &str,
    layout: &Layout,
    header: usize,
    choices: &Choices,
    findings: &mut Findings,
) {
    let record = &layout.first[header];
    let extension = name
        .rsplit_once('.')
        .map(|(_, extension)| extension.to_ascii_lowercase());
    let told = layout.declared
        || (layout.delimiter == b'\t' && matches!(extension.as_deref(), Some("tsv" | "tab")));
    if layout.delimiter != b',' && !told && record.cells.len() > 1 {
        let next = layout.first[header + 1..]
            .iter()
            .find(|next| next.kind == Kind::Cells);
        let next = next.map(|next| shown_values(record, next, choices));
        let delimiter = delimiter_name(layout.delimiter);
        rules::delimiter_guessed::found(
            &delimiter,
            &shown_names(record),
            next.as_deref(),
            findings,
        );
    }
    let above = &layout.first[..header];
    let comments = above.iter().filter(|record| record.kind == Kind::Comment);
    for comment in comments.take(COMMENT_LINES_SHOWN_MAX) {
        rules::comment_line_skipped::found(comment.row, comment.line, findings);
    }
    let skipped = above
        .iter()
        .filter(|record| record.kind == Kind::Cells)
        .count();
    if skipped > 0 {
        rules::header_not_in_first_row::found(record.row, record.line, skipped, findings);
    }
    if let Some(column) = record.stray_quote {
        let name = record.cells.get(column).map_or("", String::as_str);
        let place = RowPlace {
            row: record.row,
            line: record.line,
            byte: 0,
        };
        rules::stray_quote::found_in_header(place, name, findings);
    }
}

fn shown_names(record: &Preview) -> String {
    record.cells.join(" | ")
}

/// The cells of a record, without those of secret columns.
fn shown_values(names: &Preview, record: &Preview, choices: &Choices) -> String {
    let judge = Judge::new(Dialect::plain(b','), &names.cells, choices, "");
    let shown = |(column, cell): (usize, &String)| match judge.secret.get(column) {
        Some(false) => cell.clone(),
        _ => "…".to_owned(),
    };
    record
        .cells
        .iter()
        .enumerate()
        .map(shown)
        .collect::<Vec<_>>()
        .join(" | ")
}

impl CsvReader {
    /// Says how the encoding of the text is known, if that is worth saying. Answers
    /// whether the text can be read.
    fn says_encoding(
        &mut self,
        known: &Known,
        lines: &[u64],
        findings: &mut Findings,
    ) -> Result<bool> {
        let encoding = self.judge.encoding();
        match known {
            Known::Surely => {}
            Known::ByItsMark => {
                let samples = self.samples(lines)?;
                rules::encoding_guessed::marked(&self.name, encoding, &samples, findings);
            }
            Known::Guessed => {
                let samples = self.samples(lines)?;
                rules::encoding_guessed::found(&self.name, encoding, &samples, findings);
            }
            Known::InDoubt(doubt) => {
                let readings = self.ways_to_read(doubt, lines)?;
                if doubt.holds_all_back {
                    rules::encoding_not_told::found(&self.name, &readings, findings);
                    return Ok(false);
                }
                let lines = doubt.lines;
                rules::rows_in_another_encoding::found(&self.name, lines, &readings, findings);
            }
        }
        Ok(true)
    }

    /// How the first value that is not UTF-8 reads in the encodings that it may be in.
    fn ways_to_read(
        &mut self,
        doubt: &Doubt,
        lines: &[u64],
    ) -> Result<Vec<(&'static str, String)>> {
        let mut readings: Vec<(&'static str, String)> = Vec::new();
        let Some(value) = self.unreadable_value(lines, doubt.header)? else {
            return Ok(readings);
        };
        for charset in &doubt.candidates {
            let text = charset.decoded(&value).unwrap_or_default();
            let is_new = readings.iter().all(|(_, other)| *other != text);
            if is_new && readings.len() < ENCODING_READINGS_MAX {
                readings.push((charset.name(), text));
            }
        }
        Ok(readings)
    }

    /// The first value that is not UTF-8 and no secret, or name of a column if they are
    /// in doubt: nobody knows then which of them holds secrets.
    fn unreadable_value(&mut self, lines: &[u64], header: bool) -> Result<Option<Vec<u8>>> {
        let in_header = |byte: &&u64| (**byte < self.first.byte) == header;
        let places: Vec<u64> = lines.iter().filter(in_header).copied().collect();
        for byte in places {
            let secrets = self.judge.secret.clone();
            let (line, cells) = self.line_at(byte)?;
            let is_secret = |column: usize| !header && secrets[column];
            let value = cells.iter().enumerate().find_map(|(column, span)| {
                let value = line.get(span.start..span.end)?;
                let shown = std::str::from_utf8(value).is_err() && !is_secret(column);
                shown.then(|| value.to_vec())
            });
            if value.is_some() {
                return Ok(value);
            }
        }
        Ok(None)
    }

    /// The line at a place, and its cells; none if their number is not that of the
    /// columns, since a secret might stand anywhere then.
    fn line_at(&mut self, byte: u64) -> Result<(&[u8], Vec<CellSpan>)> {
        self.window.seek(byte)?;
        self.window.at_least(RECORD_BYTES_MAX)?;
        let bytes = self.window.bytes();
        let mut cells = Vec::new();
        let Some((end, _)) = scan::line_end(bytes, 0, self.window.at_end()) else {
            return Ok((&[], cells));
        };
        let line = &bytes[..end];
        let count = scan::cells_of(line, self.judge.dialect, &mut cells);
        if count != Some(self.judge.columns.len()) {
            cells.clear();
        }
        Ok((line, cells))
    }

    /// Some values with letters outside ASCII, from the lines at these places.
    fn samples(&mut self, lines: &[u64]) -> Result<Vec<String>> {
        let mut samples: Vec<String> = Vec::new();
        let first = self.first.byte;
        for &byte in lines.iter().filter(|byte| **byte >= first) {
            let secrets = self.judge.secret.clone();
            let (line, cells) = self.line_at(byte)?;
            for (span, secret) in cells.iter().zip(&secrets) {
                let text = std::str::from_utf8(&line[span.start..span.end]);
                if let Ok(text) = text
                    && !secret
                    && !text.is_ascii()
                    && !samples.iter().any(|sample| sample == text)
                {
                    samples.push(text.to_owned());
                    break;
                }
            }
            if samples.len() == ENCODING_SAMPLES {
                break;
            }
        }
        Ok(samples)
    }
}
