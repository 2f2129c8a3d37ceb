//! What was read: rows of cells with their places.

use crate::field::Field;

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

/// A column of the source: of a CSV's header, or a key met in JSON rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// The name as the file writes it.
    pub name: String,
    /// The field it feeds, once mapped.
    pub field: Option<Field>,
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
