//! `admit outcomes`: every row of an import with what became of it and the user that it
//! became, for whoever has to join users with tables of their own.

use super::which_import;
use crate::cli::importing::{OutcomesArgs, OutcomesFormat};
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::report::words::plural;
use admit_core::ports::store::{Mode, Outcome, short_id};
use admit_core::ports::watch::RunError;
use admit_core::report::outcomes::{self, Form};

/// Runs the command.
pub fn run(args: &OutcomesArgs, context: &mut Context) -> Result<Exit, Failure> {
    let store = context.store()?;
    let record = match &args.import {
        Some(id) => which_import::find(store.as_ref(), id)?,
        None => which_import::latest_import(store.as_ref())?,
    };
    if record.mode == Mode::Check {
        return Err(Failure::NoOutcomes {
            import: short_id(record.id),
        });
    }
    let form = match args.format {
        OutcomesFormat::Csv => Form::Csv,
        OutcomesFormat::Jsonl => Form::Jsonl,
    };
    let only = args.outcome.map(Outcome::from);
    let printer = &mut context.printer;
    let mut line = |text: &str| printer.exact(text);
    let rows = outcomes::write(store.as_ref(), &record, (form, only), &mut line);
    let rows = rows.map_err(|error| match error {
        RunError::Store(error) => Failure::from(error),
        RunError::Io(error) => Failure::from(error),
        other => Failure::from(std::io::Error::other(other)),
    })?;
    context.printer.say(&format!(
        "{} of import {} of {}.",
        plural(rows, "row"),
        short_id(record.id),
        record.file
    ));
    Ok(Exit::Done)
}
