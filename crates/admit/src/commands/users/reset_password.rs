//! `admit users reset-password`: asks a user for a new password.

use super::{find, update};
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;
use admit_core::by_hand;

/// Asks for it at the next sign-in.
pub fn run(user: &str, context: &mut Context) -> Result<Exit, Failure> {
    let store = context.store()?;
    let user = find(store.as_ref(), user)?;
    let change = by_hand::ask_for_reset(&user);
    let done = "A new password will be asked for at the next sign-in of";
    update(context, store.as_ref(), &user, change, done)?;
    Ok(Exit::Done)
}
