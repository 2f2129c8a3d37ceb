//! `admit roles take`.

use crate::cli::access::TakeArgs;
use crate::commands::removal::{self, Removal};
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;
use admit_core::by_hand;
use admit_core::users::access::AccessChange;

/// Takes permissions out of a role.
pub fn run(args: &TakeArgs, context: &mut Context) -> Result<Exit, Failure> {
    let store = context.store()?;
    let access = store.access()?;
    let role = by_hand::role(&access, &args.key)?;
    let mut changes = Vec::new();
    for key in &args.permission {
        let permission = by_hand::permission(&access, key)?;
        let own = access.role(role).map(|role| role.permissions.as_slice());
        let change = AccessChange::TakeFromRole(role, permission);
        if own.is_some_and(|own| own.contains(&permission)) && !changes.contains(&change) {
            changes.push(change);
        }
    }
    if changes.is_empty() {
        context.printer.say(&format!(
            "The role \"{}\" has none of them; nothing was changed.",
            args.key
        ));
        return Ok(Exit::Done);
    }
    let removal = Removal {
        what: ("role", &args.key),
        taken: by_hand::Removal::from_role(role, changes),
        loss: format!(
            "with the role \"{}\" would lose what is taken out of it",
            args.key
        ),
        yes: args.yes,
        format: args.output.format,
    };
    removal::run(&removal, store.as_ref(), context)
}
