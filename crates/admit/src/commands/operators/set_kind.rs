//! `admit operators set-kind`.

use super::{called, find};
use crate::cli::operators::SetKindArgs;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::{Failure, Operating};
use admit_core::operators::accounts;

/// Lets an operator do more or less.
pub fn run(args: &SetKindArgs, context: &mut Context) -> Result<Exit, Failure> {
    let store = context.store()?;
    let operator = find(store.as_ref(), &args.email)?;
    let kind = args.kind.kind();
    let email = &operator.email;
    let changed = accounts::set_kind(store.as_ref(), &operator, kind);
    let Some(deed) = changed.map_err(Operating::from)? else {
        let is = called(kind);
        context
            .printer
            .say(&format!("{email} is {is} already; nothing was changed."));
        return Ok(Exit::Done);
    };
    context.did(deed);
    context.printer.say(&format!(
        "{email} is {} from now on, and signed out until the next sign-in.",
        called(kind)
    ));
    Ok(Exit::Done)
}
