//! The reader as a whole: files in, rows and findings out.

use crate::base::limits::RECORD_BYTES_MAX;
use crate::base::spill::scratch::MemoryScratch;
use crate::findings::finding::{Finding, Findings};
use crate::formats;
use crate::formats::reader::RowReader;
use crate::rows::choices::Choices;
use crate::rows::raw::{RawRow, RowPlace};
use std::fmt::Write as _;
use std::io::Cursor;

mod properties;

/// A row as tests look at it.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Seen {
    place: RowPlace,
    cells: Vec<String>,
    held_back: bool,
}

/// A file that was read to its end.
#[derive(Debug, Default)]
struct Whole {
    rows: Vec<Seen>,
    findings: Vec<Finding>,
    header_row: u64,
    blanks: u64,
}

fn open(name: &str, bytes: &[u8], choices: &Choices) -> (Option<Box<dyn RowReader>>, Findings) {
    let source = Box::new(Cursor::new(bytes.to_vec()));
    let opened = formats::open::open(name, source, choices, &MemoryScratch);
    let (opening, findings) = opened.unwrap();
    (opening.reader, findings)
}

fn next(reader: &mut dyn RowReader, findings: &mut Findings) -> Option<Seen> {
    let mut row = RawRow::default();
    let mut own = Findings::default();
    let more = reader.next(&mut row, &mut own).unwrap();
    let held_back = own.has_error();
    own.take()
        .into_iter()
        .for_each(|finding| findings.add(finding));
    more.then(|| Seen {
        place: row.place,
        cells: row.cells().map(|cell| cell.text.to_owned()).collect(),
        held_back,
    })
}

fn read_with(name: &str, bytes: &[u8], choices: &Choices) -> Whole {
    let (reader, mut findings) = open(name, bytes, choices);
    let mut whole = Whole::default();
    if let Some(mut reader) = reader {
        while let Some(row) = next(&mut *reader, &mut findings) {
            whole.rows.push(row);
        }
        whole.header_row = reader.header_row();
        whole.blanks = reader.blank_rows();
    }
    whole.findings = findings.take();
    whole
}

fn read(bytes: &[u8]) -> Whole {
    read_with("users.csv", bytes, &Choices::default())
}

/// Rows as `row:line cell|cell`, `!` before those held back; then findings as
/// `CODE row`.
fn told(whole: &Whole) -> String {
    let mut told = String::new();
    for row in &whole.rows {
        let mark = if row.held_back { "!" } else { "" };
        let cells = row.cells.join("|");
        writeln!(told, "{mark}{}:{} {cells}", row.place.row, row.place.line).unwrap();
    }
    for finding in &whole.findings {
        let row = finding.row.map_or("-".to_owned(), |row| row.to_string());
        writeln!(told, "{} {row}", finding.rule.code).unwrap();
    }
    told
}

fn check(text: &str, expected: &[&str]) {
    check_bytes(text.as_bytes(), expected);
}

fn check_bytes(bytes: &[u8], expected: &[&str]) {
    let found = told(&read(bytes));
    let expected: String = expected.iter().flat_map(|line| [line, "\n"]).collect();
    assert_eq!(found, expected, "{}", String::from_utf8_lossy(bytes));
}

#[test]
fn rows_are_read_with_their_places() {
    check(
        "id,email\n1,a@example.org\n2,b@example.org",
        &["2:2 1|a@example.org", "3:3 2|b@example.org"],
    );
    check("id,email\r\n1,a@example.org\r\n", &["2:2 1|a@example.org"]);
    check(
        "id,email\r1,a@example.org\r2,b@example.org",
        &["2:2 1|a@example.org", "3:3 2|b@example.org"],
    );
    check(
        "\u{feff}id,email\n1,a@example.org\n",
        &["2:2 1|a@example.org"],
    );
    check(
        "id,name\n1,\"Ray, Ana\"\n2,\"The \"\"B\"\"\"\n",
        &["2:2 1|Ray, Ana", "3:3 2|The \"B\""],
    );
    check(
        "id,note\n1,\"Ana\nRay\"\n2,Bo\n",
        &["2:2 1|Ana\nRay", "3:4 2|Bo"],
    );
    check("id,name\n1,Ana,\n2,Bo,,\n", &["2:2 1|Ana", "3:3 2|Bo"]);
    check("id,name,\n1,Ana\n2,Bo,\n", &["2:2 1|Ana", "3:3 2|Bo|"]);
    check("id, name\n1, \"Ana\" \n", &["2:2 1|Ana"]);
    check("sep=;\nid;name\n1;Ana\n", &["2:3 1|Ana"]);
    check("email\na@example.org\n", &["2:2 a@example.org"]);
}

#[test]
fn what_is_skipped_is_counted() {
    check(
        "id,name\n\n1,Ana\n,\n \n2,Bo\n",
        &["3:3 1|Ana", "6:6 2|Bo", "ROW001 -"],
    );
    check(
        "id,name\n1,Ana\nid,name\n2,Bo\n",
        &["2:2 1|Ana", "4:4 2|Bo", "ROW004 3"],
    );
    check(
        "# by hand\nid,name\n1,Ana\n#2,Bo\n",
        &["3:3 1|Ana", "4:4 #2|Bo", "FIL015 1"],
    );
    check(
        "Users\n\nid,email\n1,a@example.org\n",
        &["4:4 1|a@example.org", "HDR002 3", "ROW001 -"],
    );
    let whole = read(b"Users\n\nid,email\n1,a@example.org\n\n");
    assert_eq!((whole.header_row, whole.blanks), (3, 2));
}

#[test]
fn blank_rows_are_named() {
    let check = |text: &str, expected: &str| {
        let whole = read(text.as_bytes());
        let blank = whole.findings.iter().find(|f| f.rule.code == "ROW001");
        assert_eq!(
            blank.map(Finding::fact).as_deref(),
            Some(expected),
            "{text}"
        );
    };
    check("id,name\n1,Ana\n\n2,Bo\n", "Row 3 is blank.");
    check("id,name\n,\n1,Ana\n\"\",\n\n", "Rows 2, 4 and 5 are blank.");
    check(
        "Users\n\nid,name\n1,\"A\nB\"\n ,\n",
        "Rows 2 and 5 are blank.",
    );
    let many = format!("id,name\n{}1,Ana\n", ",\n".repeat(1200));
    check(&many, "1,200 rows (2, 3, 4, 5, 6 …) are blank.");
}

#[test]
fn files_without_rows_say_so() {
    check("", &["FIL001 -"]);
    check("\n\n", &["FIL001 -"]);
    check("# nothing\n", &["FIL001 -"]);
    check("id,email\n\n", &["FIL002 -"]);
    check("1,ana@example.org\n2,bo@example.org\n", &["HDR001 -"]);
    check("ana@example.org\n", &["HDR001 -"]);
    check("\"id,email\"\n\"1,ana@example.org\"\n", &["FIL016 -"]);
    check(
        "id:email\n1:ana@example.org\n",
        &["HDR001 -"].map(|_| "FIL016 -"),
    );
    check("<html>", &["FIL003 -"]);
    check(&format!("id{}\n", ",x".repeat(512)), &["FIL007 -"]);
    check(&format!("id,{}\n1,a\n", "x".repeat(4097)), &["ROW022 -"]);
    check(
        &format!("id,{}\n1,a\n", "x".repeat(2_000_000)),
        &["ROW022 -"],
    );
    let names = format!(",{}", "x".repeat(3_000)).repeat(400);
    check(&format!("id{names}\n1,a\n"), &["ROW022 -"]);
    check(&"x".repeat(2_000_000), &["ROW022 -"]);
}

#[test]
fn the_number_of_cells_matters() {
    check(
        "id,first_name,last_name,phone\n1,Ana,Ray\n",
        &["2:2 1|Ana|Ray|", "ROW003 2"],
    );
    check(
        "id,first_name,last_name,phone\n1\n",
        &["!2:2 1", "ROW003 2"],
    );
    check(
        "id,email,\n1,a@example.org,x\n",
        &["2:2 1|a@example.org|x", "HDR003 -"],
    );
    let text = "email,first_name,email_verified\nbo@example.org,Lee, Bo,true\n";
    check(text, &["!2:2 bo@example.org|Lee| Bo", "ROW002 2"]);
    let finding = &read(text.as_bytes()).findings[0];
    assert_eq!(finding.column.as_deref(), Some("first_name"));
    assert_eq!(finding.suggestion.as_deref(), Some("\"Lee, Bo\""));
}

#[test]
fn blank_cells_at_the_end_are_dropped_unless_the_values_shifted() {
    let header = "id,first_name,phone,email_verified,role_key\n";
    for (row, expected) in [
        (
            "1,Ana,+61412345678,TRUE,,",
            &["2:2 1|Ana|+61412345678|TRUE|"][..],
        ),
        ("1,Ana,,,,,", &["2:2 1|Ana|||"]),
        ("1,Ana,phone?,TRUE,,", &["2:2 1|Ana|phone?|TRUE|"]),
        (
            "1,Ana, Jr,+61412345678,TRUE,",
            &["!2:2 1|Ana| Jr|+61412345678|TRUE", "ROW002 2"],
        ),
        (
            "1,Ana,B,Jr,+61412345678,TRUE,",
            &["!2:2 1|Ana|B|Jr|+61412345678", "ROW002 2"],
        ),
    ] {
        check(&format!("{header}{row}\n"), expected);
    }
    let found = read(format!("{header}1,Ana, Jr,+61412345678,TRUE,\n").as_bytes());
    let suggestion = found.findings[0].suggestion.as_deref();
    assert_eq!(suggestion, Some("\"Ana, Jr\""));
}

#[test]
fn what_a_doubtful_quote_reaches_over_is_held_back_as_one() {
    // Nothing closes it: no line below is known to be a row.
    check(
        "id,name,email\n1,\"Ana,a@example.org\n2,Bo,b@example.org\n3,Cy,c@example.org\n",
        &["!2:2 ", "FIL017 2"],
    );
    // Behind the next row that has quotes, both readings agree.
    check(
        "id,name,email\n1,\"Ana,a@example.org\n2,\"Bo\",b@example.org\n3,Cy,c@example.org\n",
        &["!2:2 ", "3:4 3|Cy|c@example.org", "FIL017 2"],
    );
    check(
        "id,email,name\n1,a@example.org,\"Ana\n2,b@example.org,Bo\n3,c@example.org,Cy\"\n4,d@example.org,Di\n",
        &["!2:2 ", "3:5 4|d@example.org|Di", "FIL030 2"],
    );
    check(
        "id,first_name,last_name\n1,\"Ana,Roe\n2,Bo,Li\n3,Cy\",Fox\n4,Di,Ray\n",
        &["!2:2 ", "3:5 4|Di|Ray", "FIL030 2"],
    );
    check(
        "id,name,note\n1,\"Ana\",\"He said \"hi\n9,Eve,admin\nBye\"\n2,Bo,x\n",
        &["!2:2 ", "3:5 2|Bo|x", "FIL018 2"],
    );
    check(
        "id,name,note\n1,Ana,Hello \"my\n9,Eve,admin\nfriend\" x\n2,Bo,x\n",
        &["!2:2 ", "3:5 2|Bo|x", "FIL018 2"],
    );
    let whole = read(b"id,name\n1,\"Ana\n\nstreet\n2,Bo\n");
    let finding = &whole.findings[0];
    assert_eq!(
        finding.message(),
        "The quote opened in row 2, column name, is never closed, so lines 2 to 5 could not be told apart and count as one row. The row was not imported."
    );
    assert_eq!(finding.suggestion.as_deref(), Some("1,\"Ana\""));
}

#[test]
fn nobody_is_made_out_of_the_text_of_a_value() {
    let header = "id,email,first_name,external_organization_id,role_key,bio\n";
    let eve = "9,eve@example.net,Eve,acme,admin,x";
    // A quote that closes is taken as written, whatever stands in it.
    check(
        &format!("{header}1,ana@example.org,Ana,acme,member,\"Hello.\n{eve}\nBye.\"\n"),
        &[&format!(
            "2:2 1|ana@example.org|Ana|acme|member|Hello.\n{eve}\nBye."
        )],
    );
    check(
        "email,bio\na@example.org,\"Hello.\ne@example.net,x\ne@example.com,x\"\n",
        &["2:2 a@example.org|Hello.\ne@example.net,x\ne@example.com,x"],
    );
    // Wherever quotes are in doubt, Eve is nobody.
    for bio in [
        format!("\"Hello.\n{eve}\nBye."),
        format!("\"Hello \"you\n{eve}\nBye.\""),
        format!("Hello \"you\n{eve}\nBye.\""),
        format!("\"Hello \"you\", \n{eve}\nBye.\""),
        format!("\"Hello.\n{eve}\nBye\".\""),
        format!("\"{}\n{eve}\nBye.\"", "x".repeat(RECORD_BYTES_MAX)),
        format!("\"{}\n{eve}\nBye.", "x\n".repeat(RECORD_BYTES_MAX)),
    ] {
        let whole = read(format!("{header}1,ana@example.org,Ana,acme,member,{bio}\n").as_bytes());
        let ids = whole.rows.iter().filter(|row| !row.held_back);
        let ids: Vec<_> = ids.map(|row| row.cells[0].clone()).collect();
        assert!(!ids.contains(&"9".to_owned()), "{bio:.80}");
        assert!(!whole.findings.is_empty(), "{bio:.80}");
    }
}

#[test]
fn a_row_with_too_few_cells_may_be_a_piece_of_one() {
    let header = "id,first_name,last_name,email\n";
    for (rows, expected) in [
        (
            "7,Ana\nMaria,Ruiz,ana@example.org\n8,Bo,Li,bo@example.org\n",
            &["!2:2 7|Ana", "3:4 8|Bo|Li|bo@example.org", "ROW018 2"][..],
        ),
        (
            "7,Ana,\nRuiz,ana@example.org\n8,Bo,Li,bo@example.org\n",
            &["!2:2 7|Ana|", "3:4 8|Bo|Li|bo@example.org", "ROW018 2"],
        ),
        (
            "7,Ana\nMaria\nRosa,Ruiz,ana@example.org\n",
            &["!2:2 7|Ana", "ROW018 2"],
        ),
        // The email is missing, and that is how the user signs in.
        (
            "7,Ana,Ruiz\n8,Bo,Li,bo@example.org\n",
            &["!2:2 7|Ana|Ruiz", "3:3 8|Bo|Li|bo@example.org", "ROW003 2"],
        ),
        // An address where a name belongs: the values have shifted.
        (
            "7,Ana,ana@example.org\n8,Bo,Li,bo@example.org\n",
            &[
                "!2:2 7|Ana|ana@example.org",
                "3:3 8|Bo|Li|bo@example.org",
                "ROW003 2",
            ],
        ),
    ] {
        check(&format!("{header}{rows}"), expected);
    }
    // Spreadsheets leave off blank cells at the end: rows that do not go together.
    check(
        "id,email,first_name,phone\n1,a@example.org,Ana\n2,b@example.org,Bo\n3,c@example.org,Cy\n",
        &[
            "2:2 1|a@example.org|Ana|",
            "3:3 2|b@example.org|Bo|",
            "4:4 3|c@example.org|Cy|",
            "ROW003 2",
            "ROW003 3",
            "ROW003 4",
        ],
    );
    check(
        "email,first_name,last_name\na@example.org,Ana\nb@example.org,Bo\n",
        &[
            "2:2 a@example.org|Ana|",
            "3:3 b@example.org|Bo|",
            "ROW003 2",
            "ROW003 3",
        ],
    );
    let whole = read(format!("{header}7,Ana\nMaria,Ruiz,ana@example.org\n").as_bytes());
    assert_eq!(
        whole.findings[0].suggestion.as_deref(),
        Some("7,Ana Maria,Ruiz,ana@example.org")
    );
}

#[test]
fn a_file_that_breaks_off_says_so() {
    check(
        "id,first_name,last_name\n1,Ana,Ray\n2,B",
        &["2:2 1|Ana|Ray", "!3:3 2|B", "ROW017 3"],
    );
    check(
        "id,first_name,last_name\n1,Ana,Ray\n2,\"B\"",
        &["2:2 1|Ana|Ray", "!3:3 2|B", "ROW017 3"],
    );
}

#[test]
fn values_over_several_lines_stay_whole() {
    check(
        "id,name,note\n1,Ana,\"a\nb\nc\"\n2,Bo,x\n",
        &["2:2 1|Ana|a\nb\nc", "3:5 2|Bo|x"],
    );
    check(
        "id,email,note\n1,a@example.org,\"Street 1, Town, Land\nStreet 2, Town, Land\"\n",
        &["2:2 1|a@example.org|Street 1, Town, Land\nStreet 2, Town, Land"],
    );
}

#[test]
fn stray_quotes_hold_their_row_back() {
    let cases = [
        ("O\"Brien", "last_name", "\"O\"\"Brien\""),
        (
            "\"Jen \"JJ\" Smith\"",
            "last_name",
            "\"Jen \"\"JJ\"\" Smith\"",
        ),
        ("\"a \"b, c\" d\"", "last_name", "\"a \"\"b, c\"\" d\""),
        ("5\"", "last_name", "\"5\"\"\""),
    ];
    for (cell, column, suggestion) in cases {
        let text = format!("id,last_name,phone\n1,{cell},\n2,Bo,\n");
        let whole = read(text.as_bytes());
        assert_eq!(told(&whole), "!2:2 \n3:3 2|Bo|\nFIL018 2\n", "{cell}");
        let finding = &whole.findings[0];
        assert_eq!(finding.column.as_deref(), Some(column));
        assert_eq!(
            (finding.value.as_deref(), finding.suggestion.as_deref()),
            (Some(cell), Some(suggestion))
        );
    }
}

#[test]
fn a_manuals_broken_sample_gives_findings_to_act_on() {
    let text = "email,id,first_name,last_name,roles,permissions,external_organization_id\n\n\
        jen@example.com,0001,\"Jen\",\"Smith\",\"role_1\",\"permission_1\",\"ext_org_id_1,ext_org_id_2\n\
        joe@example.com,0002,\"Joe\",\"Bloggs\",\"role_1,role_2\",\"permission_1,\"ext_org_id_1\"\n";
    let whole = read(text.as_bytes());
    assert_eq!(told(&whole), "!3:3 \nFIL017 3\nROW001 -\n");
    let first = &whole.findings[0];
    assert_eq!(first.column.as_deref(), Some("external_organization_id"));
    assert!(
        first
            .suggestion
            .as_deref()
            .unwrap()
            .ends_with(",\"ext_org_id_1,ext_org_id_2\"")
    );
}

#[test]
fn a_quote_in_the_header_is_reported() {
    check(
        "id,\"email\n1,a@example.org\n",
        &["2:2 1|a@example.org", "FIL018 1"],
    );
    check(
        "id,email\"\n1,a@example.org\n",
        &["2:2 1|a@example.org", "FIL018 1"],
    );
}

#[test]
fn bytes_that_are_no_text_hold_their_row_back() {
    check_bytes(
        "id,name\n1,José\n2,b\0o\n3,Cy\n".as_bytes(),
        &["2:2 1|José", "!3:3 ", "4:4 3|Cy", "FIL013 3"],
    );
    check_bytes(
        b"id,name\n1,Jos\xC3\xA9\n2,Zo\xEB\n3,Cy\n",
        &["2:2 1|José", "!3:3 ", "4:4 3|Cy", "FIL011 3"],
    );
    check_bytes(
        b"id,name\n1,Jos\xE9\n2,Zo\xEB\n",
        &["2:2 1|José", "3:3 2|Zoë", "FIL010 -"],
    );
    let whole = read(b"id,password,name\n1,pass\xF6,Jos\xE9\n2,x,Zo\xEB\n");
    assert_eq!(
        whole.findings[0].help_text(),
        "Some values as they were read: \"José\", \"Zoë\". If letters are wrong, name the encoding with --encoding."
    );
}

#[test]
fn a_chosen_encoding_is_used() {
    let choices = Choices {
        encoding: Some("windows-1251".to_owned()),
        ..Choices::default()
    };
    let whole = read_with("users.csv", b"id,name\n1,\xC8\xE2\xE0\xED\n", &choices);
    assert_eq!(told(&whole), "2:2 1|Иван\n");
    let unknown = Choices {
        encoding: Some("klingon".to_owned()),
        ..Choices::default()
    };
    let source = Box::new(Cursor::new(b"id\n1\n".to_vec()));
    let error = formats::open::open("users.csv", source, &unknown, &MemoryScratch)
        .err()
        .unwrap();
    assert_eq!(error.to_string(), "there is no encoding called \"klingon\"");
}

#[test]
fn guesses_are_reported() {
    check("id;name\n1;Ana\n", &["2:2 1|Ana", "FIL014 -"]);
    let whole = read(b"id;hashed_password;name\n1;$2b$x;Ana\n");
    assert!(
        whole.findings[0].help_text().contains("1 | … | Ana"),
        "{}",
        whole.findings[0].help_text()
    );
    let tabs = read_with("users.tsv", b"id\tname\n1\tAna\n", &Choices::default());
    assert_eq!(told(&tabs), "2:2 1|Ana\n");
    check("id,name\n1,“Ana”\n", &["2:2 1|“Ana”", "FIL019 -"]);
    let renamed = read_with("users.json", b"id,name\n1,Ana\n", &Choices::default());
    assert_eq!(told(&renamed), "2:2 1|Ana\nFIL004 -\n");
}

#[test]
fn secrets_are_never_shown() {
    let texts = [
        "id,hashed_password,name\n1,\"canary,Ana\n2,x,Bo\n",
        "id,hashed_password,name\n1,can\"ary,Ana\n2,x,Bo\n",
        "id,hashed_password,name\n1,\"can\"ary,Ana\n2,x,Bo\n",
        "id,password,name\n1,can,ary,Ana\n",
        "id;salt;name\n1;canary;Ana\n",
        "id,salt,name\n1,“canary”,Ana\n",
        "id,salt,name\n1,can\0ary,Ana\n",
    ];
    for text in texts {
        let whole = read(text.as_bytes());
        assert!(!whole.findings.is_empty(), "{text}");
        for finding in &whole.findings {
            let said = format!("{finding:?} {} {}", finding.message(), finding.help_text());
            assert!(
                !said.contains("canary")
                    && !said.contains("can\\\"ary")
                    && !said.contains("can,ary"),
                "{said}"
            );
        }
    }
}

#[test]
fn a_record_over_the_limit_is_passed_over() {
    let long = "x".repeat(3 * RECORD_BYTES_MAX);
    for cell in [long.clone(), format!("\"{long}\"")] {
        let text = format!("id,name\n1,Ana\n2,{cell}\n3,Cy\n");
        check(&text, &["2:2 1|Ana", "!3:3 ", "4:4 3|Cy", "ROW005 3"]);
    }
    let lines = "word word\n".repeat(RECORD_BYTES_MAX / 5);
    let text = format!("id,name\n1,Ana\n2,\"{lines}\n3,Cy\n");
    let whole = read(text.as_bytes());
    assert_eq!(whole.findings[0].rule.code, "FIL017");
    assert_eq!(whole.rows.len(), 2);
}

#[test]
fn what_cannot_be_seen_is_taken_off_column_names() {
    for head in [
        "\u{feff}\u{feff}id,email\n",
        "\u{feff}\u{feff}\"id\",email\n",
        "\"\u{feff}id\",email\n",
        "\u{feff}\"\u{feff}id\",\"email\"\n",
        "\u{200b}id,email\u{200b}\n",
        "\u{200b}\"id\",email\n",
    ] {
        let whole = read(format!("{head}1,a@example.org\n").as_bytes());
        assert_eq!(told(&whole), "2:2 1|a@example.org\n", "{head:?}");
        let (reader, _) = open("users.csv", head.as_bytes(), &Choices::default());
        assert!(reader.is_none(), "a header alone has no rows");
    }
    let text = "\u{feff}\u{feff}\"id\",email\n1,a@example.org\n";
    let (reader, _) = open("users.csv", text.as_bytes(), &Choices::default());
    assert_eq!(reader.unwrap().columns()[0].name, "id");
    // Files that were joined.
    check(
        "\u{feff}id,email\n1,a@example.org\n\u{feff}id,email\n2,b@example.org\n",
        &["2:2 1|a@example.org", "4:4 2|b@example.org", "ROW004 3"],
    );
    check(
        "id,email\n1,a@example.org\n\u{feff}\"id\",\"email\"\n\u{feff}\"2\",b@example.org\n",
        &["2:2 1|a@example.org", "4:4 2|b@example.org", "ROW004 3"],
    );
}

#[test]
fn names_under_a_title_are_found() {
    let mapped = |map: &[(&str, crate::users::field::Field)]| Choices {
        map: map
            .iter()
            .map(|(column, field)| ((*column).to_owned(), Some(*field)))
            .collect(),
        ..Choices::default()
    };
    let email = crate::users::field::Field::Email;
    let entra = "version:v1.0,,,\nAnzeige [displayName] Required,Konto [userPrincipalName] Required,Kennwort,Sperre\nAna,a@example.org,x,No\n";
    for (text, map, row) in [
        (entra, &[][..], 2),
        (entra, &[("Konto [userPrincipalName] Required", email)], 2),
        (
            "Our people\nKonto,Tarif\na@example.org,x\n",
            &[("Konto", email)],
            2,
        ),
        ("Our people\nKonto,Tarif\na@example.org,x\n", &[], 2),
        (
            "Our people;;\nOf today;;\n\nKonto;Tarif;Ort\na@example.org;x;y\n",
            &[],
            4,
        ),
        (
            "Firm,Acme\nOf,today\nKonto,Tarif\na@example.org,x\n",
            &[("Konto", email)],
            3,
        ),
        ("Our people\nid,Tarif,Ort\n1,x,y\n", &[], 2),
        ("Konto\na@example.org\n", &[("Konto", email)], 1),
        ("Konto,Tarif\na@example.org,x\n", &[], 1),
    ] {
        let whole = read_with("users.csv", text.as_bytes(), &mapped(map));
        assert_eq!(whole.header_row, row, "{text:?} {map:?}");
        assert_eq!(whole.rows.len(), 1, "{text:?} {map:?}");
        let said = whole
            .findings
            .iter()
            .any(|finding| finding.rule.code == "HDR002");
        assert_eq!(said, row > 1, "{text:?} {map:?}");
    }
}

#[test]
fn backslashes_are_taken_off_where_only_they_can_be_meant() {
    let head = "id,email,first_name,bio\n";
    let with = |rows: &str, expected: &[&str]| check(&format!("{head}{rows}"), expected);
    with(
        "1,a@example.org,Ana,\"the \\\"A\\\", x\"\n2,b@example.org,Dan\\, Jr,C:\\\\\n3,c@example.org,Cy,\\N\n",
        &[
            "2:2 1|a@example.org|Ana|the \"A\", x",
            "3:3 2|b@example.org|Dan, Jr|C:\\",
            "4:4 3|c@example.org|Cy|\\N",
            "FIL031 -",
        ],
    );
    with(
        "1,a@example.org,Dan\\, Jr,x\n",
        &["2:2 1|a@example.org|Dan, Jr|x", "FIL031 -"],
    );
    with(
        "1,a@example.org,Ana,\"5\\\"\"\n2,b@example.org,Bo,\"6\\\"\"\n",
        &[
            "2:2 1|a@example.org|Ana|5\"",
            "3:3 2|b@example.org|Bo|6\"",
            "FIL031 -",
        ],
    );
    // As RFC 4180 has it, whatever the text of a cell makes of it otherwise.
    let eve = "2,b@example.org,Bo,\"x\\\"\",y\n9,eve@example.org,Eve,\"\"z\"\n";
    with(
        eve,
        &["2:2 2|b@example.org|Bo|x\\\",y\n9,eve@example.org,Eve,\"z"],
    );
    // Such a file that is cut off, and one with a fault of another kind.
    let cut = eve.split_once(",\"\"z").unwrap().0;
    with(cut, &["!2:2 ", "FIL017 2"]);
    with(
        "1,a@example.org,O\"B,x\n2,b@example.org,Bo,\"the \\\"B\\\"\"\n",
        &["!2:2 ", "!3:3 ", "FIL018 2", "FIL018 3"],
    );
    // Neither reading is whole.
    with(
        "1,a@example.org,Ana,\"the \\\"A\\\" x\"\n2,b@example.org,Bo,\"C:\\\"\n",
        &["!2:2 ", "3:3 2|b@example.org|Bo|C:\\", "FIL018 2"],
    );
}

#[test]
fn a_suggestion_has_no_backslash() {
    let check = |rows: &str, suggestion: &str| {
        let text = format!("id,first_name\n1,O\"B\"C\n{rows}");
        let whole = read(text.as_bytes());
        let last = whole.findings.last().unwrap();
        assert_eq!(last.suggestion.as_deref(), Some(suggestion), "{text:?}");
    };
    check("2,\"the \\\"B\\\" x\"\n", "\"the \"\"B\"\" x\"");
    check("2,the \\\"B\\\"\n", "\"the \"\"B\"\"\"");
    check("2,Dan\\, Jr\n", "\"Dan, Jr\"");
}

#[test]
fn what_a_spreadsheet_marks_as_text_is_read() {
    check(
        "=\"id\",email\n=\"00077\",a@example.org\n=\"\",b@example.org\n3, =\"c@example.org\" \n",
        &[
            "2:2 =\"00077\"|a@example.org",
            "3:3 =\"\"|b@example.org",
            "4:4 3| =\"c@example.org\" ",
        ],
    );
    check(
        "id,email\n=\"a,b\",a@example.org\n=\"a\"b,b@example.org\n4,d@example.org\n",
        &[
            "!2:2 ",
            "!3:3 ",
            "4:4 4|d@example.org",
            "FIL018 2",
            "FIL018 3",
        ],
    );
}
