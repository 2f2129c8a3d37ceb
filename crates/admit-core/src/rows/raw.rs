//! What was read: rows of cells with their places.

use crate::users::field::Field;
use std::ops::Range;

/// Where a row stands in its source.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RowPlace {
    /// The number a person sees: in a CSV the header is row 1; in NDJSON the line.
    pub row: u64,
    /// The physical line where it starts, from 1.
    pub line: u64,
    /// The byte where it starts in the UTF-8 text of the source, from 0.
    pub byte: u64,
}

/// Lines that are held back as one row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reach {
    /// The first of them.
    pub line: u64,
    /// The last of them.
    pub last: u64,
    /// Whether they go to the end of the source because nothing ends them.
    pub to_end: bool,
}

impl Reach {
    /// The line of a row alone.
    pub fn line_of(place: RowPlace) -> Self {
        Reach {
            line: place.line,
            last: place.line,
            to_end: false,
        }
    }

    /// The clause that names them; empty for a single line.
    pub fn clause(self) -> String {
        if self.last > self.line {
            format!(
                ", so lines {} to {} could not be told apart and count as one row",
                self.line, self.last
            )
        } else {
            String::new()
        }
    }
}

/// A column of the source: of a CSV's header, or a key met in JSON rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// The name as the file writes it.
    pub name: String,
    /// The field it feeds, once mapped.
    pub field: Option<Field>,
}

/// How many cells a row has, and how many belong there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CellCount {
    /// Those that the row has.
    pub found: usize,
    /// Those that the header asks for.
    pub expected: usize,
}

/// What a cell holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CellKind {
    /// Text, as every cell of a CSV is.
    Text,
    /// A JSON number, kept as its text so that no digit is lost.
    Number,
    /// A JSON `true` or `false`, kept as that word.
    Bool,
    /// A JSON `null`: nothing said.
    Null,
    /// A JSON list or object, kept as its JSON text.
    Json,
}

#[derive(Clone, Copy, Debug)]
struct Span {
    column: u32,
    kind: CellKind,
    start: u32,
    end: u32,
}

/// One record of the source, decoded to UTF-8. Reused from row to row: all
/// cells share one text.
#[derive(Clone, Debug, Default)]
pub struct RawRow {
    /// Where it stands.
    pub place: RowPlace,
    text: String,
    spans: Vec<Span>,
    written: Option<(u32, u32)>,
}

/// One cell of a row.
#[derive(Clone, Copy, Debug)]
pub struct RawCell<'r> {
    /// Which column, as an index into the source's columns.
    pub column: usize,
    /// What it holds.
    pub kind: CellKind,
    /// Its text.
    pub text: &'r str,
}

/// A cell with the names a finding needs.
#[derive(Clone, Copy, Debug)]
pub struct CellRef<'r> {
    /// The column's name as the file writes it.
    pub column: &'r str,
    /// The field it feeds.
    pub field: Option<Field>,
    /// Its text as the file writes it.
    pub text: &'r str,
}

impl RawRow {
    /// Forgets the cells, keeping the memory, and stands at `place`.
    pub fn reset(&mut self, place: RowPlace) {
        self.place = place;
        self.text.clear();
        self.spans.clear();
        self.written = None;
    }

    /// Adds a cell.
    pub fn push(&mut self, column: usize, kind: CellKind, text: &str) {
        let start = self.text.len() as u32;
        self.text.push_str(text);
        self.spans.push(Span {
            column: column as u32,
            kind,
            start,
            end: self.text.len() as u32,
        });
    }

    /// Adds text that cells are then laid over with [`RawRow::push_range`], and
    /// gives the place where it starts. Quicker than copying cell by cell.
    pub fn push_text(&mut self, text: &str) -> usize {
        let start = self.text.len();
        self.text.push_str(text);
        start
    }

    /// A part of what [`RawRow::push_text`] added, as `push_range` takes it.
    pub fn text(&self, range: Range<usize>) -> &str {
        &self.text[range]
    }

    /// Adds a cell that is a part of what [`RawRow::push_text`] added.
    pub fn push_range(&mut self, column: usize, kind: CellKind, range: Range<usize>) {
        debug_assert!(
            self.text.get(range.clone()).is_some(),
            "cells lie inside the text"
        );
        self.spans.push(Span {
            column: column as u32,
            kind,
            start: range.start as u32,
            end: range.end as u32,
        });
    }

    /// Keeps the record as the file writes it, for a row whose cells cannot be
    /// told apart.
    pub fn set_written(&mut self, text: &str) {
        let start = self.push_text(text);
        self.written = Some((start as u32, self.text.len() as u32));
    }

    /// The record as the file writes it, if its cells could not be told apart.
    pub fn written(&self) -> Option<&str> {
        let (start, end) = self.written?;
        Some(&self.text[start as usize..end as usize])
    }

    /// Puts another text in place of the cell at `index`. It keeps its kind only if
    /// that is JSON: any other text is a text.
    pub fn replace(&mut self, index: usize, text: &str) {
        let kind = self.spans.get(index).map(|span| span.kind);
        let is_json = kind == Some(CellKind::Json);
        let kind = if is_json {
            CellKind::Json
        } else {
            CellKind::Text
        };
        self.set(index, kind, text);
    }

    /// Puts another text of this kind in place of the cell at `index`.
    pub fn set(&mut self, index: usize, kind: CellKind, text: &str) {
        let start = self.push_text(text) as u32;
        let end = self.text.len() as u32;
        if let Some(span) = self.spans.get_mut(index) {
            (span.start, span.end, span.kind) = (start, end, kind);
        }
    }

    /// Forgets the cells after the first `cells`.
    pub fn truncate(&mut self, cells: usize) {
        self.spans.truncate(cells);
    }

    /// How many cells there are.
    pub fn len(&self) -> usize {
        self.spans.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.spans.is_empty()
    }

    /// The cells in the order of the file.
    pub fn cells(&self) -> impl Iterator<Item = RawCell<'_>> {
        self.spans.iter().map(|span| RawCell {
            column: span.column as usize,
            kind: span.kind,
            text: &self.text[span.start as usize..span.end as usize],
        })
    }
}
