//! `admit users reset-password`: asks a user for a new password.

use super::user::say_change;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;
use admit_core::by_hand;
use admit_core::operators::deed::Act;

/// Asks for it at the next sign-in.
pub fn run(user: &str, context: &mut Context) -> Result<Exit, Failure> {
    let store = context.store()?;
    let user = by_hand::find(store.as_ref(), user)?;
    let changed = by_hand::ask_user_for_reset(store.as_ref(), Context::now(), &user)?;
    let done = "A new password will be asked for at the next sign-in of";
    say_change(
        &user,
        changed.as_ref(),
        (Act::UserResetAsked, done),
        context,
    );
    Ok(Exit::Done)
}
