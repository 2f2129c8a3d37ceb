//! `admit roles remove`.

use crate::cli::access::RemoveArgs;
use crate::commands::removal::{self, Removal};
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;
use admit_core::by_hand;
use admit_core::ports::store::UserQuery;
use admit_core::users::access::AccessChange;

/// Removes a role, from whoever has it.
pub fn run(args: &RemoveArgs, context: &mut Context) -> Result<Exit, Failure> {
    let store = context.store()?;
    let number = by_hand::role(&store.access()?, &args.key)?;
    let removal = Removal {
        what: ("role", &args.key),
        changes: &[AccessChange::RemoveRole(number)],
        holders: UserQuery {
            role: Some(number),
            ..UserQuery::default()
        },
        loss: format!("would lose the role \"{}\"", args.key),
        roles: &[],
        yes: args.yes,
        format: args.output.format,
    };
    removal::run(&removal, store.as_ref(), context)
}
