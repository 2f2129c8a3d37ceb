//! `admit findings`: what was found in an import, item by item.

use super::which_import;
use crate::cli::importing::{FindingsArgs, FindingsFormat};
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::report::words::{number, plural};
use crate::report::{findings, summary, values};
use admit_core::findings::finding::Finding;
use admit_core::findings::tally::RuleCount;
use admit_core::ports::store::{FindingQuery, ImportRecord, Store, StoredFinding, short_id};
use admit_core::report::told::counts::Counts;
use admit_core::report::values::Values;
use std::collections::BTreeSet;

/// How many findings are read from the store at once.
const PAGE: u64 = 1000;

/// Runs the command.
pub fn run(args: &FindingsArgs, context: &mut Context) -> Result<Exit, Failure> {
    let store = context.store()?;
    let record = match &args.import {
        Some(id) => which_import::find(store.as_ref(), id)?,
        None => which_import::latest(store.as_ref())?,
    };
    if args.format == FindingsFormat::Text && !args.all && !is_filtered(args) {
        return by_rule(store.as_ref(), &record, context);
    }
    if args.values {
        let form = values::Form::of(args.format).ok_or(Failure::ValuesForm)?;
        let mut values = Values::default();
        each(store.as_ref(), &record, asked_for(args), &mut |finding| {
            values.add(&finding.finding);
            Ok(())
        })?;
        values::print(&values, form, &record, &mut context.printer)?;
        if values.total == 0 {
            no_such_column(store.as_ref(), &record, args, context)?;
        }
        return Ok(Exit::Done);
    }
    let mut writer = findings::Writer::new(args.format, &record);
    writer.begin(&mut context.printer)?;
    let mut shown = 0;
    each(store.as_ref(), &record, asked_for(args), &mut |finding| {
        shown += 1;
        writer.finding(&finding.finding, &mut context.printer)
    })?;
    writer.end(&mut context.printer)?;
    if args.format == FindingsFormat::Text {
        let total = Counts::of(&record).total();
        let of = if shown == total {
            String::new()
        } else {
            format!(" of {}", number(total))
        };
        let s = if total == 1 { "" } else { "s" };
        context.printer.say(&format!(
            "{}{of} finding{s} in import {} of {}.",
            number(shown),
            short_id(record.id),
            record.file
        ));
    }
    if shown == 0 {
        no_such_column(store.as_ref(), &record, args, context)?;
    }
    Ok(Exit::Done)
}

/// Says so where a column was named that no finding is in, and which there are.
fn no_such_column(
    store: &dyn Store,
    record: &ImportRecord,
    args: &FindingsArgs,
    context: &mut Context,
) -> Result<(), Failure> {
    let Some(named) = &args.column else {
        return Ok(());
    };
    let mut columns = BTreeSet::new();
    each(store, record, FindingQuery::default(), &mut |finding| {
        columns.extend(finding.finding.column.clone());
        Ok(())
    })?;
    if columns.contains(named) {
        return Ok(());
    }
    let columns: Vec<String> = columns.into_iter().collect();
    let there_are = match columns.as_slice() {
        [] => "None is about a column.".to_owned(),
        columns => format!("The columns with findings are: {}.", columns.join(", ")),
    };
    context.printer.say(&format!(
        "No finding is in a column \"{named}\". {there_are}"
    ));
    Ok(())
}

/// The findings asked for.
fn asked_for(args: &FindingsArgs) -> FindingQuery {
    FindingQuery {
        rules: args.rule.clone(),
        severity: args.severity,
        column: args.column.clone(),
        row: args.row,
        ..FindingQuery::default()
    }
}

/// Whether only a part of the findings was asked for.
fn is_filtered(args: &FindingsArgs) -> bool {
    !args.rule.is_empty() || args.severity.is_some() || args.column.is_some() || args.row.is_some()
}

/// The summary: each rule with its count and an example, and how to see more.
fn by_rule(
    store: &dyn Store,
    record: &ImportRecord,
    context: &mut Context,
) -> Result<Exit, Failure> {
    let example = |count: &RuleCount| -> Result<Option<Finding>, Failure> {
        let query = FindingQuery {
            rules: vec![count.code.clone()],
            severity: Some(count.severity),
            limit: 1,
            ..FindingQuery::default()
        };
        let found = store.findings(record.number, &query)?;
        Ok(found.into_iter().next().map(|stored| stored.finding))
    };
    summary::print(record, example, &mut context.printer)?;
    let total = Counts::of(record).total();
    let id = short_id(record.id);
    context.printer.say(&match total {
        0 => format!("Nothing was found in import {id} of {}.", record.file),
        total => format!(
            "{} in import {id} of {}. `admit findings {id} --all` lists them, `--rule RULE` those of one rule.",
            plural(total, "finding"),
            record.file
        ),
    });
    Ok(Exit::Done)
}

/// Walks over the findings asked for, a page at a time.
fn each(
    store: &dyn Store,
    record: &ImportRecord,
    mut query: FindingQuery,
    visit: &mut dyn FnMut(&StoredFinding) -> std::io::Result<()>,
) -> Result<(), Failure> {
    query.limit = PAGE;
    loop {
        let page = store.findings(record.number, &query)?;
        for finding in &page {
            visit(finding)?;
        }
        match page.last() {
            Some(last) if page.len() as u64 == PAGE => query.after = last.position,
            _ => return Ok(()),
        }
    }
}
