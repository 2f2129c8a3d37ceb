//! `admit users leave`: one organization fewer for a user.

use crate::cli::users::LeaveArgs;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;
use admit_core::by_hand::{self, person};
use admit_core::operators::deed::{Act, Deed};

/// Takes a user out of an organization.
pub fn run(args: &LeaveArgs, context: &mut Context) -> Result<Exit, Failure> {
    let store = context.store()?;
    let organization = by_hand::organization(&store.access()?, &args.organization)?;
    let user = by_hand::find(store.as_ref(), &args.user)?;
    let changed = by_hand::leave_user(store.as_ref(), Context::now(), &user, organization)?;
    if changed.is_some() {
        context.did(Deed::new(Act::UserLeft).to(user.id));
    }
    let (who, organization) = (person(&user), &args.organization);
    context.printer.say(&match changed {
        Some(_) => format!(
            "{who} is no longer in {organization}; the roles and permissions there went with it. \
             A file that names it puts the user back only with --replace-access."
        ),
        None => format!("{who} is not in {organization}; nothing was changed."),
    });
    Ok(Exit::Done)
}
