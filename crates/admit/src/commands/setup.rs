//! `admit setup`: the organizations, roles and permissions that must exist.

use crate::cli::SetupArgs;
use crate::commands::access_changes::{change, describe, say_without_default};
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::input::read_text;
use admit_core::ports::store::Store;
use admit_core::setup::Setup;
use admit_core::setup::model::SetupError;
use admit_core::users::access::{Access, AccessChange};
use std::path::Path;

/// Makes the directory hold what a setup file names.
pub fn run(args: &SetupArgs, context: &mut Context) -> Result<Exit, Failure> {
    let text = read_text(&args.file)?;
    let store = context.store_or_new()?;
    let (changes, before) = apply(&args.file, &text, store.as_ref(), context)?;
    for change in &changes {
        context.printer.say(&describe(change, &before));
    }
    if changes.is_empty() {
        context
            .printer
            .say("Everything in the file is there already.");
    }
    say_without_default(context, store.as_ref(), &changes)?;
    Ok(Exit::Done)
}

/// Reads a setup file and makes its changes; answers what they were, and the tables from
/// before them.
pub fn apply(
    path: &Path,
    text: &str,
    store: &dyn Store,
    context: &mut Context,
) -> Result<(Vec<AccessChange>, Access), Failure> {
    let wrong = |reason: SetupError| Failure::Setup {
        path: path.to_owned(),
        reason,
    };
    let setup = Setup::parse(text).map_err(wrong)?;
    let access = store.access()?;
    let changes = setup
        .changes(&access, &mut crate::organization_code::new_code)
        .map_err(wrong)?;
    let before = change(context, store, &changes)?;
    Ok((changes, before))
}
