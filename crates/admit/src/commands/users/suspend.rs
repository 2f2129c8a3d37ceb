//! `admit users suspend` and `admit users unsuspend`.

use super::{find, update};
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;
use admit_core::by_hand::{self, Edit};
use admit_core::users::user::Status;

/// Keeps a user from signing in, or no longer.
pub fn run(user: &str, suspend: bool, context: &mut Context) -> Result<Exit, Failure> {
    let (status, done) = if suspend {
        (Status::Suspended, "Suspended")
    } else {
        (Status::Active, "Unsuspended")
    };
    let store = context.store()?;
    let user = find(store.as_ref(), user)?;
    let edit = Edit {
        status: Some(status),
        ..Edit::default()
    };
    let change = by_hand::edit(&user, &edit)?;
    update(context, store.as_ref(), &user, change, done)?;
    Ok(Exit::Done)
}
