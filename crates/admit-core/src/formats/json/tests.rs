use super::*;
use crate::base::limits::{COLUMNS_MAX, RECORD_BYTES_MAX};
use crate::findings::finding::Findings;
use crate::rows::raw::{CellKind, RawRow, RowPlace};
use proptest::prelude::*;
use serde_json::Value;
use std::fmt::Write as _;
use std::io::Cursor;

/// A row as the tests see it: its place, its cells with column names, and the
/// codes of its findings.
#[derive(Clone, Debug, PartialEq)]
struct Seen {
    place: RowPlace,
    cells: Vec<(String, CellKind, String)>,
    findings: Said,
}

/// Codes and messages.
type Said = Vec<(&'static str, String)>;

fn source(text: impl AsRef<[u8]>) -> Box<dyn Source> {
    Box::new(Cursor::new(text.as_ref().to_vec()))
}

fn next(reader: &mut dyn RowReader, row: &mut RawRow) -> (bool, Seen) {
    let mut findings = Findings::default();
    let more = reader.next(row, &mut findings).expect("memory can be read");
    assert!(
        !more
            || findings
                .iter()
                .all(|finding| finding.row == Some(row.place.row)),
        "a finding beside a row speaks of that row"
    );
    let cells = row
        .cells()
        .map(|c| {
            (
                reader.columns()[c.column].name.clone(),
                c.kind,
                c.text.to_owned(),
            )
        })
        .collect::<Vec<_>>();
    assert!(
        !findings.has_error() || cells.is_empty(),
        "a row held back has no cells"
    );
    let findings = findings
        .iter()
        .map(|f| (f.rule.code, f.message()))
        .collect();
    (
        more,
        Seen {
            place: row.place,
            cells,
            findings,
        },
    )
}

/// All rows, and what was said at the end.
fn read(text: impl AsRef<[u8]>, document: bool) -> (Vec<Seen>, Said) {
    let mut reader = open(source(text), document);
    let mut row = RawRow::default();
    let mut rows = Vec::new();
    loop {
        let (more, seen) = next(&mut *reader, &mut row);
        if !more {
            return (rows, seen.findings);
        }
        rows.push(seen);
    }
}

/// Renders rows and findings in a short form: `row@line key=value …` or
/// `row@line CODE`, and the codes of the end after `end`.
fn render(text: impl AsRef<[u8]>, document: bool) -> String {
    let (rows, end) = read(text, document);
    let mut out = Vec::new();
    for seen in rows {
        let mut line = format!("{}@{}", seen.place.row, seen.place.line);
        for (name, kind, text) in seen.cells {
            let mark = match kind {
                CellKind::Text => "=",
                CellKind::Number => "#",
                CellKind::Bool => "?",
                CellKind::Null => "0",
                CellKind::Json => ":",
            };
            write!(line, " {name}{mark}{text}").expect("a String takes text");
        }
        for (code, _) in seen.findings {
            write!(line, " {code}").expect("a String takes text");
        }
        out.push(line);
    }
    if !end.is_empty() {
        let codes = end.iter().map(|(code, _)| *code).collect::<Vec<_>>();
        out.push(format!("end {}", codes.join(" ")));
    }
    out.join("; ")
}

#[test]
#[expect(clippy::too_many_lines, reason = "a table")]
fn bodies_on_lines() {
    let deep = |n: usize| format!(r#"{{"a":{}{}}}"#, "[".repeat(n), "]".repeat(n));
    let deep_32 = format!("1@1 a:{}{}", "[".repeat(31), "]".repeat(31));
    let table: &[(&str, &str)] = &[
        // What is there, cell by cell.
        ("", ""),
        ("\n\n \t\r\n", ""),
        ("{}", "1@1"),
        (r#"{"a":"x"}"#, "1@1 a=x"),
        ("{\"a\":\"x\"}\r\n{\"a\":\"y\"}\r\n", "1@1 a=x; 2@2 a=y"),
        ("\n{\"a\":\"x\"}\n\n{\"a\":\"y\"}", "2@2 a=x; 4@4 a=y"),
        ("\u{feff}{\"a\":\"x\"}", "1@1 a=x"),
        (" \t{ \"a\" : \"x\" , \"b\" : 1 } ", "1@1 a=x b#1"),
        (
            r#"{"a":1,"b":-0,"c":1.50,"d":1E400,"e":1e-5}"#,
            "1@1 a#1 b#-0 c#1.50 d#1E400 e#1e-5",
        ),
        (
            r#"{"a":12345678901234567890123}"#,
            "1@1 a#12345678901234567890123",
        ),
        (
            r#"{"a":true,"b":false,"c":null}"#,
            "1@1 a?true b?false c0null",
        ),
        (
            r#"{"a":[ 1, {"b":2} ],"c":{}}"#,
            r#"1@1 a:[ 1, {"b":2} ] c:{}"#,
        ),
        (r#"{"a":"","":"x"}"#, "1@1 a= =x"),
        (r#"{"a":"\"\\\/\b\f\n\r\t"}"#, "1@1 a=\"\\/\u{8}\u{c}\n\r\t"),
        (r#"{"a":"\u0041\u00e9\ud83d\ude00\u0000"}"#, "1@1 a=Aé😀\0"),
        ("{\"a\":\"é😀\u{2028}\u{7f}\"}", "1@1 a=é😀\u{2028}\u{7f}"),
        (r#"{"\u0061":"x"}"#, "1@1 a=x"),
        (r#"{"a":"x","A":"y"}"#, "1@1 a=x A=y"),
        ("{\"a\":1}\n{\"b\":2,\"a\":3}", "1@1 a#1; 2@2 b#2 a#3"),
        (r#"{"a":"}{][\",:"}"#, r#"1@1 a=}{][",:"#),
        (&deep(31), &deep_32),
        // Twice, too deep.
        (r#"{"a":1,"a":1}"#, "1@1 FIL024"),
        (r#"{"a":1,"\u0061":2}"#, "1@1 FIL024"),
        (r#"{"a":{"b":1,"b":2}}"#, "1@1 FIL024"),
        (r#"{"a":[{"b":1},{"b":2}]}"#, r#"1@1 a:[{"b":1},{"b":2}]"#),
        (
            r#"{"a":{"b":{"b":1},"c":{"b":1}}}"#,
            r#"1@1 a:{"b":{"b":1},"c":{"b":1}}"#,
        ),
        (r#"{"a":[{"b":1,"c":{"b":2},"\u0062":3}]}"#, "1@1 FIL024"),
        (r#"{"a":{"b":"a","c":"a"}}"#, r#"1@1 a:{"b":"a","c":"a"}"#),
        (&deep(32), "1@1 FIL025"),
        (&deep(100_000), "1@1 FIL025"),
        // Halves of characters.
        (r#"{"a":"\ud800"}"#, "1@1 FIL021"),
        (r#"{"a":"\udc00\ud800"}"#, "1@1 FIL021"),
        (r#"{"a":"\ud800x"}"#, "1@1 FIL021"),
        (r#"{"a":["\uD83D"]}"#, "1@1 FIL021"),
        (r#"{"a":{"\ud83d":1}}"#, "1@1 FIL021"),
        (r#"{"\ud83d":1}"#, "1@1 FIL021"),
        // Not complete.
        (r#"{"a":1"#, "1@1 FIL021"),
        (r#"{"a":"#, "1@1 FIL021"),
        (r#"{"a"#, "1@1 FIL021"),
        ("{", "1@1 FIL021"),
        (r#"{"a":1}}"#, "1@1 FIL021"),
        (r#"{"a":1}{"a":2}"#, "1@1 FIL021"),
        (r#"{"a":1},"#, "1@1 FIL021"),
        (r#"{"a":1,}"#, "1@1 FIL021"),
        (r#"{,"a":1}"#, "1@1 FIL021"),
        (r#"{"a" 1}"#, "1@1 FIL021"),
        (r#"{"a":1 "b":2}"#, "1@1 FIL021"),
        ("{a:1}", "1@1 FIL021"),
        ("{'a':1}", "1@1 FIL021"),
        ("{1:1}", "1@1 FIL021"),
        (r#"{"a":[1,]}"#, "1@1 FIL021"),
        (r#"{"a":[1}"#, "1@1 FIL021"),
        (r#"{"a":tru}"#, "1@1 FIL021"),
        (r#"{"a":True}"#, "1@1 FIL021"),
        (r#"{"a":NaN}"#, "1@1 FIL021"),
        (r#"{"a":01}"#, "1@1 FIL021"),
        (r#"{"a":+1}"#, "1@1 FIL021"),
        (r#"{"a":.5}"#, "1@1 FIL021"),
        (r#"{"a":1.}"#, "1@1 FIL021"),
        (r#"{"a":0x1}"#, "1@1 FIL021"),
        (r#"{"a":"\x41"}"#, "1@1 FIL021"),
        (r#"{"a":"\u12"}"#, "1@1 FIL021"),
        (r#"{"a":1} // user"#, "1@1 FIL021"),
        (r#"/* user */{"a":1}"#, "1@1 FIL021"),
        ("{\"a\":\"x\ty\"}", "1@1 FIL021"),
        ("{\"a\":\"x\ny\"}", "1@1 FIL021; 2@2 FIL021"),
        ("{\"a\":1}\n\0\n{\"a\":2}", "1@1 a#1; 2@2 FIL021; 3@3 a#2"),
        ("hello", "1@1 FIL021"),
        ("{\"a\":1}\u{a0}", "1@1 FIL021"),
        // Not an object.
        ("[]", "1@1 FIL022"),
        (r#"["a"]"#, "1@1 FIL022"),
        (r#""a""#, "1@1 FIL022"),
        ("1", "1@1 FIL022"),
        ("true", "1@1 FIL022"),
        ("null", "1@1 FIL022"),
        // A broken line costs that line, and makes no columns.
        (
            "{\"a\":1}\n{\"x\":1,\"b\":\n{\"c\":3}",
            "1@1 a#1; 2@2 FIL021; 3@3 c#3",
        ),
    ];
    for (text, expected) in table {
        assert_eq!(render(text, false), *expected, "{text:?}");
    }
}

#[test]
fn bodies_of_documents() {
    let table: &[(&str, &str)] = &[
        ("[]", ""),
        ("", ""),
        (r#"{"users":[]}"#, ""),
        (r#"[{"a":1}]"#, "1@1 a#1; end FIL020"),
        (
            "[\n  {\n    \"a\": 1\n  },\n  {\"a\": 2}\n]\n",
            "1@2 a#1; 2@5 a#2; end FIL020",
        ),
        (
            "\u{feff} [ {\"a\":1} , {\"a\":\"],[\"} ] ",
            "1@1 a#1; 2@1 a=],[; end FIL020",
        ),
        (
            r#"{"users":[{"a":1},{"a":2}]}"#,
            "1@1 a#1; 2@1 a#2; end FIL020",
        ),
        (r#"{"Users" : [{"a":1}]}"#, "1@1 a#1; end FIL020"),
        (
            r#"{"version":2,"users":[{"a":1}],"total":1}"#,
            "1@1 a#1; end FIL020 FIL027",
        ),
        (
            r#"{"data":["x"],"users":[{"a":1}]}"#,
            "1@1 a#1; end FIL020 FIL027",
        ),
        (
            r#"{"a":{"users":[]},"data":[{"a":1}]}"#,
            "1@1 a#1; end FIL020 FIL027",
        ),
        // Objects over several lines, as some tools print them.
        (
            "{\n \"a\": 1\n}\n{\n \"a\": 2\n}\n",
            "1@1 a#1; 2@4 a#2; end FIL020",
        ),
        (
            "{\"data\": [\"x\"],\n\"a\": 1}",
            "1@1 data:[\"x\"] a#1; end FIL020",
        ),
        // Elements that are no users.
        (
            r#"[1,"x",null,[{"a":1}],{"a":1}]"#,
            "1@1 FIL022; 2@1 FIL022; 3@1 FIL022; 4@1 FIL022; 5@1 a#1; end FIL020",
        ),
        (
            r#"[{"a":1,"a":2},{"a":3}]"#,
            "1@1 FIL024; 2@1 a#3; end FIL020",
        ),
        (
            r#"[{"a":1 "b":2},{"a":3}]"#,
            "1@1 FIL021; 2@1 a#3; end FIL020",
        ),
        // Cut off.
        ("[\n{\"a\":1},\n{\"a\":2", "1@2 a#1; 2@3 FIL021; end FIL020"),
        ("[\n{\"a\":1},\n", "1@2 a#1; end FIL020 FIL028"),
        ("[\n{\"a\":1}", "1@2 a#1; end FIL020 FIL028"),
        (r#"{"users":[{"a":1}]"#, "1@1 a#1; end FIL020 FIL028"),
        // More behind the end.
        (r#"[{"a":1}][{"a":2}]"#, "1@1 a#1; end FIL020 FIL028"),
        (
            r#"{"users":[{"a":1}]}{"users":[]}"#,
            "1@1 a#1; end FIL020 FIL028",
        ),
        (r#"[{"a":1}}]"#, "1@1 a#1; 2@1 FIL021; end FIL020"),
        // A bracket or a quote too few costs one row where the layout helps.
        (
            "[\n {\"a\":1,\n {\"a\":2},\n {\"a\":3}\n]",
            "1@2 FIL021; 2@3 a#2; 3@4 a#3; end FIL020",
        ),
        (
            "[\n {\n  \"a\":{\"b\":1\n },\n {\n  \"a\":2\n }\n]",
            "1@2 FIL021; 2@5 a#2; end FIL020",
        ),
        (
            "[\n {\"a\":\"x},\n {\"a\":2}\n]",
            "1@2 FIL021; 2@3 a#2; end FIL020",
        ),
        // ... and where it does not, nothing inside a row is taken for a row.
        (
            "[\n{\n\"a\":[1 2\n,\n{\"id\":\"2\"}]\n},\n{\"a\":2}",
            "1@2 FIL021; 2@7 a#2; end FIL020 FIL028",
        ),
    ];
    for (text, expected) in table {
        assert_eq!(render(text, true), *expected, "{text:?}");
    }
}

#[test]
fn places_are_told_without_secrets() {
    let check = |text: &str, document: bool, expected: &str| {
        let mut reader = open(source(text), document);
        let (mut row, mut findings) = (RawRow::default(), Findings::default());
        while findings.is_empty() && reader.next(&mut row, &mut findings).expect("memory") {}
        let finding = findings.iter().next().expect("a finding");
        assert_eq!(
            format!("{} {}", finding.message(), finding.help_text()),
            expected,
            "{text}"
        );
    };
    check(
        r#"{"id":"1","email":"ana@example.org" "first_name":"Ana"}"#,
        false,
        "Line 1 is not complete JSON: a comma or } is missing at character 37. The row was not imported. \
         Complete the JSON after: {\"id\":\"1\",\"email\":\"ana@example.org\" ",
    );
    check(
        r#"{"hashed_password":"$2a$10$secret","salt":"pepper","pw":"hunter2" x}"#,
        false,
        "Line 1 is not complete JSON: a comma or } is missing at character 67. The row was not imported. \
         Complete the JSON after: {\"hashed_password\":…,\"salt\":…,\"pw\":… ",
    );
    check(
        "{\"hashed_password\":\"$2a$10$sec",
        false,
        "Line 1 is not complete JSON: it ends in the middle of a text at character 31. The row was not imported. \
         Complete the JSON after: {\"hashed_password\":…",
    );
    check(
        "[\n{\n \"id\": \"é1\",\n \"é\": tru\n}]",
        true,
        "Line 4 is not complete JSON: there is a word that is not true, false or null at character 10. \
         The row was not imported. Complete the JSON after: { \"id\": \"é1\", \"é\": …",
    );
    check(
        "x",
        false,
        "Line 1 is not complete JSON: a value is missing at character 1. The row was not imported. Go to that character and complete the JSON.",
    );
    check(
        r#"{"id":"é","b":["\ud800"]}"#,
        false,
        "Line 1 is not complete JSON: an escape stands for half a character at character 16. \
         The row was not imported. Complete the JSON after: {\"id\":\"é\",\"b\":[",
    );
}

#[test]
fn rows_that_are_too_long() {
    for document in [false, true] {
        let long = "x".repeat(3 * RECORD_BYTES_MAX);
        let fits = "y".repeat(RECORD_BYTES_MAX - 8);
        let (open, close) = if document { ("[", "]") } else { ("", "") };
        let comma = if document { "," } else { "" };
        let text = format!(
            "{open}{{\"a\":\"{long}\"}}{comma}\n{{\"a\":\"{fits}\"}}{comma}\n{{\"a\":\"{fits}y\"}}{comma}\n{{\"a\":\"z\"}}{close}\n"
        );
        let (rows, _) = read(&text, document);
        let codes = rows
            .iter()
            .map(|r| r.findings.first().map(|f| f.0))
            .collect::<Vec<_>>();
        assert_eq!(codes, [Some("FIL026"), None, Some("FIL026"), None]);
        assert_eq!(rows[3].cells[0].2, "z");
        assert_eq!(rows[3].place.line, 4);
    }
}

#[test]
fn a_source_may_stand_behind_its_byte_order_mark() {
    for (text, document) in [
        ("\u{feff}{\"a\":1}\n", false),
        ("\u{feff}[{\"a\":1}]", true),
    ] {
        let mut row = RawRow::default();
        for start in [0, 3] {
            let mut cursor = Cursor::new(text.as_bytes().to_vec());
            cursor.set_position(start);
            let mut reader = open(Box::new(cursor), document);
            let (_, seen) = next(&mut *reader, &mut row);
            assert_eq!(seen.place.byte, if document { 4 } else { 3 });
            reader.seek(seen.place).expect("memory can be read");
            assert_eq!(next(&mut *reader, &mut row).1, seen);
        }
    }
}

#[test]
fn bytes_that_are_not_utf8_cost_their_row() {
    let text = b"{\"a\":1}\n{\"a\":\"\xff\"}\n{\"a\":3}";
    assert_eq!(render(text, false), "1@1 a#1; 2@2 FIL021; 3@3 a#3");
}

#[test]
fn keys_beyond_the_limit_are_reported_once() {
    let mut text = String::new();
    for n in 0..COLUMNS_MAX + 10 {
        writeln!(text, "{{\"id\":\"{n}\",\"k{n}\":{n}}}").expect("a String takes text");
    }
    let (rows, end) = read(&text, false);
    assert!(rows.iter().all(|row| row.findings.is_empty()));
    assert_eq!(rows[COLUMNS_MAX - 2].cells.len(), 2);
    assert_eq!(rows[COLUMNS_MAX - 1].cells.len(), 1);
    assert_eq!(
        end,
        [(
            "FIL029",
            "The rows use more than 512 different keys. 11 values under later keys, first \"k511\" in row 512, were left out."
                .to_owned()
        )]
    );
    let twice = format!("{text}{{\"x\":1,\"x\":2}}");
    assert_eq!(
        read(twice, false).0[COLUMNS_MAX + 10].findings[0].0,
        "FIL024"
    );
}

#[test]
fn the_two_framings_are_told_apart() {
    use Kind::{Document, Ndjson};
    let table: &[(&str, Option<Kind>)] = &[
        ("", None),
        ("id,email\n1,a@example.org", None),
        ("[id],[email]\n1,a@example.org", None),
        ("\"id\",\"email\"\n", None),
        ("{\"a\":1}", Some(Ndjson)),
        ("\u{feff}\n{\"a\":1}\n{\"a\":2}\n", Some(Ndjson)),
        ("{\"a\":1}\n{\"a\":", Some(Ndjson)),
        ("{\"a\":[{\"b\":1}],\"c\":\"cut o", Some(Ndjson)),
        ("{\"a\":1\n{\"a\":2}\n{\"a\":3}\n", Some(Ndjson)),
        ("{\"data\":[\"x\"],\"a\":1}\n{\"a\":2}", Some(Ndjson)),
        ("{a:1}", Some(Ndjson)),
        ("[1,2]\n[3,4]\n", Some(Ndjson)),
        ("[{\"a\":1}]", Some(Document)),
        ("[{\"a\":1},\n{\"a\":2}", Some(Document)),
        ("[\n  {\n", Some(Document)),
        ("[]", Some(Document)),
        ("{\"users\":[{\"a\":1}]}", Some(Document)),
        ("{\"users\":[\n{\"a\":1},\n{\"a\":2}", Some(Document)),
        (
            "{\n  \"meta\": {\"x\": 1},\n  \"users\": [\n",
            Some(Document),
        ),
        ("{\n  \"a\": 1\n}\n{\n  \"a\": 2\n}\n", Some(Document)),
        ("{\n  \"a\": 1,\n  \"b\":\n {\"c\": 1}\n}\n", Some(Document)),
    ];
    for (text, expected) in table {
        assert_eq!(looks_like(text.as_bytes()), *expected, "{text:?}");
    }
}

/// The example of a rule about JSON raises it where it says so and nothing else.
#[test]
fn examples_of_the_rules() {
    let mut examples = 0;
    for rule in crate::rules::RULES {
        let Some((_, block)) = rule.docs.split_once("```ndjson\n") else {
            continue;
        };
        let block = block.split_once("```").expect("the block is closed").0;
        if !rule.code.starts_with("FIL") {
            continue;
        }
        examples += 1;
        let (mut text, mut marked) = (String::new(), Vec::new());
        for (line, number) in block.lines().zip(1..) {
            let line = line.strip_prefix(' ').unwrap_or(line);
            let (line, codes) = line.split_once("    <- ").unwrap_or((line, ""));
            writeln!(text, "{line}").expect("a String takes text");
            let codes = codes.split(", ").filter(|code| !code.is_empty());
            marked.extend(codes.map(|code| (number, code.to_owned())));
        }
        assert!(
            marked.iter().any(|(_, code)| code == rule.code),
            "{}",
            rule.code
        );
        let document = looks_like(text.as_bytes()) == Some(Kind::Document);
        let (rows, end) = read(&text, document);
        let mut said = end
            .iter()
            .map(|(code, _)| (1, (*code).to_owned()))
            .collect::<Vec<_>>();
        for row in rows {
            let codes = row
                .findings
                .iter()
                .map(|(code, _)| (row.place.line, (*code).to_owned()));
            said.extend(codes);
        }
        assert_eq!(said, marked, "{}", rule.code);
    }
    assert_eq!(examples, 7);
}

/// Any JSON value, at most `depth` levels deep.
fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        (-1e300..1e300).prop_map(Value::from),
        any::<String>().prop_map(Value::from),
        "[a-z\"\\\\{}\\[\\],:\n ]{0,12}".prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 24, 5, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            prop::collection::vec((any::<String>(), inner), 0..5)
                .prop_map(|pairs| Value::Object(pairs.into_iter().collect())),
        ]
    })
}

fn any_object() -> impl Strategy<Value = Value> {
    let key = prop_oneof!["[a-e]", any::<String>()];
    prop::collection::vec((key, any_json()), 0..8)
        .prop_map(|pairs| Value::Object(pairs.into_iter().collect()))
}

/// What the cells of an object must be.
fn expected_cells(object: &Value) -> Vec<(String, CellKind, String)> {
    let pairs = object.as_object().expect("an object").iter();
    pairs
        .map(|(key, value)| {
            let (kind, text) = match value {
                Value::Null => (CellKind::Null, "null".to_owned()),
                Value::Bool(b) => (CellKind::Bool, b.to_string()),
                Value::Number(n) => (CellKind::Number, n.to_string()),
                Value::String(s) => (CellKind::Text, s.clone()),
                other => (CellKind::Json, other.to_string()),
            };
            (key.clone(), kind, text)
        })
        .collect()
}

proptest! {
    #[test]
    fn objects_come_back_as_they_are(objects in prop::collection::vec(any_object(), 1..6)) {
        let lines = objects.iter().map(Value::to_string).collect::<Vec<_>>().join("\n");
        let pretty = serde_json::to_string_pretty(&objects).expect("values can be written");
        let wrapped = format!("{{\"n\": [1], \"users\": {}}}", Value::from(objects.clone()));
        let stream = objects
            .iter()
            .map(|o| serde_json::to_string_pretty(o).expect("values can be written"))
            .collect::<Vec<_>>()
            .join("\n");
        let expected = objects.iter().map(expected_cells).collect::<Vec<_>>();
        // A single object whose first pair is a list of users would be a wrapper.
        let is_wrapper = lines.contains("\"users\":[");
        for (text, document) in [(lines, false), (wrapped, true)] {
            let cells = read(text, document).0.into_iter().map(|r| r.cells).collect::<Vec<_>>();
            prop_assert_eq!(&cells, &expected);
        }
        for text in [pretty, stream] {
            if is_wrapper {
                continue;
            }
            let rows = read(text, true).0;
            prop_assert_eq!(rows.len(), expected.len());
            for (row, expected) in rows.iter().zip(&expected) {
                for (cell, expected) in row.cells.iter().zip(expected) {
                    if cell.1 == CellKind::Json {
                        let value = serde_json::from_str::<Value>(&cell.2).expect("JSON");
                        prop_assert_eq!(&value.to_string(), &expected.2);
                    } else {
                        prop_assert_eq!(cell, expected);
                    }
                }
            }
        }
    }

    #[test]
    fn no_bytes_make_it_panic(
        bytes in prop_oneof![
            prop::collection::vec(any::<u8>(), 0..200),
            "[\\[\\]{}\",:a1\\\\ \n\u{e9}]{0,80}".prop_map(String::into_bytes),
            "(\\[|\\{\"users\":\\[)?(\\{\"a\":[1\"x\\[\\{]{0,3}[\\]\\}]{0,2}[,\n ]{0,3}){0,8}".prop_map(String::into_bytes),
        ],
    ) {
        looks_like(&bytes);
        for document in [false, true] {
            let (rows, _) = read(&bytes, document);
            prop_assert!(rows.len() <= bytes.len());
        }
    }

    #[test]
    fn a_row_reads_the_same_again(
        text in prop_oneof![
            prop::collection::vec(any_object(), 1..6)
                .prop_map(|o| serde_json::to_string_pretty(&o).expect("values can be written")),
            prop::collection::vec(any_object(), 1..6)
                .prop_map(|o| o.iter().map(Value::to_string).collect::<Vec<_>>().join("\n")),
            "(\\[\n)?( ?\\{\"a\":[1\"x\\[\\{]{0,3}[\\]\\}]{0,2}[,\n ]{0,3}){0,8}",
        ],
        document in any::<bool>(),
    ) {
        let (rows, end) = read(&text, document);
        let mut fresh = open(source(&text), document);
        let mut used = open(source(&text), document);
        let mut row = RawRow::default();
        while next(&mut *used, &mut row).0 {}
        let blank = used.blank_rows();
        for (index, seen) in rows.iter().enumerate().rev() {
            for reader in [&mut fresh, &mut used] {
                reader.seek(seen.place).expect("memory can be read");
                let (more, again) = next(&mut **reader, &mut row);
                prop_assert!(more);
                prop_assert_eq!(&again, seen);
            }
            let (more, after) = next(&mut *used, &mut row);
            if let Some(expected) = rows.get(index + 1) {
                prop_assert_eq!(&after, expected);
            } else {
                prop_assert!(!more);
                prop_assert_eq!(&after.findings, &end);
            }
        }
        prop_assert_eq!(used.blank_rows(), blank);
    }
}
