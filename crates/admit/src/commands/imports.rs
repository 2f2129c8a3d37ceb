//! `admit imports`: the history, each with its ledger.

use crate::cli::Format;
use crate::cli::importing::ImportsArgs;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::report::words::number;
use admit_core::base::limits::IMPORTS_PAGE;
use admit_core::ports::clock::date;
use admit_core::ports::store::{ImportQuery, Mode, short_id};
use admit_core::report::json;

/// Runs the command.
pub fn run(args: &ImportsArgs, context: &mut Context) -> Result<Exit, Failure> {
    let store = context.store()?;
    let mut records = Vec::new();
    let mut query = ImportQuery {
        limit: IMPORTS_PAGE,
        ..ImportQuery::default()
    };
    loop {
        let page = store.imports(&query)?;
        let Some(last) = page.last() else { break };
        query.before = Some(last.number);
        records.extend(page);
    }
    if args.output.format == Format::Json {
        let list: Vec<_> = records.iter().map(json::history).collect();
        context.printer.json(&serde_json::Value::Array(list))?;
        return Ok(Exit::Done);
    }
    if records.is_empty() {
        context
            .printer
            .say("There are no imports yet. Begin with: admit import FILE");
        return Ok(Exit::Done);
    }
    let heading = [
        "IMPORT",
        "WHEN",
        "FILE",
        "STATE",
        "READ",
        "CREATED",
        "UPDATED",
        "UNCHANGED",
        "REJECTED",
        "NOT REACHED",
    ];
    let rows: Vec<Vec<String>> = records
        .iter()
        .map(|record| {
            let ledger = &record.ledger;
            let state = if record.mode == Mode::Check {
                "check"
            } else {
                record.state.name()
            };
            let mut row = vec![
                short_id(record.id),
                date(record.started),
                record.file.clone(),
                state.to_owned(),
            ];
            row.extend(
                [
                    ledger.read,
                    ledger.created,
                    ledger.updated,
                    ledger.unchanged,
                    ledger.rejected,
                    ledger.not_reached,
                ]
                .map(number),
            );
            row
        })
        .collect();
    context.printer.table(&heading, &rows)?;
    Ok(Exit::Done)
}
