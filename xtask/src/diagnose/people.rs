//! A clean file: invented people about whom there is nothing to say.

use crate::numbers::Numbers;

/// The columns of the file.
pub const COLUMNS: [&str; 10] = [
    "id",
    "email",
    "first_name",
    "last_name",
    "phone",
    "email_verified",
    "suspended",
    "external_organization_id",
    "role_key",
    "permission_key",
];

/// What the directory holds before.
pub const SETUP: &str = r#"
[[permissions]]
key = "reports:read"
name = "Read the reports"
[[permissions]]
key = "invoices:pay"
name = "Pay invoices"
[[roles]]
key = "member"
name = "Team member"
[[roles]]
key = "bookkeeper"
name = "Keeper of the books"
[[organizations]]
external_id = "acme"
name = "Acme Foundry"
default = true
[[organizations]]
external_id = "globex"
name = "Globex Trading"
"#;

/// The cells of one row.
pub type Row = Vec<String>;

const FIRST: [&str; 10] = [
    "Ana", "Björn", "Chidi", "Dara", "Élodie", "Femi", "Grete", "Hana", "Inés", "Kofi",
];
const LAST: [&str; 10] = [
    "Diaz",
    "Berg",
    "Okafor",
    "O'Brien",
    "Yılmaz",
    "van Dijk",
    "Holm-Sato",
    "Costa",
    "Mensah",
    "Vogel",
];

/// The place of a column.
pub fn place(column: &str) -> usize {
    COLUMNS
        .iter()
        .position(|name| *name == column)
        .expect("a column of the file")
}

/// The person of this number.
pub fn person(number: u64, numbers: &mut Numbers) -> Row {
    let first = numbers.pick(&FIRST);
    let last = numbers.pick(&LAST);
    let ascii: String = last
        .to_lowercase()
        .chars()
        .filter(char::is_ascii_alphabetic)
        .collect();
    vec![
        format!("p-{number:05}"),
        format!(
            "{ascii}.{number}@{}",
            numbers.pick(&["example.com", "example.org", "post.example.net"])
        ),
        first.to_owned(),
        last.to_owned(),
        format!("+614{:08}", 91_570_000 + number),
        numbers.pick(&["TRUE", "FALSE"]).to_owned(),
        "FALSE".to_owned(),
        numbers.pick(&["acme", "globex"]).to_owned(),
        numbers
            .pick(&["member", "bookkeeper", "member,bookkeeper"])
            .to_owned(),
        numbers
            .pick(&["reports:read", "invoices:pay", ""])
            .to_owned(),
    ]
}

/// A table as CSV, with quotes where they are needed.
pub fn csv(rows: &[Row]) -> Vec<u8> {
    let mut text = String::new();
    for row in rows {
        let cells: Vec<String> = row.iter().map(|cell| quoted(cell)).collect();
        text.push_str(&cells.join(","));
        text.push('\n');
    }
    text.into_bytes()
}

/// A cell, in quotes where it needs them.
pub fn quoted(cell: &str) -> String {
    if cell.contains([',', '"', '\n']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell.to_owned()
    }
}

/// The header as a row.
pub fn header() -> Row {
    COLUMNS.iter().map(|name| (*name).to_owned()).collect()
}
