//! Lists of organizations, roles and permissions as CSV. They are short and
//! typed by the person who runs the directory, so a list is taken whole or not
//! at all.

use crate::failure::Failure;
use admit_core::by_hand::{key_problem, name_problem};
use admit_core::users::field::fold_header;
use std::collections::HashMap;
use std::path::Path;

/// One line of the list, by the columns asked for.
#[derive(Debug)]
pub struct Line {
    /// The line in the file, from 1.
    pub line: u64,
    /// The cells, trimmed, in the order of the columns asked for; empty where
    /// the file has no such column.
    pub cells: Vec<String>,
}

/// Refuses a key that cannot be one.
pub fn usable_key(key: &str) -> Result<(), Failure> {
    match key_problem(key) {
        Some(problem) => Err(Failure::Key { problem }),
        None => Ok(()),
    }
}

/// Refuses a name that cannot be shown.
pub fn usable_name(name: &str) -> Result<(), Failure> {
    match name_problem(name) {
        Some(problem) => Err(Failure::Key { problem }),
        None => Ok(()),
    }
}

/// Headers that mean the key of a list as well.
const KEY_HEADERS: [&str; 3] = ["id", "key", "external_id"];

/// Reads a list. The first of `columns` is the key, which every line must have
/// and no two lines may share.
pub fn read(path: &Path, text: &str, columns: &[&str]) -> Result<Vec<Line>, Failure> {
    let wrong = |line: u64, problem: String| Failure::List {
        path: path.to_owned(),
        line,
        problem,
    };
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut reader = csv::ReaderBuilder::new().from_reader(text.as_bytes());
    let header = reader
        .headers()
        .map_err(|error| wrong(1, error.to_string()))?;
    let mut places = vec![None; columns.len()];
    for (index, name) in header.iter().enumerate() {
        let column = columns
            .iter()
            .position(|column| fold_header(column) == fold_header(name))
            .or_else(|| {
                let mut keys = KEY_HEADERS.iter().map(|header| fold_header(header));
                keys.any(|header| header == fold_header(name)).then_some(0)
            })
            .ok_or_else(|| {
                let known = columns.join(", ");
                wrong(
                    1,
                    format!("there is no column \"{name}\" here; use {known}"),
                )
            })?;
        if places[column].replace(index).is_some() {
            let column = columns[column];
            return Err(wrong(1, format!("two columns give the {column}")));
        }
    }
    if places[0].is_none() {
        return Err(wrong(
            1,
            format!("the column \"{}\" is missing", columns[0]),
        ));
    }
    let mut lines = Vec::new();
    let mut seen = HashMap::new();
    for record in reader.records() {
        let record = record.map_err(|error| {
            let line = error.position().map_or(0, csv::Position::line);
            wrong(line, error.to_string())
        })?;
        let line = record.position().map_or(0, |place| line_of(text, place));
        let cell = |place: &Option<usize>| {
            let text = place.and_then(|index| record.get(index));
            text.unwrap_or_default().trim().to_owned()
        };
        let cells: Vec<String> = places.iter().map(cell).collect();
        if let Some(problem) = key_problem(&cells[0]) {
            return Err(wrong(line, problem.to_owned()));
        }
        if let Some(first) = seen.insert(cells[0].clone(), line) {
            let problem = format!("\"{}\" stands on line {first} already", cells[0]);
            return Err(wrong(line, problem));
        }
        lines.push(Line { line, cells });
    }
    Ok(lines)
}

/// The line on which a record starts. The reader's own place of a record is in
/// front of the blank lines before it.
fn line_of(text: &str, place: &csv::Position) -> u64 {
    let rest = &text.as_bytes()[(place.byte() as usize).min(text.len())..];
    let blank = rest.iter().take_while(|byte| matches!(byte, b'\r' | b'\n'));
    place.line() + blank.filter(|byte| **byte == b'\n').count() as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Result<&[(u64, &str, &str)], &str>) {
        let read = read(Path::new("list.csv"), text, &["key", "name"]);
        let read = read.map_err(|failure| failure.to_string()).map(|lines| {
            lines
                .into_iter()
                .map(|line| (line.line, line.cells[0].clone(), line.cells[1].clone()))
                .collect::<Vec<_>>()
        });
        let expected = expected
            .map(|lines| {
                lines
                    .iter()
                    .map(|(line, key, name)| (*line, (*key).to_owned(), (*name).to_owned()))
                    .collect::<Vec<_>>()
            })
            .map_err(str::to_owned);
        assert_eq!(read, expected, "{text}");
    }

    #[test]
    fn lists_are_read_by_their_header() {
        check("key,name\na,A\n", Ok(&[(2, "a", "A")]));
        check(
            "\u{feff}Name,Key\nA,a\n\n B , b \n",
            Ok(&[(2, "a", "A"), (4, "b", "B")]),
        );
        check("key\na\n", Ok(&[(2, "a", "")]));
        check("name,id\nA,a\n", Ok(&[(2, "a", "A")]));
        check("External ID\na\n", Ok(&[(2, "a", "")]));
        check("key\n", Ok(&[]));
    }

    #[test]
    fn a_list_is_taken_whole_or_not_at_all() {
        check(
            "id,key\na,b\n",
            Err("list.csv, line 1: two columns give the key"),
        );
        check(
            "name\nA\n",
            Err("list.csv, line 1: the column \"key\" is missing"),
        );
        check(
            "key,colour\na,red\n",
            Err("list.csv, line 1: there is no column \"colour\" here; use key, name"),
        );
        check(
            "key,name\na,A\n,B\n",
            Err("list.csv, line 3: a key cannot be empty"),
        );
        check(
            "key,name\na,A\na,B\n",
            Err("list.csv, line 3: \"a\" stands on line 2 already"),
        );
    }
}
