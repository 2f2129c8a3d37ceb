//! `admit permissions remove`.

use crate::cli::access::RemoveArgs;
use crate::commands::removal::{self, Removal};
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;
use admit_core::by_hand;
use admit_core::ports::store::UserQuery;
use admit_core::users::access::AccessChange;

/// Removes a permission, from whoever has it.
pub fn run(args: &RemoveArgs, context: &mut Context) -> Result<Exit, Failure> {
    let store = context.store()?;
    let access = store.access()?;
    let number = by_hand::permission(&access, &args.key)?;
    let roles = access.roles.iter();
    let roles = roles.filter(|role| role.permissions.contains(&number));
    let roles: Vec<&str> = roles.map(|role| role.key.as_str()).collect();
    let removal = Removal {
        what: ("permission", &args.key),
        changes: &[AccessChange::RemovePermission(number)],
        holders: UserQuery {
            permission: Some(number),
            ..UserQuery::default()
        },
        loss: format!("would lose the permission \"{}\"", args.key),
        roles: &roles,
        yes: args.yes,
        format: args.output.format,
    };
    removal::run(&removal, store.as_ref(), context)
}
