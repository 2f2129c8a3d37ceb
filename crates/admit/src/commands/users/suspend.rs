//! `admit users suspend` and `admit users unsuspend`.

use super::user::say_change;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;
use admit_core::by_hand::{self, person};
use admit_core::operators::deed::{Act, Deed};
use admit_core::users::user::Status;

/// Keeps a user from signing in, or no longer.
pub fn run(user: &str, suspend: bool, context: &mut Context) -> Result<Exit, Failure> {
    let (status, done) = if suspend {
        (Status::Suspended, (Act::UserSuspended, "Suspended"))
    } else {
        (Status::Active, (Act::UserActivated, "Unsuspended"))
    };
    let store = context.store()?;
    let user = by_hand::find(store.as_ref(), user)?;
    let changed = by_hand::set_status(store.as_ref(), Context::now(), &user, status)?;
    if suspend && changed.is_some() && user.row.status == Status::Suspended {
        context.did(Deed::new(done.0).to(user.id));
        context.printer.say(&format!(
            "{} was suspended by a file already. From now on it is by hand: no file lifts it.",
            person(&user)
        ));
        return Ok(Exit::Done);
    }
    say_change(&user, changed.as_ref(), done, context);
    Ok(Exit::Done)
}
