//! Files of invented users, and what damages them.

use crate::numbers::Numbers;
use std::fmt::Write as _;

/// Rows of the files that are disturbed: more than is read ahead.
pub const ROWS: u64 = 30_000;

/// Rows of the files that are damaged.
pub const FEW_ROWS: u64 = 60;

/// What the directory holds before.
pub const SETUP: &str = r#"
[[roles]]
key = "member"
[[organizations]]
external_id = "acme"
default = true
[[organizations]]
external_id = "globex"
"#;

/// A file of so many rows as CSV; some users stand on two, some rows are in error.
pub fn csv(rows: u64) -> String {
    let mut text = "id,email,first_name,phone,external_organization_id,role_key\n".to_owned();
    for number in 0..rows {
        let _ = match number {
            _ if number % 40 == 3 => writeln!(text, "u{},,,,globex,member", number - 1),
            _ if number % 50 == 7 => {
                writeln!(text, "u{number},broken{number},Bo,,acme,member")
            }
            _ => writeln!(
                text,
                "u{number},user{number}@example.com,Ana,+614{number:08},acme,member"
            ),
        };
    }
    text
}

/// The same kind of file as one JSON object a line.
pub fn ndjson(rows: u64) -> String {
    let mut text = String::new();
    for number in 0..rows {
        let email = if number % 50 == 7 {
            format!("broken{number}")
        } else {
            format!("user{number}@example.com")
        };
        let _ = writeln!(
            text,
            r#"{{"id":"u{number}","email":"{email}","first_name":"Ana","organizations":[{{"external_id":"acme","roles":["member"]}}]}}"#
        );
    }
    text
}

/// Damages a text in some places.
pub fn damage(text: &str, numbers: &mut Numbers) -> Vec<u8> {
    const BYTES: [&[u8]; 12] = [
        b"\"",
        b",",
        b"\n",
        b"\r",
        b"\0",
        b"\xFF",
        b"\xC3",
        b"{",
        b"]",
        b"\\",
        b"\xEF\xBB\xBF",
        b"'",
    ];
    let mut bytes = text.as_bytes().to_vec();
    for _ in 0..=numbers.below(6) {
        let at = numbers.below(bytes.len() as u64 + 1) as usize;
        let end = (at + numbers.below(40) as usize).min(bytes.len());
        match numbers.below(5) {
            0 => drop(bytes.splice(at..at, BYTES[numbers.below(12) as usize].iter().copied())),
            1 => drop(bytes.drain(at..end)),
            2 => bytes.extend_from_within(at..end),
            3 => bytes.truncate(at.max(1)),
            _ => {
                for byte in &mut bytes[at..end] {
                    *byte ^= 1 << numbers.below(8);
                }
            }
        }
    }
    bytes
}
