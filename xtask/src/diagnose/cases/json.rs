//! Faults that only JSON can have.

use super::Case;
use super::table::lines;

fn case(name: &'static str, rule: &'static str, row: u64, line: &str) -> Case {
    Case::new(name, rule, lines(&[(row, line)]))
        .file("after.ndjson")
        .row(row)
}

pub(super) fn cases() -> Vec<Case> {
    [of_lists(), of_lines(), of_values()].concat()
}

/// What holds the users.
fn of_lists() -> Vec<Case> {
    let list = || lines(&[]).trim_end().replace('\n', ",\n");
    vec![
        Case::new("list of users", "FIL020", format!("[\n{}\n]\n", list())).file("after.json"),
        Case::new(
            "list of users beside other things",
            "FIL027",
            format!("{{\"version\":2,\"users\":[\n{}\n]}}\n", list()),
        )
        .file("after.json")
        .beside(&["FIL020"]),
        Case::new(
            "list of users that is not closed",
            "FIL028",
            format!("[\n{},\n", list()),
        )
        .file("after.json")
        .beside(&["FIL020"]),
    ]
}

/// Users that are not whole.
fn of_lines() -> Vec<Case> {
    let deep = format!("{}{}", "[".repeat(40), "]".repeat(40));
    let long = format!(
        "{{\"id\":\"1005\",\"first_name\":\"{}\"}}",
        "x".repeat(1_100_000)
    );
    let keys: Vec<String> = (0..600).map(|n| format!("\"visit_{n}\":1")).collect();
    vec![
        case(
            "bracket missing",
            "FIL021",
            5,
            "{\"id\":\"1005\",\"email\":\"bo@example.org\"",
        ),
        case(
            "list for a user",
            "FIL022",
            5,
            "[\"1005\",\"bo@example.org\"]",
        ),
        case(
            "key twice",
            "FIL024",
            5,
            "{\"id\":\"1005\",\"email\":\"bo@example.org\",\"email\":\"bob@example.org\"}",
        ),
        case(
            "brackets too deep",
            "FIL025",
            5,
            &format!("{{\"id\":\"1005\",\"notes\":{deep}}}"),
        ),
        case("line too long", "FIL026", 5, &long),
        Case::new(
            "keys without end",
            "FIL029",
            lines(&[(5, &format!("{{\"id\":\"1005\",{}}}", keys.join(",")))]),
        )
        .file("after.ndjson")
        .beside(&["HDR005"]),
    ]
}

/// Values that are not what stands there.
fn of_values() -> Vec<Case> {
    vec![
        case(
            "unknown type of identity",
            "IDN009",
            5,
            "{\"id\":\"1005\",\"identities\":[{\"type\":\"emial\",\"identity\":\"bo@example.org\"}]}",
        ),
        case(
            "identity without a value",
            "IDN010",
            5,
            "{\"id\":\"1005\",\"identities\":[{\"type\":\"oauth2:github\"}]}",
        ),
        case(
            "text for an object",
            "VAL013",
            5,
            "{\"id\":\"1005\",\"properties\":\"north\"}",
        ),
        case(
            "list of emails",
            "VAL013",
            5,
            "{\"id\":\"1005\",\"email\":[\"bo@example.org\",\"cy@example.org\"]}",
        ),
        case(
            "list of one email",
            "VAL048",
            5,
            "{\"id\":\"1005\",\"email\":[\"bo@example.org\"]}",
        ),
        case(
            "false for an empty id",
            "VAL013",
            5,
            "{\"id\":false,\"email\":\"bo@example.org\"}",
        ),
        case(
            "false for an empty name",
            "VAL013",
            5,
            "{\"id\":\"1005\",\"email\":\"bo@example.org\",\"name\":false}",
        ),
        case(
            "number with too many digits",
            "VAL030",
            5,
            "{\"id\":\"1005\",\"properties\":{\"account\":12345678901234567890123}}",
        ),
        case(
            "unknown key in an identity",
            "VAL031",
            5,
            "{\"id\":\"1005\",\"identities\":[{\"type\":\"email\",\"identity\":\"bo@example.org\",\"rank\":1}]}",
        ),
        case(
            "hash inside the properties",
            "PWD042",
            5,
            "{\"id\":\"1005\",\"properties\":{\"pw\":\"$2b$10$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy\"}}",
        ),
        case(
            "line break in a name of JSON",
            "VAL045",
            5,
            "{\"id\":\"1005\",\"email\":\"bo@example.org\",\"first_name\":\"Mia\\nLou\"}",
        ),
    ]
}
