//! `admit roles remove`.

use crate::cli::access::RemoveArgs;
use crate::commands::removal::{self, Removal};
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;
use admit_core::by_hand;

/// Removes a role, from whoever has it.
pub fn run(args: &RemoveArgs, context: &mut Context) -> Result<Exit, Failure> {
    let store = context.store()?;
    let number = by_hand::role(&store.access()?, &args.key)?;
    let removal = Removal {
        what: ("role", &args.key),
        taken: by_hand::Removal::of_role(number),
        loss: format!("would lose the role \"{}\"", args.key),
        yes: args.yes,
        format: args.output.format,
    };
    removal::run(&removal, store.as_ref(), context)
}
