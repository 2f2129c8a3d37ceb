//! What holds for every file.

use super::{Seen, Whole, next, open, read};
use crate::findings::finding::Findings;
use crate::rows::choices::Choices;
use proptest::prelude::*;

/// The cells that the `csv` crate reads under the header.
fn peer(text: &str) -> Vec<Vec<String>> {
    csv::ReaderBuilder::new()
        .flexible(true)
        .from_reader(text.as_bytes())
        .records()
        .map(|record| record.unwrap().iter().map(str::to_owned).collect())
        .collect()
}

/// A cell as it stands in a well-formed file.
fn cell() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-zéß €]{0,8}[a-z]",
        "[a-z,\"\n\r é]{0,10}".prop_map(|text| format!("\"{}\"", text.replace('"', "\"\""))),
        Just(String::new()),
    ]
}

fn well_formed() -> impl Strategy<Value = String> {
    let row = prop::collection::vec(cell(), 2).prop_map(|cells| format!("1,{}", cells.join(",")));
    (
        prop::collection::vec(row, 1..8),
        prop_oneof![Just("\n"), Just("\r\n")],
    )
        .prop_map(|(rows, end)| format!("id,about,note{end}{}{end}", rows.join(end)))
}

/// Rows that each are known by their address.
fn simple_rows() -> impl Strategy<Value = Vec<String>> {
    let plain = Just(("Ana".to_owned(), "x".to_owned()));
    let quoted = Just(("\"Ana\"".to_owned(), "\"x\"".to_owned()));
    let row = prop_oneof![plain, quoted];
    prop::collection::vec(row, 1..8).prop_map(|rows| {
        rows.into_iter()
            .enumerate()
            .map(|(number, (name, note))| format!("u{number}@example.org,{name},{note}"))
            .collect()
    })
}

fn rows_from_places(bytes: &[u8], rows: &[Seen]) {
    let (reader, _) = open("users.csv", bytes, &Choices::default());
    let Some(mut reader) = reader else { return };
    for row in rows.iter().rev() {
        reader.seek(row.place).unwrap();
        let again = next(&mut *reader, &mut Findings::default());
        assert_eq!(again.as_ref(), Some(row));
    }
}

/// Every line of the file is under exactly one row, above the header, or said
/// to be lost.
fn consistent(whole: &Whole) {
    for pair in whole.rows.windows(2) {
        assert!(pair[0].place.row < pair[1].place.row);
        assert!(pair[0].place.line < pair[1].place.line);
        assert!(pair[0].place.byte < pair[1].place.byte);
    }
    for row in whole.rows.iter().filter(|row| row.held_back) {
        assert!(
            whole
                .findings
                .iter()
                .any(|finding| finding.row == Some(row.place.row))
        );
    }
}

/// Columns whose values have one line, by their places in [`table`].
const ONE_LINE: [usize; 2] = [0, 1];

/// Rows of any text, under `username,last_name,bio,roles`.
fn table() -> impl Strategy<Value = Vec<Vec<String>>> {
    let like_rows =
        prop::collection::vec("[\"]{0,2}[a-d0-9]{0,3}[\",]{0,3}[a-d]{0,2}[\",]{0,2}", 0..4);
    let text = prop_oneof![
        3 => "[a-zA-Z0-9 ]{0,6}",
        1 => "[^\0]{0,8}",
        1 => "[\",\n\r\\\\ ab]{0,12}",
        1 => like_rows.prop_map(|lines| lines.join("\n")),
        1 => Just("e,Eve,x,admin\nf,\"Fay\",y,admin\n".to_owned()),
    ];
    prop::collection::vec(prop::collection::vec(text, 4), 1..6)
}

/// The table as a correct writer writes it.
fn written(table: &[Vec<String>]) -> String {
    let mut writer = csv::WriterBuilder::new().from_writer(Vec::new());
    writer
        .write_record(["username", "last_name", "bio", "roles"])
        .unwrap();
    for record in table {
        writer.write_record(record).unwrap();
    }
    String::from_utf8(writer.into_inner().unwrap()).unwrap()
}

/// Whether a cell keeps its row from being blank.
fn is_blank(cell: &str) -> bool {
    cell.bytes()
        .all(|byte| matches!(byte, b' ' | b'\t' | b'"' | b','))
}

proptest! {
    #[test]
    fn well_formed_files_read_as_by_others(text in well_formed()) {
        let whole = read(text.as_bytes());
        let rows: Vec<_> = whole.rows.iter().map(|row| row.cells.clone()).collect();
        prop_assert_eq!(rows, peer(&text));
        prop_assert!(whole.rows.iter().all(|row| !row.held_back));
        rows_from_places(text.as_bytes(), &whole.rows);
    }

    #[test]
    fn any_bytes_are_read(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let whole = read(&bytes);
        consistent(&whole);
        rows_from_places(&bytes, &whole.rows);
    }

    #[test]
    fn anything_like_a_file_is_read(text in "(id|email|name)[,;](email|roles)(\r\n|\n|\r)([\",;\n\r a-c@#]|“|é){0,200}") {
        let whole = read(text.as_bytes());
        consistent(&whole);
        rows_from_places(text.as_bytes(), &whole.rows);
    }

    #[test]
    fn what_is_written_is_read(table in table()) {
        let text = written(&table);
        let whole = read(text.as_bytes());
        let mut read = whole.rows.iter();
        for record in table.iter().filter(|record| record.iter().any(|cell| !is_blank(cell))) {
            let row = read.next();
            prop_assert!(row.is_some(), "{:?} is lost of {:?}", record, text);
            let row = row.unwrap();
            let held = ONE_LINE.iter().any(|column| record[*column].trim_ascii().contains(['\n', '\r']));
            prop_assert_eq!(row.held_back, held, "{:?} of {:?}", record, &text);
            if !held {
                prop_assert_eq!(&row.cells, record, "{:?}", &text);
            }
        }
        prop_assert_eq!(read.next(), None, "{:?}", &text);
        rows_from_places(text.as_bytes(), &whole.rows);
    }

    #[test]
    fn one_quote_more_makes_no_row_of_something_else(rows in simple_rows(), place in any::<prop::sample::Index>(), crlf: bool) {
        let end = if crlf { "\r\n" } else { "\n" };
        let mut text = format!("email,first_name,note{end}{}{end}", rows.join(end));
        let at = place.index(text.len());
        text.insert(at, '"');
        let damaged = text[..at].matches('\n').count() as u64 + 1;
        let whole = read(text.as_bytes());
        consistent(&whole);
        let lines: Vec<_> = rows.iter().map(|row| row.replace('"', "")).collect();
        for row in whole.rows.iter().filter(|row| !row.held_back) {
            let read = row.cells.join(",").replace('"', "");
            prop_assert!(lines.contains(&read), "{:?} of {:?}", row, &text);
        }
        // What stands above the damage is read.
        for number in 2..damaged {
            prop_assert!(whole.rows.iter().any(|row| row.place.line == number && !row.held_back), "row {} of {:?}", number, &text);
        }
    }
}
