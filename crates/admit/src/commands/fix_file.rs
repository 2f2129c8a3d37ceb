//! `admit fix-file`: the rows to correct of an import, with the reasons.

use super::which_import;
use crate::cli::importing::FixFileArgs;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::fix_file;

/// Runs the command.
pub fn run(args: &FixFileArgs, context: &mut Context) -> Result<Exit, Failure> {
    let store = context.store()?;
    let record = match &args.import {
        Some(id) => which_import::find(store.as_ref(), id)?,
        None => which_import::latest(store.as_ref())?,
    };
    let path = args
        .output
        .clone()
        .unwrap_or_else(|| fix_file::free_name(&record));
    let source = fix_file::source_of(&record)?;
    match fix_file::write(&record, source, &path, args.force, store.as_ref())? {
        Some(written) => context.printer.say(&written.sentence()),
        None => context.printer.say(fix_file::NOTHING),
    }
    Ok(Exit::Done)
}
