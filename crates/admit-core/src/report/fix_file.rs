//! The fix file: the rows to correct, as their source writes them, with the
//! reasons beside them, ready to be imported again.
//!
//! Whatever the source, a row is given as the texts of its cells: in the order
//! of the columns, `admit_row` in front, what Admit says behind. Rows that
//! another row is compared with come along, since the comparison says nothing
//! without them. A row whose cells could not be told apart stands in one piece
//! under `admit_written`.

pub mod csv;
mod selection;

use crate::base::limits::FIX_PROBLEMS_MAX;
use crate::base::numbers::grouped;
use crate::convert::password::Object;
use crate::findings::finding::{Finding, Findings};
use crate::findings::rule::Severity;
use crate::findings::tally::RuleCount;
use crate::formats::reader::RowReader;
use crate::import::left::ties_of;
use crate::ports::store::{ImportRecord, Imports, short_id};
use crate::ports::watch::RunError;
use crate::read::cells::looks_hashed;
use crate::read::columns::Mapping;
use crate::rows::choices::Choices;
use crate::rows::raw::{CellKind, Column, RawRow, RowPlace};
use crate::rows::standing::{OWN_IMPORT, OWN_PREFIX, OWN_PROBLEMS, OWN_ROW, OWN_WRITTEN, Standing};
use crate::rows::ties::Ties;
use selection::{Selected, Selection};

/// Stands for the text of a row that is longer than what is read.
const TOO_LONG: &str = "(the row is too long to be repeated here)";

/// The rows to correct of one import.
pub struct FixFile<'a> {
    reader: Box<dyn RowReader>,
    selection: Selection<'a>,
    /// The names of the source's own columns, with the fields they feed.
    columns: Vec<Column>,
    /// Where each of the reader's columns goes; Admit's own go nowhere.
    places: Vec<Option<usize>>,
    /// Which of the reader's columns hold passwords in clear text by their name.
    clear: Vec<bool>,
    /// The reader's column with the text of rows in one piece, if the source is
    /// a fix file itself.
    written_from: Option<usize>,
    first: Option<RowPlace>,
    import: String,
    /// Where the source is a fix file itself: the rows that its rows were.
    ties: Ties,
    extent: Extent,
    raw: RawRow,
    findings: Findings,
}

/// How much there is to write, known before the first row is written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Extent {
    /// Rows, without the header.
    pub rows: u64,
    /// The longest text in each column of the header, in characters.
    pub longest: Vec<usize>,
    /// Whether a row stands in one piece.
    pub in_one_piece: bool,
}

/// One row of a fix file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FixRow {
    /// Its cells, in the order of the header.
    pub cells: Vec<String>,
    /// The cells that something is wrong with, in the order of the cells.
    pub marks: Vec<Mark>,
}

/// A cell that something is wrong with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// Which cell.
    pub cell: usize,
    /// The gravest of what is wrong with it.
    pub severity: Severity,
    /// What to write instead, or else what to do; may be empty.
    pub note: String,
}

impl<'a> FixFile<'a> {
    /// The rows to correct of the import in `record`, from its source. Reads
    /// the source once to learn how much there is.
    ///
    /// # Errors
    /// The source or the store cannot be read.
    pub fn new(
        reader: Box<dyn RowReader>,
        choices: &Choices,
        record: &ImportRecord,
        imports: &'a dyn Imports,
    ) -> Result<FixFile<'a>, RunError> {
        let mut file = FixFile {
            reader,
            selection: Selection::new(imports, record.number)?,
            columns: Vec::new(),
            places: Vec::new(),
            clear: Vec::new(),
            written_from: None,
            first: None,
            import: short_id(record.id),
            ties: ties_of(imports, record)?,
            extent: Extent::default(),
            raw: RawRow::default(),
            findings: Findings::default(),
        };
        file.look(choices)?;
        Ok(file)
    }

    /// The names of the columns, Admit's own among them.
    pub fn header(&self) -> Vec<String> {
        let mut header = vec![OWN_ROW.to_owned()];
        header.extend(self.columns.iter().map(|column| column.name.clone()));
        if self.extent.in_one_piece {
            header.push(OWN_WRITTEN.to_owned());
        }
        header.extend([OWN_PROBLEMS.to_owned(), OWN_IMPORT.to_owned()]);
        header
    }

    /// The columns of the source with the fields they feed. The first stands
    /// second in the header.
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// How much there is.
    pub fn extent(&self) -> &Extent {
        &self.extent
    }

    /// What the rules found at errors and warnings, of rows and of the file.
    pub fn counts(&self) -> &[RuleCount] {
        self.selection.counts()
    }

    /// The next row; `None` at the end.
    ///
    /// # Errors
    /// The source or the store cannot be read.
    pub fn next_row(&mut self) -> Result<Option<FixRow>, RunError> {
        let selected = self.next_selected()?;
        Ok(selected.map(|selected| self.row(&selected)))
    }

    /// Walks over the source to learn the columns and the extent, and goes back
    /// to the first row.
    fn look(&mut self, choices: &Choices) -> Result<(), RunError> {
        let mut longest: Vec<usize> = Vec::new();
        let mut own = [0; 3];
        while let Some(selected) = self.next_selected()? {
            self.extent.rows += 1;
            let (broken, written) = self.written();
            self.extent.in_one_piece |= !written.is_empty();
            own[0] = own[0].max(written.chars().count());
            own[1] = own[1].max(self.problems(&selected).chars().count());
            own[2] = own[2].max(self.tie().chars().count());
            for cell in self.raw.cells().filter(|_| !broken) {
                if longest.len() <= cell.column {
                    longest.resize(cell.column + 1, 0);
                }
                longest[cell.column] = longest[cell.column].max(cell.text.chars().count());
            }
        }
        let mapping = Mapping::new(self.reader.columns(), choices, &mut Findings::default());
        longest.resize(mapping.columns().len().max(longest.len()), 0);
        self.extent.longest.push(OWN_ROW.len());
        for (place, column) in mapping.columns().iter().enumerate() {
            let name = column.name.trim().to_lowercase();
            let theirs = !name.starts_with(OWN_PREFIX);
            self.clear
                .push(Standing::of(column, choices) == Standing::ClearPassword);
            self.places.push(theirs.then_some(self.columns.len()));
            if theirs {
                self.columns.push(column.clone());
                self.extent.longest.push(longest[place]);
            } else if name == OWN_WRITTEN {
                self.written_from = Some(place);
                own[0] = own[0].max(longest[place]);
            }
        }
        if self.written_from.is_some() && !self.extent.in_one_piece {
            // What an earlier fix file says in one piece is said again.
            self.extent.in_one_piece = true;
        }
        if self.extent.in_one_piece {
            self.extent.longest.push(own[0]);
        }
        self.extent.longest.extend([own[1], own[2]]);
        if let Some(first) = self.first {
            self.reader.seek(first)?;
        }
        self.selection.rewind();
        Ok(())
    }

    /// Reads on to the next row of which something is said.
    fn next_selected(&mut self) -> Result<Option<Selected>, RunError> {
        loop {
            self.findings.clear();
            if !self.reader.next(&mut self.raw, &mut self.findings)? {
                return Ok(None);
            }
            self.first.get_or_insert(self.raw.place);
            let selected = self.selection.of_row(self.raw.place.row)?;
            if !selected.is_empty() {
                return Ok(Some(selected));
            }
        }
    }

    /// Whether the cells of the row cannot be trusted, and the text to show for
    /// them then.
    fn written(&self) -> (bool, String) {
        let row = self.raw.place.row;
        let of_row = |finding: &Finding| finding.row.is_none_or(|at| at == row);
        let broken = self
            .findings
            .iter()
            .any(|finding| finding.severity == Severity::Error && of_row(finding));
        let text = match (broken, self.written_from) {
            (true, _) => self.raw.written().unwrap_or(TOO_LONG),
            (false, Some(from)) => self
                .raw
                .cells()
                .find(|cell| cell.column == from)
                .map_or("", |cell| cell.text),
            (false, None) => "",
        };
        (broken, text.to_owned())
    }

    /// Which row of which import it is.
    fn tie(&self) -> String {
        let (import, row) = self.original(self.raw.place.row);
        format!("{import}/{row}")
    }

    /// Of which import it is which row: of the first one, however often the rows were
    /// corrected.
    fn original(&self, row: u64) -> (&str, u64) {
        let tie = self.ties.of(row).filter(|(import, _)| !import.is_empty());
        tie.unwrap_or((&self.import, row))
    }

    fn row(&self, selected: &Selected) -> FixRow {
        let (broken, written) = self.written();
        let mut cells = vec![String::new(); 1 + self.columns.len()];
        cells[0] = self.original(self.raw.place.row).1.to_string();
        for cell in self.raw.cells().filter(|_| !broken) {
            let place = self.places.get(cell.column).copied().flatten();
            // Passwords in clear text are never read, so they are not copied.
            let is_clear = self.clear.get(cell.column) == Some(&true);
            if is_clear && !Object::is_one(cell.text) && !looks_hashed(cell.text) {
                continue;
            }
            if let Some(place) = place.filter(|_| cell.kind != CellKind::Null) {
                cell.text.clone_into(&mut cells[1 + place]);
            }
        }
        if self.extent.in_one_piece {
            cells.push(written);
        }
        cells.extend([self.problems(selected), self.tie()]);
        let marks = self.marks(&selected.findings, &cells, broken);
        FixRow { cells, marks }
    }

    fn marks(&self, findings: &[Finding], cells: &[String], broken: bool) -> Vec<Mark> {
        let mut marks: Vec<Mark> = Vec::new();
        for finding in findings {
            let named = finding.column.as_deref().and_then(|name| {
                let mut columns = self.columns.iter();
                columns.position(|column| column.name.trim() == name.trim())
            });
            // What is about the row as a whole is marked at its number.
            let cell = named.filter(|_| !broken).map_or(0, |place| 1 + place);
            let note = match &finding.suggestion {
                Some(suggestion) if cell > 0 => {
                    replacement(finding.value.as_deref(), &cells[cell], suggestion)
                }
                _ => finding.help_text(),
            };
            match marks.iter_mut().find(|mark| mark.cell == cell) {
                Some(mark) => {
                    mark.severity = mark.severity.max(finding.severity);
                    if !note.is_empty() && !mark.note.is_empty() {
                        mark.note.push('\n');
                    }
                    mark.note.push_str(&note);
                }
                None => marks.push(Mark {
                    cell,
                    severity: finding.severity,
                    note,
                }),
            }
        }
        marks.sort_by_key(|mark| mark.cell);
        marks
    }

    /// What is said about the row, a line for each finding.
    fn problems(&self, selected: &Selected) -> String {
        let mut lines: Vec<String> = selected
            .findings
            .iter()
            .take(FIX_PROBLEMS_MAX)
            .map(problem)
            .collect();
        let held = selected.findings.iter().find_map(Finding::held_lines);
        lines.extend(held.map(one_for_each));
        let more = selected.findings.len().saturating_sub(FIX_PROBLEMS_MAX);
        if more > 0 {
            lines.push(format!(
                "And {} more: see `admit findings {}`.",
                grouped(more as u64),
                self.import
            ));
        }
        if let Some(row) = selected.compared_with {
            let (_, row) = self.original(row);
            lines.push(format!("Row {row} of the file is compared with this row."));
        }
        lines.join("\n")
    }
}

/// What to do with a row that holds lines which could not be told apart.
fn one_for_each(lines: u64) -> String {
    let lines = grouped(lines);
    format!(
        "This row holds {lines} lines of the file: write one row for each, with the same \
         {OWN_ROW}. It counts as in once {lines} rows came."
    )
}

/// What to write into a cell. The value may be a part of it, as a key in a list
/// is; then the rest of the cell stays.
fn replacement(value: Option<&str>, cell: &str, suggestion: &str) -> String {
    match value {
        Some(value) if cell.trim() != value && cell.contains(value) => {
            format!("In place of {value} write: {suggestion}")
        }
        _ => format!("Write: {suggestion}"),
    }
}

/// One finding in one line: where, what, and what to do.
fn problem(finding: &Finding) -> String {
    let mut line = String::new();
    if let Some(column) = &finding.column {
        line.push_str(column);
        line.push_str(": ");
    }
    line.push_str(&finding.message());
    let help = finding.help_text();
    if !help.is_empty() {
        line.push(' ');
        line.push_str(&help);
    }
    if let Some(suggestion) = &finding.suggestion
        && !help.contains(suggestion.as_str())
    {
        line.push_str(" Write: ");
        line.push_str(suggestion);
    }
    line.replace(['\r', '\n'], " ")
}
