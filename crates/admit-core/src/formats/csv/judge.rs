//! From the bytes of one record to cells and findings.

use super::blanks::Blanks;
use super::layout::{field_of, letters};
use super::scan::{self, CellSpan, Dialect};
use super::{guard, shape};
use crate::findings::finding::Findings;
use crate::rows::characters::is_invisible;
use crate::rows::choices::Choices;
use crate::rows::headers;
use crate::rows::raw::{CellCount, CellKind, CellRef, Column, RawRow};
use crate::rows::standing::OWN_ROW;
use crate::rules;
use crate::users::field::Field;
use serde::de::IgnoredAny;
use std::ops::Range;

/// What became of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LineFate {
    /// It is a row, be it one that is held back.
    Row,
    /// It is blank or repeats the column names.
    Skipped,
    /// It has fewer cells than a row needs: what follows it tells what it is.
    Short,
}

/// Knows the columns and judges records by them.
pub(super) struct Judge {
    pub(super) dialect: Dialect,
    pub(super) columns: Vec<Column>,
    pub(super) fields: Vec<Option<Field>>,
    pub(super) secret: Vec<bool>,
    /// Of a fix file, the column with the row numbers: its cells are read as
    /// Admit writes them.
    pub(super) own_row: Option<usize>,
    /// Whether blanks stand beside the separators of the column names: then they do so
    /// below, and belong to no value.
    pub(super) spaced: bool,
    /// Which columns hold values of one line only: a line break in one of them
    /// puts the quotes around it in doubt.
    pub(super) one_line: Vec<bool>,
    /// Which columns a row must not lack without being asked: who it is about,
    /// who is shut out, and access where a file takes it away.
    pub(super) needed: Vec<bool>,
    /// How many cells a row needs: up to the last column with a name.
    pub(super) expected: usize,
    /// The places of the cells of the record that was scanned last.
    pub(super) cells: Vec<CellSpan>,
    encoding: &'static str,
    blanks: Blanks,
    curly: u64,
    curly_sample: Option<String>,
    /// The columns without a name, with how many values each has.
    nameless: Vec<(usize, u64)>,
}

impl Judge {
    pub(super) fn new(
        dialect: Dialect,
        names: &[String],
        choices: &Choices,
        encoding: &'static str,
    ) -> Self {
        let last_named = names.iter().rposition(|name| !name.is_empty());
        let nameless = names.iter().enumerate().filter(|(_, name)| name.is_empty());
        let fields: Vec<_> = names.iter().map(|name| field_of(name, choices)).collect();
        let secret = |(name, field): (&String, &Option<Field>)| headers::hides_values(name, *field);
        Judge {
            dialect,
            columns: names
                .iter()
                .map(|name| Column {
                    name: name.clone(),
                    field: None,
                })
                .collect(),
            secret: names.iter().zip(&fields).map(secret).collect(),
            one_line: fields
                .iter()
                .map(|field| field.is_some_and(shape::has_one_line))
                .collect(),
            needed: fields
                .iter()
                .map(|field| field.is_some_and(|field| shape::is_needed(field, choices)))
                .collect(),
            fields,
            spaced: false,
            own_row: names
                .iter()
                .position(|name| name.eq_ignore_ascii_case(OWN_ROW)),
            expected: last_named.map_or(1, |last| last + 1),
            cells: Vec::new(),
            encoding,
            blanks: Blanks::default(),
            curly: 0,
            curly_sample: None,
            nameless: nameless.map(|(column, _)| (column, 0)).collect(),
        }
    }

    /// Begins counting at the first record.
    pub(super) fn start_counting(&mut self, above: &Blanks) {
        self.blanks.clone_from(above);
        self.curly = 0;
        self.curly_sample = None;
        for (_, values) in &mut self.nameless {
            *values = 0;
        }
    }

    /// The name of the encoding.
    pub(super) fn encoding(&self) -> &'static str {
        self.encoding
    }

    pub(super) fn blanks(&self) -> u64 {
        self.blanks.count
    }

    /// Says what was counted over the whole file.
    pub(super) fn conclude(&self, findings: &mut Findings) {
        if self.blanks.count > 0 {
            rules::row_blank::found(self.blanks.count, &self.blanks.first, findings);
        }
        if self.curly > 0 {
            rules::curly_quotes_as_quotes::found(
                self.curly,
                self.curly_sample.as_deref(),
                findings,
            );
        }
        for &(column, values) in &self.nameless {
            if values > 0 {
                rules::column_without_name::found(&letters(column), values, findings);
            }
        }
    }

    /// A record without quotes.
    pub(super) fn plain(
        &mut self,
        record: &[u8],
        row: &mut RawRow,
        findings: &mut Findings,
    ) -> LineFate {
        if self.skip_blank(record, row) {
            return LineFate::Skipped;
        }
        let Some(text) = self.readable(record, row, findings) else {
            return LineFate::Row;
        };
        let base = row.push_text(text);
        let total = self.columns.len();
        let (mut start, mut cells) = (0, 0);
        for end in memchr::memchr_iter(self.dialect.delimiter, record) {
            if cells < total {
                self.push_range(cells, base + start..base + end, row);
            }
            start = end + 1;
            cells += 1;
        }
        if cells < total {
            self.push_range(cells, base + start..base + record.len(), row);
        }
        cells += 1;
        if cells < self.expected || cells > total {
            scan::cells_of(
                record,
                Dialect::plain(self.dialect.delimiter),
                &mut self.cells,
            );
            if cells < self.expected {
                return LineFate::Short;
            }
            self.over_counted(text, row, findings);
        }
        self.finish(record, row, findings)
    }

    /// A record whose cells were told apart by scanning.
    pub(super) fn quoted(
        &mut self,
        record: &[u8],
        row: &mut RawRow,
        findings: &mut Findings,
    ) -> LineFate {
        if self.skip_blank(record, row) {
            return LineFate::Skipped;
        }
        let Some(text) = self.readable(record, row, findings) else {
            return LineFate::Row;
        };
        self.push_cells(text, row);
        if self.cells.len() < self.expected {
            return LineFate::Short;
        }
        if self.cells.len() > self.columns.len() {
            self.over_counted(text, row, findings);
        }
        self.finish(record, row, findings)
    }

    /// Whether a record has to be scanned for escapes.
    pub(super) fn has_escape(&self, record: &[u8]) -> bool {
        self.dialect.backslash && memchr::memchr(b'\\', record).is_some()
    }

    fn skip_blank(&mut self, record: &[u8], row: &RawRow) -> bool {
        let blank = shape::is_blank(record, self.dialect.delimiter);
        if blank {
            self.blanks.add(row.place.row);
        }
        blank
    }

    /// Adds the cells that were scanned, as far as there are columns.
    pub(super) fn push_cells(&self, text: &str, row: &mut RawRow) {
        let base = row.push_text(text);
        let mut unquoted = String::new();
        for (column, span) in self.cells.iter().take(self.columns.len()).enumerate() {
            if span.escaped {
                unquoted.clear();
                scan::unquote(&text[span.start..span.end], self.dialect, &mut unquoted);
                let (kind, skip) = self.as_written(column, &unquoted);
                row.push(column, kind, &unquoted[skip..]);
            } else {
                self.push_range(column, base + span.start..base + span.end, row);
            }
        }
    }

    /// Adds the cell at `range` of the row's text.
    fn push_range(&self, column: usize, mut range: Range<usize>, row: &mut RawRow) {
        if self.spaced && self.fields[column] != Some(Field::Salt) {
            let text = row.text(range.clone());
            let kept = text.trim_start_matches(' ');
            range.start += text.len() - kept.len();
            range.end = range.start + kept.trim_end_matches(' ').len();
        }
        if self.own_row.is_none() {
            // As nearly always: what the cell says need not be looked at.
            row.push_range(column, CellKind::Text, range);
            return;
        }
        let (kind, skip) = self.as_written(column, row.text(range.clone()));
        row.push_range(column, kind, range.start + skip..range.end);
    }

    /// What a cell holds, and how many bytes in front Admit has added. Only in
    /// a fix file anything but a text is expected: it may be of a JSON source.
    fn as_written(&self, column: usize, cell: &str) -> (CellKind, usize) {
        if self.own_row.is_none() {
            return (CellKind::Text, 0);
        }
        let nested = matches!(
            self.fields[column],
            Some(
                Field::Identities
                    | Field::Properties
                    | Field::FeatureFlags
                    | Field::Organization
                    | Field::Organizations
                    | Field::Role
                    | Field::Permission
            )
        );
        if nested
            && cell.starts_with(['[', '{'])
            && serde_json::from_str::<IgnoredAny>(cell).is_ok()
        {
            return (CellKind::Json, 0);
        }
        (CellKind::Text, usize::from(guard::is_guarded(cell)))
    }

    /// The record as text; nothing, and a finding, when its bytes do not allow it.
    fn readable<'r>(
        &mut self,
        record: &'r [u8],
        row: &mut RawRow,
        findings: &mut Findings,
    ) -> Option<&'r str> {
        let (text, fault) = match std::str::from_utf8(record) {
            Ok(text) => (text, memchr::memchr(0, record)),
            Err(error) => ("", Some(error.valid_up_to())),
        };
        let Some(at) = fault else {
            return Some(text);
        };
        row.set_written(&String::from_utf8_lossy(record));
        scan::record(record, self.dialect, true, &mut self.cells);
        let column = self
            .cells
            .iter()
            .position(|span| at < span.end)
            .unwrap_or(self.cells.len());
        let column = self.column(column);
        if text.is_empty() {
            rules::bytes_not_readable::found(row.place, &column, self.encoding, findings);
        } else {
            rules::nul_bytes::found(row.place, &column, findings);
        }
        None
    }

    /// A column with the name to call it by, and its field.
    pub(super) fn column(&self, column: usize) -> Column {
        match self.columns.get(column) {
            Some(known) if !known.name.is_empty() => Column {
                name: known.name.clone(),
                field: self.fields[column],
            },
            _ => Column {
                name: letters(column),
                field: None,
            },
        }
    }

    /// Judges a row that has more cells than there are columns.
    fn over_counted(&mut self, text: &str, row: &mut RawRow, findings: &mut Findings) {
        let total = self.columns.len();
        let blank = |span: &CellSpan| text[span.start..span.end].trim().is_empty();
        let mut found = self.cells.len();
        while found > total && blank(&self.cells[found - 1]) {
            found -= 1;
        }
        // Blank cells at the end are dropped, unless the row shows that the
        // values before them have shifted.
        if found == total && shape::shifted(text, &self.cells, &self.fields) {
            found = self.cells.len();
        }
        if found > total {
            row.set_written(text);
            self.too_many(text, found, row, findings);
        }
    }

    fn too_many(&mut self, text: &str, found: usize, row: &RawRow, findings: &mut Findings) {
        let count = CellCount {
            found,
            expected: self.columns.len(),
        };
        self.cells.truncate(found);
        let place = shape::joined(text, &self.cells, &self.fields);
        let joined = place
            .filter(|(first, _)| !self.secret[*first])
            .map(|(first, last)| {
                let written = &text[self.cells[first].start..self.cells[last].end];
                (self.column(first), written.trim())
            });
        let cell = joined.as_ref().map(|(column, written)| CellRef {
            column: &column.name,
            field: column.field,
            text: written,
        });
        let delimiter = super::layout::delimiter_name(self.dialect.delimiter);
        rules::row_too_many_cells::found(row.place, count, &delimiter, cell, findings);
    }

    /// What is looked at once the cells are there.
    pub(super) fn finish(
        &mut self,
        record: &[u8],
        row: &mut RawRow,
        findings: &mut Findings,
    ) -> LineFate {
        if self.repeats_header(row) {
            rules::header_repeated::found(row.place, findings);
            return LineFate::Skipped;
        }
        for (column, values) in &mut self.nameless {
            let value = row
                .cells()
                .nth(*column)
                .is_some_and(|cell| !cell.text.trim().is_empty());
            *values += u64::from(value);
        }
        if !record.is_ascii() {
            self.count_curly(row);
        }
        LineFate::Row
    }

    fn repeats_header(&self, row: &RawRow) -> bool {
        row.len() == self.columns.len()
            && row.cells().zip(&self.columns).all(|(cell, column)| {
                // Files that were joined have a byte order mark in the middle.
                cell.text.trim().trim_start_matches(is_invisible) == column.name
            })
    }

    fn count_curly(&mut self, row: &RawRow) {
        for cell in row.cells() {
            let text = cell.text.trim();
            if text.starts_with(['“', '”', '„'])
                && text.ends_with(['“', '”'])
                && text.chars().count() > 1
            {
                self.curly += 1;
                if self.curly_sample.is_none() && !self.secret[cell.column] {
                    self.curly_sample = Some(text.to_owned());
                }
            }
        }
    }
}
