//! The fix file: what it holds, and that it reads back as it was.

mod support;

use admit_core::base::spill::scratch::MemoryScratch;
use admit_core::findings::rule::Severity;
use admit_core::formats;
use admit_core::ports::store::{ImportRecord, Store};
use admit_core::report::fix_file::{FixFile, FixRow, csv};
use admit_core::rows::choices::Choices;
use std::io::Cursor;
use support::{Ran, dump, store_with};

const SETUP: &str = "
[[permissions]]
key = \"reports:read\"
[[roles]]
key = \"member\"
name = \"Member\"
[[organizations]]
external_id = \"home\"
name = \"Home\"
default = true
[[organizations]]
external_id = \"acme\"
name = \"Acme\"
";

fn import(name: &str, bytes: &[u8], store: &dyn Store) -> (ImportRecord, Ran) {
    let ran = support::import(name, bytes, store, &Choices::default());
    (ran.record.clone(), ran)
}

fn fix_file<'a>(
    name: &str,
    bytes: &[u8],
    record: &ImportRecord,
    store: &'a dyn Store,
) -> FixFile<'a> {
    let choices = Choices::default();
    let source = Box::new(Cursor::new(bytes.to_vec()));
    let (opening, _) = formats::open::open(name, source, &choices, &MemoryScratch).unwrap();
    let reader = opening.reader.expect("rows can be read from the source");
    FixFile::new(reader, &choices, record, store).unwrap()
}

/// The header and the rows of the fix file of an import of this source.
fn rows_of(name: &str, bytes: &[u8]) -> (Vec<String>, Vec<FixRow>) {
    let store = store_with(SETUP);
    let (record, _) = import(name, bytes, &store);
    let mut file = fix_file(name, bytes, &record, &store);
    let mut rows = Vec::new();
    while let Some(row) = file.next_row().unwrap() {
        rows.push(row);
    }
    assert_eq!(file.extent().rows, rows.len() as u64);
    for row in &rows {
        assert_eq!(row.cells.len(), file.header().len());
        for (cell, longest) in row.cells.iter().zip(&file.extent().longest) {
            assert!(cell.chars().count() <= *longest, "{cell}");
        }
    }
    (file.header(), rows)
}

/// The rows of the fix file, without what Admit says in it.
#[track_caller]
fn check_rows(name: &str, source: &str, expected: &[&[&str]]) {
    let (header, rows) = rows_of(name, source.as_bytes());
    let behind = if header.iter().any(|name| name == "admit_written") {
        3
    } else {
        2
    };
    let cells: Vec<&[String]> = rows
        .iter()
        .map(|row| &row.cells[..row.cells.len() - behind])
        .collect();
    assert_eq!(cells, expected);
}

#[test]
fn only_rows_to_correct_and_those_they_are_compared_with() {
    let header = "id,email,role_key,department\n";
    check_rows("a.csv", &format!("{header}1,ana@example.com,,x\n"), &[]);
    check_rows(
        "a.csv",
        &format!("{header}1,ana@example.com,,x\n2,bo.example.com,, y \n\n3,cy@example.com,,\n"),
        &[&["3", "2", "bo.example.com", "", " y "]],
    );
    check_rows(
        "a.csv",
        &format!("{header}1,ana@example.com,,x\n2,bo@example.com,,y\n1,ana.b@example.com,,z\n"),
        &[
            &["2", "1", "ana@example.com", "", "x"],
            &["4", "1", "ana.b@example.com", "", "z"],
        ],
    );
}

#[test]
fn json_rows_have_the_columns_met() {
    check_rows(
        "a.ndjson",
        "{\"id\":\"1\",\"email\":\"ana.example.com\"}\n{\"id\":2,\"phone\":null,\"email\":\"bo.example.com\",\"properties\":{\"team\": 1}}\n",
        &[
            &["1", "1", "ana.example.com", "", ""],
            &["2", "2", "bo.example.com", "", "{\"team\": 1}"],
        ],
    );
}

#[test]
fn rows_in_one_piece_keep_their_text() {
    for (name, source, text) in [
        (
            "a.csv",
            "id,email,first_name\n1,ana@example.com,Ana,B,C\n",
            "1,ana@example.com,Ana,B,C",
        ),
        ("a.csv", "id,email,first_name,last_name\n1\n", "1"),
        (
            "a.ndjson",
            "{\"id\":\"1\"}\n{\"id\":\"2\",\n{\"id\":\"3\"}\n",
            "{\"id\":\"2\",",
        ),
    ] {
        let (header, rows) = rows_of(name, source.as_bytes());
        let place = header.iter().position(|name| name == "admit_written");
        let place = place.expect("there is a column for it");
        assert_eq!(rows[0].cells[place], text);
        assert!(rows[0].cells[1..place].iter().all(String::is_empty));
    }
}

#[test]
fn failing_cells_are_marked_and_named() {
    let source = "id,email,external_organization_id,role_key\n1,ana@example.com,acme,membr\n";
    let (_, rows) = rows_of("a.csv", source.as_bytes());
    let list = source.replace("membr", "\"{member,membr}\"");
    let (_, listed) = rows_of("a.csv", list.as_bytes());
    assert_eq!(listed[0].marks[0].note, "In place of membr write: member");
    let row = &rows[0];
    assert_eq!(row.marks.len(), 1);
    assert_eq!(
        (row.marks[0].cell, row.marks[0].severity),
        (4, Severity::Warning)
    );
    assert_eq!(row.marks[0].note, "Write: member");
    assert!(row.cells[5].starts_with("role_key: "), "{}", row.cells[5]);
    assert!(row.cells[5].contains("member"), "{}", row.cells[5]);
    assert!(row.cells[6].ends_with("/2"), "{}", row.cells[6]);
}

/// What is said about rows, by rule, value and the row it was at first.
fn said(ran: &Ran, rows: &dyn Fn(u64) -> String) -> Vec<(String, String, String)> {
    let mut said: Vec<_> = ran
        .findings
        .iter()
        .filter(|finding| finding.severity > Severity::Notice && finding.row.is_some())
        .map(|finding| {
            (
                rows(finding.row.unwrap()),
                finding.rule.code.to_owned(),
                finding.value.clone().unwrap_or_default(),
            )
        })
        .collect();
    said.sort();
    said
}

/// Imports a source, then its fix file as it is, and compares.
#[track_caller]
fn check_round_trip(name: &str, source: &[u8]) -> Vec<String> {
    let store = store_with(SETUP);
    let (record, first) = import(name, source, &store);
    let before = dump(&store);
    let mut text = Vec::new();
    csv::write(&mut fix_file(name, source, &record, &store), &mut text).unwrap();
    let (again, second) = import("rows.csv", &text, &store);
    assert_eq!(dump(&store), before, "the directory was changed");
    assert_eq!(second.ledger.created + second.ledger.updated, 0);

    let text = String::from_utf8(text).unwrap();
    let numbers: Vec<String> = ::csv::Reader::from_reader(text.as_bytes())
        .records()
        .map(|row| row.unwrap()[0].to_owned())
        .collect();
    let expected = said(&first, &|row| row.to_string());
    let found = said(&second, &|row| numbers[row as usize - 2].clone());
    assert_eq!(found, expected, "\n{text}");
    let ties = ["ROW013", "ROW014", "ROW015"];
    let notices = second.findings.iter().map(|finding| finding.rule.code);
    assert!(!notices.clone().any(|code| ties.contains(&code)));
    assert!(notices.clone().any(|code| code == "HDR012"));

    // A fix file of a fix file is the same but for its numbers.
    let mut third = fix_file("rows.csv", text.as_bytes(), &again, &store);
    let mut rows = Vec::new();
    while let Some(row) = third.next_row().unwrap() {
        rows.push(row.cells);
    }
    let mut reader = ::csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(text.as_bytes());
    let written: Vec<Vec<String>> = reader
        .records()
        .map(|row| {
            let row = row.unwrap();
            row.iter()
                .map(|cell| formats::csv::guard::unguarded(cell).to_owned())
                .collect()
        })
        .collect();
    assert_eq!(third.header(), written[0]);
    for (row, written) in rows.iter().zip(&written[1..]) {
        let end = row.len() - 2;
        assert_eq!(row[1..end], written[1..end]);
    }
    assert_eq!(rows.len(), written.len() - 1);
    rows.concat()
}

#[test]
fn an_unchanged_fix_file_says_the_same_and_changes_nothing() {
    let cells = check_round_trip(
        "users.csv",
        "id,email,first_name,last_name,phone,external_organization_id,role_key,Notes,=sum\n\
         1,ana@example.com,Ana,Ray,+61412345678,acme,member,ok,1\n\
         2,bo.example.com,=cmd|' /C calc'!A0,'=x,+61412345678,acme,member,-1,@x\n\
         3,cy@example.com,Cy,Lee,0412345678,acme,membr,\"\t=1\",'\n\
         4,di.example.com,\"Di \"\"D\"\", x\",\"Line break\",,nowhere,member,\"a,b\r\nc\", z \n\
         1,other@example.com,Ana,Ray,,acme,member,,\n\
         1,ana@example.com,Ana,Ray,+61412345678,acme,member,ok,1\n\
         ,,Nobody,,,,,-5,''=y\n\
         8,ed@example.com,Ed,,,,,,\n"
            .as_bytes(),
    );
    for cell in [
        "=cmd|' /C calc'!A0",
        "'=x",
        "@x",
        "-1",
        "+61412345678",
        "0412345678",
        "\t=1",
        "'",
        "Di \"D\", x",
        "Line break",
        "a,b\r\nc",
        " z ",
        "''=y",
    ] {
        assert!(cells.iter().any(|found| found == cell), "{cell:?}");
    }
}

#[test]
fn other_sources_come_back_as_csv() {
    check_round_trip(
        "users.csv",
        b"id;email;first_name\n1;ana@example.com;Ana\n2;bo.example.com;Bo\n",
    );
    check_round_trip(
        "users.csv",
        b"id,email,first_name\n1,ana@example.com,Ana\n2,bo.example.com,Jos\xe9\n",
    );
    check_round_trip(
        "users.ndjson",
        br#"{"id":"1","email":"ana@example.com","organizations":[{"external_id":"acme","roles":["membr"]}]}
{"id":2,"email":"bo.example.com","first_name":null,"properties":{"a":[1,"x"]},"email_verified":true}
{"identities":[{"type":"email","identity":"cy@example.com"},{"type":"id","identity":"3"}],"role_key":["member","nobody"],"organizations":["acme"]}
"#,
    );
}

#[test]
fn a_row_in_one_piece_is_held_back_until_it_is_filled_in() {
    let source = "id,email,first_name\n1,ana@example.com,Ana\n2,bo@example.com,Bo,x,y\n";
    let store = store_with(SETUP);
    let (record, _) = import("a.csv", source.as_bytes(), &store);
    let mut text = Vec::new();
    let mut file = fix_file("a.csv", source.as_bytes(), &record, &store);
    csv::write(&mut file, &mut text).unwrap();
    let text = String::from_utf8(text).unwrap();
    let codes = |ran: &Ran| -> Vec<&str> {
        ran.findings
            .iter()
            .filter(|finding| finding.severity > Severity::Notice)
            .map(|finding| finding.rule.code)
            .collect()
    };
    let (again, same) = import("fix.csv", text.as_bytes(), &store);
    assert_eq!(codes(&same), ["ROW016"]);
    assert_eq!(same.ledger.rejected, 1);
    let mut file = fix_file("fix.csv", text.as_bytes(), &again, &store);
    let row = file.next_row().unwrap().unwrap();
    assert_eq!(row.cells[4], "2,bo@example.com,Bo,x,y");
    let filled = text.replace("3,,,,", "3,2,bo@example.com,Bo,");
    let (_, filled) = import("fix.csv", filled.as_bytes(), &store);
    assert_eq!(codes(&filled), [""; 0]);
    assert_eq!(filled.ledger.created, 1);
}

#[test]
fn with_every_suggestion_applied_less_is_found() {
    let source = "id,email,first_name,last_name,phone,external_organization_id,role_key\n\
         1,ana@example.com,Ana,Ray,,acme,membr\n\
         2,bo(at)example.com,Bo,Lee,,acmee,member\n\
         3,cy@gmial.com,Cy,Ito,,acme,Member\n\
         4,di@example.com,Di,Fay,,acme,member\n";
    let store = store_with(SETUP);
    let (record, first) = import("a.csv", source.as_bytes(), &store);
    let mut file = fix_file("a.csv", source.as_bytes(), &record, &store);
    let mut lines = vec![file.header()];
    while let Some(mut row) = file.next_row().unwrap() {
        for mark in &row.marks {
            if let Some(suggestion) = mark.note.strip_prefix("Write: ") {
                suggestion.clone_into(&mut row.cells[mark.cell]);
            }
        }
        lines.push(row.cells);
    }
    assert!(lines.len() > 2);
    let mut writer = ::csv::Writer::from_writer(Vec::new());
    for line in &lines {
        writer.write_record(line).unwrap();
    }
    let (_, second) = import("fix.csv", &writer.into_inner().unwrap(), &store);
    let count = |ran: &Ran| {
        ran.findings
            .iter()
            .filter(|finding| finding.severity > Severity::Notice)
            .count()
    };
    assert!(count(&second) < count(&first));
}

/// What is said about the columns that are Admit's own, by row.
#[track_caller]
fn check_ties(text: &str, expected: &[(u64, &str)]) {
    let store = store_with(SETUP);
    let source = "id,email\n1,ana.example.com\n2,bo.example.com\n3,cy.example.com\n";
    let (record, _) = import("a.csv", source.as_bytes(), &store);
    let text = text.replace("IMPORT", &admit_core::ports::store::short_id(record.id));
    let (_, ran) = import("fix.csv", text.as_bytes(), &store);
    let found: Vec<(u64, &str)> = ran
        .findings
        .iter()
        .filter(|finding| finding.rule.code.starts_with("ROW"))
        .map(|finding| (finding.row.unwrap(), finding.rule.code))
        .collect();
    assert_eq!(found, expected, "{text}");
    assert_eq!(ran.ledger.rejected, 0, "no row is held back for its number");
}

#[test]
fn numbers_that_do_not_fit_are_said() {
    let header = "admit_row,id,email,admit_problems,admit_import\n";
    let row = |number: &str, id: &str, import: &str| {
        format!("{number},{id},a{id}@example.com,,{import}\n")
    };
    let file = |rows: &[String]| format!("{header}{}", rows.concat());
    check_ties(
        &file(&[row("2", "1", "IMPORT/2"), row("3", "2", "IMPORT/3")]),
        &[],
    );
    // Reordered rows, and rows that were deleted.
    check_ties(
        &file(&[row("4", "3", "IMPORT/4"), row("2", "1", "IMPORT/2")]),
        &[],
    );
    check_ties(
        &file(&[row("2", "1", "IMPORT/2"), row("2", "2", "IMPORT/2")]),
        &[(3, "ROW014")],
    );
    check_ties(
        &file(&[row("2", "1", "IMPORT/3"), row("x", "2", "IMPORT/2")]),
        &[(2, "ROW013"), (3, "ROW013")],
    );
    check_ties(
        &file(&[row("", "1", ""), row("-3", "2", "")]),
        &[(2, "ROW013"), (3, "ROW013")],
    );
    check_ties(
        &file(&[row("2", "1", "00000000/2"), row("3", "2", "00000000/3")]),
        &[(2, "ROW015")],
    );
    // Columns in another order, and columns that were removed.
    check_ties("id,email,admit_row\n1,a1@example.com,2\n", &[]);
    check_ties("email,ADMIT_ROW,id\na1@example.com,2,1\n", &[]);
    // Without the column it is a file like any other.
    check_ties("id,email,admit_import\n1,a1@example.com,IMPORT/2\n", &[]);
}

#[test]
fn apostrophes_are_spoken_of_in_other_files_only() {
    let check = |file: &str, codes: &[&str]| {
        let store = store_with(SETUP);
        let (_, ran) = import("a.csv", file.as_bytes(), &store);
        let found: Vec<_> = ran.findings.iter().map(|f| f.rule.code).collect();
        let of_marks: Vec<_> = found.into_iter().filter(|code| *code == "XLS013").collect();
        assert_eq!(of_marks, codes, "{file}");
        assert!(!dump(&store)[0].contains("'-Ana"), "{:?}", dump(&store));
    };
    check("id,first_name\n1,'-Ana\n", &["XLS013"]);
    check("admit_row,id,first_name\n2,1,'-Ana\n", &[]);
}
