//! Clean tables of any columns, with a fault in one row. The same people stand in each,
//! so that what was imported before and what comes after can differ in nothing else.

use crate::diagnose::people::csv;
use crate::numbers::Numbers;

/// A change of one cell: the row, the column, the new text.
pub type Edit<'a> = (u64, &'a str, &'a str);

/// People in a table, unless said otherwise.
pub const PEOPLE: u64 = 30;

/// A table of these columns and changes. `hashed_password~bcrypt` is a column of that name
/// with other values than usual: of that kind if there are some, else this very text.
pub fn table(columns: &str, edits: &[Edit<'_>]) -> String {
    table_of(PEOPLE, columns, edits)
}

/// The same with so many people.
pub fn table_of(people: u64, columns: &str, edits: &[Edit<'_>]) -> String {
    let columns: Vec<(&str, &str)> = columns
        .split(',')
        .map(|column| column.split_once('~').unwrap_or((column, "")))
        .collect();
    let mut rows = vec![columns.iter().map(|(name, _)| (*name).to_owned()).collect()];
    rows.extend((0..people).map(|person| {
        let cells = columns.iter().map(|(name, kind)| cell(person, name, kind));
        cells.collect::<Vec<String>>()
    }));
    for (row, column, text) in edits {
        let place = columns.iter().position(|(name, _)| name == column);
        let place = place.expect("a column of the table");
        (*text).clone_into(&mut rows[*row as usize - 1][place]);
    }
    String::from_utf8(csv(&rows)).expect("text")
}

/// A file of JSON lines of the same people, with these lines put in place.
pub fn lines(edits: &[(u64, &str)]) -> String {
    let mut lines: Vec<String> = (0..PEOPLE).map(line).collect();
    for (row, text) in edits {
        (*text).clone_into(&mut lines[*row as usize - 1]);
    }
    lines.join("\n") + "\n"
}

fn line(person: u64) -> String {
    format!(
        "{{\"id\":\"{}\",\"email\":\"{}\",\"first_name\":\"{}\"}}",
        cell(person, "id", ""),
        cell(person, "email", ""),
        cell(person, "first_name", "")
    )
}

const FIRST: [&str; 6] = ["Ana", "Björn", "Chidi", "Dara", "Élodie", "Femi"];
const LAST: [&str; 5] = ["Diaz", "Berg", "Okafor", "O'Brien", "Vogel"];

fn cell(person: u64, column: &str, kind: &str) -> String {
    let mut numbers = Numbers::new(person + 77);
    let mut hex = || format!("{:016x}", numbers.next());
    match (column, kind) {
        ("hashed_password" | "password", "bcrypt") => {
            format!("$2b$10$N9qo8uLOick{person:06}ZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy")
        }
        ("hashed_password", "pbkdf2") => format!("{}{}{}A=", hex(), hex(), &hex()[..10]),
        ("salt", "base64") => format!("{}{}A==", hex(), &hex()[..5]),
        ("salt", "hex") => hex(),
        (_, text) if !text.is_empty() => text.to_owned(),
        ("id", _) => (1001 + person).to_string(),
        ("email" | "Kontakt", _) => format!("kim.{person}@example.com"),
        ("first_name", _) => FIRST[person as usize % FIRST.len()].to_owned(),
        ("last_name", _) => LAST[person as usize % LAST.len()].to_owned(),
        ("name", _) => format!(
            "{} {}",
            FIRST[person as usize % FIRST.len()],
            LAST[person as usize % LAST.len()]
        ),
        ("phone", _) => format!("+6149157{person:04}"),
        ("username", _) => format!("kim_{person}"),
        ("hashed_password", _) => hex() + &hex(),
        ("hashing_method", _) => "md5".to_owned(),
        ("salt", _) => format!("pepper-{person}"),
        ("salt_position", _) => "prefix".to_owned(),
        ("salt_format", _) => "string".to_owned(),
        ("role_key", _) => "member".to_owned(),
        ("external_organization_id", _) => "acme".to_owned(),
        ("suspended", _) => "FALSE".to_owned(),
        ("email_verified" | "phone_verified", _) => {
            ["TRUE", "FALSE"][person as usize % 2].to_owned()
        }
        ("admit_row", _) => (person + 2).to_string(),
        _ => String::new(),
    }
}
