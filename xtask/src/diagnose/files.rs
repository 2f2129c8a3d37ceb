//! Faults of whole files: each has a file to itself.

use super::people::{COLUMNS, Row, csv, place};

/// A kind of fault that needs a file of its own.
pub struct FileKind {
    /// What went wrong, in a few words.
    pub name: &'static str,
    /// The rule that has to say so.
    pub rule: &'static str,
    /// The column that it has to name, if it is about one.
    pub column: Option<&'static str>,
    /// The row that it has to name, if it is about one.
    pub row: Option<u64>,
    /// The bytes of the file, from a clean table with its header.
    pub make: fn(Vec<Row>) -> Vec<u8>,
}

/// Adds a column.
fn with_column(mut rows: Vec<Row>, name: &str, value: &str) -> Vec<u8> {
    for (index, row) in rows.iter_mut().enumerate() {
        row.push(if index == 0 { name } else { value }.to_owned());
    }
    csv(&rows)
}

/// Adds a column of a state that lets everybody in, but for one row.
fn with_value(mut rows: Vec<Row>, name: &str, row: usize, value: &str) -> Vec<u8> {
    let open = match name {
        "accountEnabled" => "TRUE",
        "status" | "Kategorie" => "active",
        _ => "",
    };
    for (index, cells) in rows.iter_mut().enumerate() {
        let text = match index {
            0 => name,
            index if index + 1 == row => value,
            _ => open,
        };
        cells.push(text.to_owned());
    }
    csv(&rows)
}

fn text(rows: &[Row]) -> String {
    String::from_utf8(csv(rows)).expect("a clean table is text")
}

/// Puts a text in place of another on one line (from 1).
fn on_line(rows: &[Row], line: usize, change: impl Fn(&str) -> Vec<u8>) -> Vec<u8> {
    let text = text(rows);
    let mut bytes = Vec::new();
    for (index, old) in text.lines().enumerate() {
        if index + 1 == line {
            bytes.extend(change(old));
        } else {
            bytes.extend(old.bytes());
        }
        bytes.push(b'\n');
    }
    bytes
}

fn latin(text: &str) -> Vec<u8> {
    text.chars()
        .map(|c| u8::try_from(u32::from(c)).unwrap_or(b'i'))
        .collect()
}

fn renamed(mut rows: Vec<Row>, from: &str, to: &str) -> Vec<u8> {
    to.clone_into(&mut rows[0][place(from)]);
    csv(&rows)
}

macro_rules! kinds {
    ($($name:literal $rule:literal $column:expr, $row:expr => $make:expr;)*) => {
        &[$(FileKind { name: $name, rule: $rule, column: $column, row: $row, make: $make }),*]
    };
}

/// The kinds.
pub const FILES: &[FileKind] = kinds! {
    "nothing in the file" "FIL001" None, None => |_| Vec::new();
    "header alone" "FIL002" None, None => |rows| csv(&rows[..1]);
    "really a zip" "FIL003" None, None => |_| b"PK\x03\x04\x14\0\0\0\x08\0holiday.jpg\xff\xd8\xff".repeat(40);
    "old encoding" "FIL010" None, None => |rows| latin(&text(&rows));
    "a letter that may be two" "FIL035" None, None => |mut rows| {
        for row in &mut rows[1..] {
            "Zo~".clone_into(&mut row[place("first_name")]);
            "Lee".clone_into(&mut row[place("last_name")]);
        }
        csv(&rows).into_iter().map(|byte| if byte == b'~' { 0xEB } else { byte }).collect()
    };
    "one damaged byte" "FIL011" None, Some(5) => |rows| on_line(&rows, 5, |line| {
        let mut bytes = line.as_bytes().to_vec();
        let comma = line.find(',').map_or(0, |first| first + 3);
        bytes.insert(comma, 0xff);
        bytes
    });
    "emails under an unknown name" "HDR017" Some("Kontakt"), None => |rows| renamed(rows, "email", "Kontakt");
    "words for accounts under an unknown name" "HDR020" Some("Kategorie"), None => |rows| with_value(rows, "Kategorie", 5, "deleted");
    "a date under a name for being deleted" "VAL033" Some("deletedDateTime"), Some(5) => |rows| with_value(rows, "deletedDateTime", 5, "2024-05-01T10:00:00Z");
    "whole names beside their parts" "HDR018" Some("name"), None => |rows| with_column(rows, "name", "somebody77");
    "deleted at the source" "VAL033" Some("deleted_at"), Some(5) => |rows| with_value(rows, "deleted_at", 5, "2024-05-01 10:00:00+00");
    "not enabled" "VAL012" Some("accountEnabled"), Some(5) => |rows| with_value(rows, "accountEnabled", 5, "FALSE");
    "status that nobody knows" "VAL032" Some("status"), Some(5) => |rows| with_value(rows, "status", 5, "Guest");
    "nul in a cell" "FIL013" None, Some(6) => |rows| on_line(&rows, 6, |line| line.replacen('@', "\0@", 1).into_bytes());
    "remark above the header" "FIL015" None, Some(1) => |rows| [b"# exported on Monday\n".to_vec(), csv(&rows)].concat();
    "quote never closed" "FIL017" Some("first_name"), Some(7) => |rows| on_line(&rows, 7, |line| {
        let cells: Vec<&str> = line.splitn(4, ',').collect();
        format!("{},{},\"{},{}", cells[0], cells[1], cells[2], cells[3]).into_bytes()
    });
    "quote inside a cell" "FIL018" Some("first_name"), Some(8) => |rows| on_line(&rows, 8, |line| {
        let cells: Vec<&str> = line.splitn(4, ',').collect();
        format!("{},{},\"{} \"Z\" X\",{}", cells[0], cells[1], cells[2], cells[3]).into_bytes()
    });
    "line break in a name" "FIL030" Some("first_name"), Some(9) => |rows| on_line(&rows, 9, |line| {
        let cells: Vec<&str> = line.splitn(4, ',').collect();
        format!("{},{},\"{}\nMaria\",{}", cells[0], cells[1], cells[2], cells[3]).into_bytes()
    });
    "quote closed rows below" "FIL030" Some("first_name"), Some(6) => |rows| {
        let mut text: Vec<String> = text(&rows).lines().map(str::to_owned).collect();
        text[5] = text[5].replacen(',', ",\"", 2).replacen(",\"", ",", 1);
        text[7] = text[7].replacen(',', "\",", 3).replacen("\",", ",", 2);
        (text.join("\n") + "\n").into_bytes()
    };
    "backslashes before quotes" "FIL031" None, None => |rows| on_line(&rows, 4, |line| {
        let cells: Vec<&str> = line.splitn(4, ',').collect();
        format!("{},{},\"{} \\\"Z\\\"\",{}", cells[0], cells[1], cells[2], cells[3]).into_bytes()
    });
    "file cut off" "ROW017" None, Some(12) => |rows| {
        let mut text = text(&rows[..11]).into_bytes();
        text.extend(b"cut-off-1,cut.off@example.org,Cu");
        text
    };
    "row broken in two" "ROW018" None, Some(9) => |rows| on_line(&rows, 9, |line| {
        let cells: Vec<&str> = line.splitn(4, ',').collect();
        format!("{},{},{}\nMaria,{}", cells[0], cells[1], cells[2], cells[3]).into_bytes()
    });
    "byte order mark twice and one in quotes" "EML011" Some("email"), Some(2) => |mut rows| {
        rows[1][place("email")].make_ascii_uppercase();
        let text = text(&rows).replacen("id,", "\"\u{feff}id\",", 1);
        format!("\u{feff}\u{feff}{text}").into_bytes()
    };
    "header missing" "HDR001" None, None => |rows| csv(&rows[1..]);
    "title above the header" "HDR002" None, Some(2) => |rows| [b"Our customers,,,,,,,,,\n".to_vec(), csv(&rows)].concat();
    "column without a name" "HDR003" None, None => |rows| with_column(rows, "", "north");
    "column name twice" "HDR004" Some("first_name"), None => |rows| with_column(rows, "first_name", "Ana");
    "column nobody knows" "HDR005" Some("shoe_size"), None => |rows| with_column(rows, "shoe_size", "42");
    "header with a slip" "HDR005" Some("frist_name"), None => |rows| renamed(rows, "first_name", "frist_name");
    "two columns for one field" "HDR007" None, None => |rows| with_column(rows, "e-mail address", "a@example.org");
    "no column to know people by" "HDR008" None, None => |rows| {
        let keep = ["first_name", "last_name", "role_key", "external_organization_id"];
        let cut = |row: &Row| COLUMNS.iter().zip(row).filter(|(name, _)| keep.contains(name)).map(|(_, cell)| cell.clone()).collect();
        csv(&rows.iter().map(cut).collect::<Vec<Row>>())
    };
    "ids of another program in the name column" "HDR009" Some("first_name"), None => |mut rows| {
        for (number, row) in rows[1..].iter_mut().enumerate() {
            row[place("first_name")] = format!("{number:08x}-7c1e-4b02-9d3a-5f0e8a6b{number:04x}");
        }
        csv(&rows)
    };
    "column without values" "HDR010" Some("username"), None => |rows| with_column(rows, "username", "");
    "column of a second factor" "HDR013" Some("totp_secret"), None => |rows| with_column(rows, "totp_secret", "JBSWY3DP");
    "clear-text passwords" "HDR013" Some("password"), None => |rows| with_column(rows, "password", "hunter22");
    "names turned round" "VAL042" Some("name"), None => |rows| {
        let mut lines = vec!["id,email,name".to_owned()];
        lines.extend(rows[1..].iter().map(|row| format!("{},{},\"{}, {}\"", row[0], row[1], row[3], row[2])));
        lines.join("\n").into_bytes()
    };
    "blank line" "ROW001" None, None => |rows| on_line(&rows, 5, |line| format!("\n{line}").into_bytes());
};
