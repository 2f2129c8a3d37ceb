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
        .prop_map(|(rows, end)| format!("id,first_name,note{end}{}{end}", rows.join(end)))
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
    fn one_quote_more_loses_no_other_row(rows in simple_rows(), place in any::<prop::sample::Index>(), crlf: bool) {
        let end = if crlf { "\r\n" } else { "\n" };
        let mut text = format!("email,first_name,note{end}{}{end}", rows.join(end));
        let at = place.index(text.len());
        text.insert(at, '"');
        let damaged = text[..at].matches('\n').count();
        let whole = read(text.as_bytes());
        consistent(&whole);
        for number in 0..rows.len() {
            let line = number as u64 + 2;
            let address = format!("u{number}@example.org");
            let read = whole.rows.iter().any(|row| row.cells.first() == Some(&address));
            let reported = whole.findings.iter().any(|finding| finding.line == Some(line));
            // Only the row that got the quote may be held back.
            let touched = damaged + 1 == line as usize;
            prop_assert!(read || touched && reported, "row {} of {:?}: {:?}", line, text, whole);
        }
    }
}
