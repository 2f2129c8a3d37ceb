//! `admit audit` without more: the entries, the latest first.

use crate::cli::operators::{AuditArgs, AuditFormat};
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::report::findings::csv_cell;
use admit_core::base::limits::AUDIT_PAGE;
use admit_core::ports::clock::date;
use admit_core::ports::store::{AuditEntry, AuditQuery, Store};
use admit_core::report::json;
use serde_json::Value;

const COLUMNS: [&str; 7] = [
    "number", "time", "who", "what", "subject", "detail", "digest",
];

/// Prints the entries that are asked for.
pub fn run(args: &AuditArgs, context: &mut Context) -> Result<Exit, Failure> {
    let store = context.store()?;
    let limit = if args.all { u64::MAX } else { args.limit };
    let (entries, has_more) = entries(args, limit, store.as_ref())?;
    match args.format {
        AuditFormat::Json => {
            let list = entries.iter().map(json::entry).collect();
            context.printer.json(&Value::Array(list))?;
        }
        AuditFormat::Csv => {
            context.printer.exact(&COLUMNS.join(","))?;
            for entry in &entries {
                context.printer.exact(&line(entry))?;
            }
        }
        AuditFormat::Text if entries.is_empty() => {
            context
                .printer
                .say("There is nothing of the kind in the audit trail.");
        }
        AuditFormat::Text => {
            let rows: Vec<Vec<String>> = entries.iter().map(row).collect();
            let heading = ["NUMBER", "WHEN", "WHO", "WHAT", "TO", "DETAIL"];
            context.printer.table(&heading, &rows)?;
        }
    }
    if let Some(last) = entries.last().filter(|_| has_more) {
        context.printer.say(&format!(
            "There are earlier ones: --before {} shows them, --all shows everything.",
            last.number
        ));
    }
    Ok(Exit::Done)
}

/// The entries, and whether there are more.
fn entries(
    args: &AuditArgs,
    limit: u64,
    store: &dyn Store,
) -> Result<(Vec<AuditEntry>, bool), Failure> {
    let mut query = AuditQuery {
        before: args.before,
        limit: AUDIT_PAGE,
        who: args.who.clone(),
        what: args.what.map(|act| act.name().to_owned()),
    };
    let mut entries: Vec<AuditEntry> = Vec::new();
    loop {
        let page = store.audit(&query)?;
        let Some(last) = page.last() else { break };
        query.before = Some(last.number);
        entries.extend(page);
        if entries.len() as u64 > limit {
            break;
        }
    }
    let has_more = entries.len() as u64 > limit;
    entries.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    Ok((entries, has_more))
}

fn row(entry: &AuditEntry) -> Vec<String> {
    vec![
        entry.number.to_string(),
        date(entry.time),
        entry.who.clone(),
        entry.what.clone(),
        entry.subject.clone().unwrap_or_default(),
        words(&entry.detail),
    ]
}

/// The detail as people read it: `rows.created 2, rows.updated 1`.
fn words(detail: &str) -> String {
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

fn line(entry: &AuditEntry) -> String {
    let cells = [
        entry.number.to_string(),
        json::time(entry.time),
        entry.who.clone(),
        entry.what.clone(),
        entry.subject.clone().unwrap_or_default(),
        entry.detail.clone(),
        blake3::Hash::from_bytes(entry.digest).to_hex().to_string(),
    ];
    let cells: Vec<String> = cells.iter().map(|cell| csv_cell(cell)).collect();
    cells.join(",")
}
