//! `admit audit` without more: the entries, the latest first.

use crate::cli::operators::{AuditArgs, AuditFormat};
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;
use admit_core::base::limits::AUDIT_PAGE;
use admit_core::ports::clock::date;
use admit_core::ports::store::{AuditEntry, AuditQuery, Store};
use admit_core::report::audit::{COLUMNS, line, words};
use admit_core::report::json;
use serde_json::Value;

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
