//! Entries of the audit trail as people and spreadsheets read them.

use super::{csv, json};
use crate::ports::store::AuditEntry;
use serde_json::Value;

/// The columns of [`line`].
pub const COLUMNS: [&str; 7] = [
    "number", "time", "who", "what", "subject", "detail", "digest",
];

/// An entry as a line of a CSV, without its end.
pub fn line(entry: &AuditEntry) -> String {
    let cells = [
        entry.number.to_string(),
        json::time(entry.time),
        entry.who.clone(),
        entry.what.clone(),
        entry.subject.clone().unwrap_or_default(),
        entry.detail.clone(),
        blake3::Hash::from_bytes(entry.digest).to_hex().to_string(),
    ];
    let cells: Vec<String> = cells.iter().map(|cell| csv::cell(cell)).collect();
    cells.join(",")
}

/// The detail as people read it: `rows.created 2, rows.updated 1`.
pub fn words(detail: &str) -> String {
    let mut words = Vec::new();
    match serde_json::from_str::<Value>(detail) {
        Ok(value) => gather("", &value, &mut words),
        // Somebody changed it; it is shown as it stands.
        Err(_) => return detail.to_owned(),
    }
    words.join(", ")
}

fn gather(path: &str, value: &Value, words: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                let path = if path.is_empty() {
                    name.clone()
                } else {
                    format!("{path}.{name}")
                };
                gather(&path, value, words);
            }
        }
        Value::Array(list) => {
            let all: Vec<String> = list.iter().map(one).collect();
            words.push(format!("{path} {}", all.join(" ")));
        }
        one_value => words.push(format!("{path} {}", one(one_value))),
    }
}

fn one(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Object(fields) => {
            let values: Vec<String> = fields.values().map(one).collect();
            values.join(":")
        }
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn details_are_read() {
        for (detail, expected) in [
            ("{}", ""),
            ("{\"kind\":\"viewer\"}", "kind viewer"),
            (
                "{\"rows\":{\"read\":2,\"created\":1}}",
                "rows.read 2, rows.created 1",
            ),
            ("{\"scopes\":[\"a\",\"b\"]}", "scopes a b"),
            (
                "{\"changes\":[{\"change\":\"role-added\",\"of\":\"m\"}]}",
                "changes role-added:m",
            ),
            ("broken", "broken"),
        ] {
            assert_eq!(words(detail), expected);
        }
    }
}
