//! `admit users join`: more organizations for a user.

use super::{find, update};
use crate::cli::users::JoinArgs;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;
use admit_core::by_hand::{self, Wanted};

/// Adds a user to organizations.
pub fn run(args: &JoinArgs, context: &mut Context) -> Result<Exit, Failure> {
    let store = context.store()?;
    let memberships = by_hand::memberships(
        &store.access()?,
        &Wanted {
            organizations: &args.organization,
            roles: &args.role,
            permissions: &args.permission,
        },
    )?;
    let user = find(store.as_ref(), &args.user)?;
    let change = by_hand::join(&user, &memberships);
    let done = format!("Joined to {}:", args.organization.join(", "));
    update(context, store.as_ref(), &user, change, &done)?;
    Ok(Exit::Done)
}
