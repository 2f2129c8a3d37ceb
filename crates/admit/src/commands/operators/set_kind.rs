//! `admit operators set-kind`.

use super::{called, done, find};
use crate::cli::operators::SetKindArgs;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;
use admit_core::operators::deed::{Act, Deed};

/// Lets an operator do more or less.
pub fn run(args: &SetKindArgs, context: &mut Context) -> Result<Exit, Failure> {
    let store = context.store()?;
    let operator = find(store.as_ref(), &args.email)?;
    let kind = args.kind.kind();
    let email = &operator.email;
    if operator.kind == kind {
        let is = called(kind);
        context
            .printer
            .say(&format!("{email} is {is} already; nothing was changed."));
        return Ok(Exit::Done);
    }
    done(store.set_operator_kind(operator.number, kind)?, &operator)?;
    let changed = Deed::new(Act::OperatorKindChanged).to(email);
    context.did(
        changed
            .with("from", operator.kind.name())
            .with("to", kind.name()),
    );
    context.printer.say(&format!(
        "{email} is {} from now on, and signed out until the next sign-in.",
        called(kind)
    ));
    Ok(Exit::Done)
}
