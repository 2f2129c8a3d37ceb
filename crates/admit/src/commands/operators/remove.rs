//! `admit operators remove`.

use super::find;
use crate::cli::operators::RemoveOperatorArgs;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::{Failure, Operating};
use admit_core::operators::accounts;

/// Removes an operator.
pub fn run(args: &RemoveOperatorArgs, context: &mut Context) -> Result<Exit, Failure> {
    let store = context.store()?;
    let operator = find(store.as_ref(), &args.email)?;
    let removed = accounts::remove(store.as_ref(), &operator);
    context.did(removed.map_err(Operating::from)?);
    let email = &operator.email;
    context.printer.say(&format!(
        "Removed {email}, who is signed out everywhere. What {email} did stays in the audit trail."
    ));
    Ok(Exit::Done)
}
