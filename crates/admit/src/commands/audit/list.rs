//! `admit audit` without more: the entries, the latest first.

use crate::cli::operators::{AuditArgs, AuditFormat};
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;
use admit_core::base::limits::AUDIT_PAGE;
use admit_core::ports::clock::date;
use admit_core::ports::store::{AuditEntry, AuditQuery, Store};
use admit_core::report::{csv, json};
use serde_json::Value;

const COLUMNS: [&str; 7] = [
    "number", "time", "who", "what", "subject", "detail", "digest",
];

/// Prints the entries that are asked for.
pub fn run(args: &AuditArgs, context: &mut Context) -> Result<Exit, Failure> {
    let store = context.store()?;
    let mut walk = Walk::new(args, store.as_ref());
    if args.format == AuditFormat::Csv {
        // However many there are, a page of them is held.
        context.printer.exact(&COLUMNS.join(","))?;
        while let Some(page) = walk.next()? {
            for entry in &page {
                context.printer.exact(&line(entry))?;
            }
        }
    } else {
        let mut entries: Vec<AuditEntry> = Vec::new();
        while let Some(page) = walk.next()? {
            entries.extend(page);
        }
        print(&entries, args.format, context)?;
    }
    if let (Some(before), true) = (walk.query.before, walk.has_more) {
        context.printer.say(&format!(
            "There are earlier ones: --before {before} shows them, --all shows everything."
        ));
    }
    Ok(Exit::Done)
}

fn print(
    entries: &[AuditEntry],
    format: AuditFormat,
    context: &mut Context,
) -> Result<(), Failure> {
    if format == AuditFormat::Json {
        let list = entries.iter().map(json::entry).collect();
        context.printer.json(&Value::Array(list))?;
    } else if entries.is_empty() {
        let nothing = "There is nothing of the kind in the audit trail.";
        context.printer.say(nothing);
    } else {
        let rows: Vec<Vec<String>> = entries.iter().map(row).collect();
        let heading = ["NUMBER", "WHEN", "WHO", "WHAT", "TO", "DETAIL"];
        context.printer.table(&heading, &rows)?;
    }
    Ok(())
}

/// The entries that are asked for, page by page.
struct Walk<'a> {
    store: &'a dyn Store,
    query: AuditQuery,
    /// How many are still to be shown.
    left: u64,
    /// Whether there are more than were asked for.
    has_more: bool,
}

impl<'a> Walk<'a> {
    fn new(args: &AuditArgs, store: &'a dyn Store) -> Walk<'a> {
        Walk {
            store,
            query: AuditQuery {
                before: args.before,
                limit: 0,
                who: args.who.clone(),
                what: args.what.map(|act| act.name().to_owned()),
                subject: None,
            },
            left: if args.all { u64::MAX } else { args.limit },
            has_more: false,
        }
    }

    /// The next page; nothing after the last.
    fn next(&mut self) -> Result<Option<Vec<AuditEntry>>, Failure> {
        let wanted = self.left.min(AUDIT_PAGE);
        // One more shows whether there are more.
        self.query.limit = wanted + 1;
        let mut page = self.store.audit(&self.query)?;
        self.has_more = page.len() as u64 > wanted;
        page.truncate(wanted as usize);
        let Some(last) = page.last() else {
            return Ok(None);
        };
        self.query.before = Some(last.number);
        self.left -= page.len() as u64;
        Ok(Some(page))
    }
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
    let cells: Vec<String> = cells.iter().map(|cell| csv::cell(cell)).collect();
    cells.join(",")
}
