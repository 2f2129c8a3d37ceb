//! `admit tokens revoke`.

use crate::cli::operators::RevokeTokenArgs;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::{Failure, Operating};
use admit_core::operators::tokens;

/// Removes a token.
pub fn run(args: &RevokeTokenArgs, context: &mut Context) -> Result<Exit, Failure> {
    let store = context.store()?;
    let revoked = tokens::revoke(store.as_ref(), &args.name);
    context.did(revoked.map_err(Operating::from)?);
    let name = args.name.trim();
    let said = format!("Revoked the token \"{name}\": from now on it opens nothing.");
    context.printer.say(&said);
    Ok(Exit::Done)
}
