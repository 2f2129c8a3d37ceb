//! `admit permissions remove`.

use crate::cli::access::RemoveArgs;
use crate::commands::removal::{self, Removal};
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;
use admit_core::by_hand;

/// Removes a permission, from whoever has it.
pub fn run(args: &RemoveArgs, context: &mut Context) -> Result<Exit, Failure> {
    let store = context.store()?;
    let access = store.access()?;
    let number = by_hand::permission(&access, &args.key)?;
    let removal = Removal {
        what: ("permission", &args.key),
        taken: by_hand::Removal::of_permission(&access, number),
        loss: format!("would lose the permission \"{}\"", args.key),
        yes: args.yes,
        format: args.output.format,
    };
    removal::run(&removal, store.as_ref(), context)
}
