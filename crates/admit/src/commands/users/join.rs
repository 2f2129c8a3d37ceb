//! `admit users join`: more organizations for a user.

use super::user::say_change;
use crate::cli::users::JoinArgs;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;
use admit_core::by_hand::{self, Wanted};
use admit_core::operators::deed::Act;

/// Adds a user to organizations.
pub fn run(args: &JoinArgs, context: &mut Context) -> Result<Exit, Failure> {
    let store = context.store()?;
    let wanted = Wanted {
        organizations: &args.organization,
        roles: &args.role,
        permissions: &args.permission,
    };
    let memberships = by_hand::memberships(&store.access()?, &wanted)?;
    let user = by_hand::find(store.as_ref(), &args.user)?;
    let changed = by_hand::join_user(store.as_ref(), Context::now(), &user, &memberships)?;
    let done = format!("Joined to {}:", args.organization.join(", "));
    say_change(&user, changed.as_ref(), (Act::UserJoined, &done), context);
    Ok(Exit::Done)
}
