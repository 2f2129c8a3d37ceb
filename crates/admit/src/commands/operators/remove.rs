//! `admit operators remove`.

use super::{done, find};
use crate::cli::operators::RemoveOperatorArgs;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;
use admit_core::operators::deed::{Act, Deed};

/// Removes an operator.
pub fn run(args: &RemoveOperatorArgs, context: &mut Context) -> Result<Exit, Failure> {
    let store = context.store()?;
    let operator = find(store.as_ref(), &args.email)?;
    done(store.remove_operator(operator.number)?, &operator)?;
    context.did(Deed::new(Act::OperatorRemoved).to(&operator.email));
    let email = &operator.email;
    context.printer.say(&format!(
        "Removed {email}, who is signed out everywhere. What {email} did stays in the audit trail."
    ));
    Ok(Exit::Done)
}
