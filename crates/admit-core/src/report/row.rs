//! One row of a source as it is read, without secrets.

use crate::findings::finding::Findings;
use crate::findings::secrets;
use crate::formats::reader::RowReader;
use crate::read::columns::Mapping;
use crate::rows::choices::Choices;
use crate::rows::headers::{hides_values, names_password};
use crate::rows::raw::{CellKind, RawRow, RowPlace};
use crate::users::field::Field;
use serde_json::Value;
use std::io::Result;

/// A row as it is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadRow {
    /// The number a person sees.
    pub row: u64,
    /// The physical line where it starts, from 1.
    pub line: u64,
    /// Its cells in the order of the file; none where they could not be told apart.
    pub cells: Vec<ReadCell>,
}

/// A cell as it is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadCell {
    /// The column's name as the file writes it.
    pub column: String,
    /// The field that the column feeds.
    pub field: Option<Field>,
    /// The text as the file writes it; where it holds a secret, a description of that.
    pub text: Option<String>,
    /// What is read in its place, where it was corrected.
    pub corrected: Option<String>,
    /// Whether something of it is hidden.
    pub is_hidden: bool,
}

/// After so many rows the place of one is kept, so that nobody reads from the beginning to
/// come near it.
const ROWS_BETWEEN_PLACES: u64 = 1000;

/// The rows of a source, read wherever they stand. What is chosen for single cells is told
/// of here, so that the reader is to be one without it.
pub struct Rows {
    reader: Box<dyn RowReader>,
    /// Places of rows that were read, ascending.
    places: Vec<RowPlace>,
    /// The row that was read last; `None` before the first, and where nobody knows.
    last: Option<u64>,
    raw: RawRow,
    findings: Findings,
}

impl Rows {
    /// Of a source of which nothing was read yet.
    pub fn new(reader: Box<dyn RowReader>) -> Rows {
        Rows {
            reader,
            places: Vec::new(),
            last: None,
            raw: RawRow::default(),
            findings: Findings::default(),
        }
    }

    /// The rows of these numbers, ascending. One that the source does not have is left out.
    ///
    /// # Errors
    /// The source cannot be read.
    pub fn of(&mut self, choices: &Choices, rows: &[u64]) -> Result<Vec<ReadRow>> {
        let mut read = Vec::with_capacity(rows.len());
        for row in rows {
            if self.go_to(*row)? && self.raw.place.row == *row {
                read.push(self.shown(choices));
            }
        }
        Ok(read)
    }

    /// The first rows behind this one, at most so many.
    ///
    /// # Errors
    /// The source cannot be read.
    pub fn after(&mut self, choices: &Choices, row: u64, limit: usize) -> Result<Vec<ReadRow>> {
        let mut read = Vec::with_capacity(limit);
        let mut is_there = limit > 0 && self.go_to(row.saturating_add(1))?;
        while is_there {
            read.push(self.shown(choices));
            is_there = read.len() < limit && self.next()?;
        }
        Ok(read)
    }

    /// Reads the first row that has this number or a higher one; answers whether there is one.
    fn go_to(&mut self, row: u64) -> Result<bool> {
        let behind = self.places.partition_point(|place| place.row <= row);
        let near = self.places[..behind].last().or(self.places.first());
        let goes_on = match (self.last, near) {
            (Some(last), Some(near)) => last < row && near.row <= last,
            (None, None) => true,
            _ => false,
        };
        if let Some(near) = near.filter(|_| !goes_on) {
            self.last = None;
            self.reader.seek(*near)?;
        }
        while self.next()? {
            if self.raw.place.row >= row {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn next(&mut self) -> Result<bool> {
        self.findings.clear();
        self.last = None;
        if !self.reader.next(&mut self.raw, &mut self.findings)? {
            return Ok(false);
        }
        let place = self.raw.place;
        self.last = Some(place.row);
        let far = |last: &RowPlace| place.row >= last.row + ROWS_BETWEEN_PLACES;
        if self.places.last().is_none_or(far) {
            self.places.push(place);
        }
        Ok(true)
    }

    /// The row that was read last.
    fn shown(&self, choices: &Choices) -> ReadRow {
        let (raw, names) = (&self.raw, self.reader.columns());
        let row = raw.place.row;
        let mut mapping = Mapping::new(names, choices, &mut Findings::default());
        let mut corrected = raw.clone();
        mapping.correct(&mut corrected, names, choices);
        let cells = raw.cells().zip(corrected.cells());
        let cells = cells.filter_map(|(cell, corrected)| {
            let column = mapping.columns().get(cell.column)?;
            let is_shown = mapping.shows(cell.column);
            let text = (cell.kind != CellKind::Null).then_some(cell.text);
            let (text, is_hidden) = match text {
                Some("") if !is_shown => (Some(String::new()), true),
                Some(text) if !is_shown => (Some(secrets::undisclosed(text)), true),
                Some(text) => {
                    let (text, is_hidden) = shown(text, column.field);
                    (Some(text), is_hidden)
                }
                None => (None, false),
            };
            let mut own = choices.cells.iter();
            let own = own.find(|one| one.row == row && one.column.trim() == column.name.trim());
            let corrected = own.map_or(corrected.text, |own| &own.text);
            let corrected = Some(corrected).filter(|text| *text != cell.text);
            Some(ReadCell {
                column: column.name.clone(),
                field: column.field,
                text,
                corrected: corrected.map(|text| shown(text, column.field).0),
                is_hidden,
            })
        });
        ReadRow {
            row,
            line: raw.place.line,
            cells: cells.collect(),
        }
    }
}

/// A text without what has the form of a hash, and without what stands under a name for a
/// password; and whether there was something of the kind.
fn shown(text: &str, field: Option<Field>) -> (String, bool) {
    let within = serde_json::from_str::<Value>(text).ok();
    let within = within.filter(|value| value.is_object() || value.is_array());
    if let Some(mut value) = within
        && hide(&mut value)
    {
        return (value.to_string(), true);
    }
    let may_hold_digests = field.is_some_and(Field::may_hold_digests);
    let shown = secrets::without_secrets(text, may_hold_digests);
    let is_hidden = shown != text;
    (shown, is_hidden)
}

/// Describes the secrets in a JSON value; answers whether there were any.
fn hide(value: &mut Value) -> bool {
    match value {
        Value::Object(members) => {
            let mut is_hidden = false;
            for (key, value) in members {
                let is_named = names_password(key) || hides_values(key, Field::of_header(key));
                if is_named && !value.is_null() {
                    let text = value
                        .as_str()
                        .map_or_else(|| value.to_string(), str::to_owned);
                    *value = Value::String(secrets::undisclosed(&text));
                    is_hidden = true;
                } else {
                    is_hidden |= hide(value);
                }
            }
            is_hidden
        }
        Value::Array(items) => items
            .iter_mut()
            .fold(false, |hidden, item| hide(item) | hidden),
        Value::String(text) => {
            let shown = secrets::without_secrets(text, false);
            let is_hidden = shown != *text;
            *text = shown;
            is_hidden
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::spill::scratch::MemoryScratch;
    use crate::formats::open::open;
    use crate::rows::choices::Correction;
    use std::fmt::Write as _;
    use std::io::Cursor;

    const BCRYPT: &str = "$2b$10$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy";

    /// The cells of a row, as `name=text>corrected`, with `*` where something is hidden.
    fn cells(file: &str, choices: &Choices, row: u64) -> Option<Vec<String>> {
        let source = Box::new(Cursor::new(file.as_bytes().to_vec()));
        let (opening, _) = open("users.csv", source, choices, &MemoryScratch).unwrap();
        let read = Rows::new(opening.reader.unwrap()).of(choices, &[row]);
        let read = read.unwrap().pop()?;
        assert_eq!(read.row, row);
        let told = read.cells.iter().map(|cell| {
            let text = cell.text.as_deref().unwrap_or("null");
            let hidden = if cell.is_hidden { "*" } else { "" };
            let corrected = cell.corrected.as_ref();
            let corrected = corrected.map_or_else(String::new, |text| format!(">{text}"));
            format!("{}={text}{corrected}{hidden}", cell.column)
        });
        Some(told.collect())
    }

    #[track_caller]
    fn check(file: &str, row: u64, expected: Option<&[&str]>) {
        let correction = Correction {
            field: Field::Role,
            value: "membr".to_owned(),
            correction: "member".to_owned(),
        };
        let choices = Choices {
            set: vec![correction],
            ..Choices::default()
        };
        let found = cells(file, &choices, row);
        let found = found.as_deref();
        assert_eq!(
            found.map(|cells| cells.iter().map(String::as_str).collect::<Vec<_>>()),
            expected.map(<[&str]>::to_vec)
        );
    }

    #[test]
    fn a_row_is_shown_as_it_is_read() {
        let file = "id,role_key,notes\n1,member,\n\n2,membr, a \n";
        check(file, 2, Some(&["id=1", "role_key=member", "notes="]));
        check(
            file,
            4,
            Some(&["id=2", "role_key=membr>member", "notes= a "]),
        );
        for row in [1, 3, 5] {
            check(file, row, None);
        }
        let file = "{\"id\":1,\"last_name\":null}\n{\"team\":\"red\"}\n";
        check(file, 1, Some(&["id=1", "last_name=null"]));
        check(file, 2, Some(&["team=red"]));
    }

    #[test]
    fn rows_are_read_wherever_they_stand() {
        let mut file = "id\n".to_owned();
        for row in 2..=3500 {
            let _ = writeln!(file, "u{row}");
        }
        let source = Box::new(Cursor::new(file.into_bytes()));
        let choices = Choices::default();
        let (opening, _) = open("users.csv", source, &choices, &MemoryScratch).unwrap();
        let mut rows = Rows::new(opening.reader.unwrap());
        let numbers = |read: Vec<ReadRow>| -> Vec<u64> {
            let same = |read: &ReadRow| {
                let text = read.cells[0].text.as_deref().unwrap();
                assert_eq!(text, format!("u{}", read.row));
                read.row
            };
            read.iter().map(same).collect()
        };
        for (wanted, expected) in [
            (&[3400, 3500, 3501][..], &[3400, 3500][..]),
            (&[2, 3, 2001], &[2, 3, 2001]),
            (&[1, 1999], &[1999]),
            (&[1999], &[1999]),
            (&[9999], &[]),
            (&[2002], &[2002]),
        ] {
            assert_eq!(numbers(rows.of(&choices, wanted).unwrap()), expected);
        }
        for (after, limit, expected) in [
            (0, 2, &[2, 3][..]),
            (3, 2, &[4, 5]),
            (3498, 5, &[3499, 3500]),
            (3500, 5, &[]),
            (1, 0, &[]),
        ] {
            assert_eq!(
                numbers(rows.after(&choices, after, limit).unwrap()),
                expected
            );
        }
    }

    #[test]
    fn secrets_are_described() {
        let file = format!("id,hashed_password,password,notes\n1,{BCRYPT},tea at four,{BCRYPT}\n");
        let bcrypt = "notes=a value of 60 characters that looks like a bcrypt hash*";
        let password = "password=(11 characters)*";
        let expected = ["id=1", "hashed_password=(60 characters)*", password, bcrypt];
        check(&file, 2, Some(&expected));
        let file = r#"{"id":"1","properties":{"team":"red","password":"tea","list":["HASH"]}}"#;
        let properties = r#"properties={"team":"red","password":"(3 characters)","list":["a value of 60 characters that looks like a bcrypt hash"]}*"#;
        let expected = ["id=1", properties];
        check(&file.replace("HASH", BCRYPT), 1, Some(&expected));
    }
}
