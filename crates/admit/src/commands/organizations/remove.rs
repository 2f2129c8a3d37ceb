//! `admit organizations remove`.

use crate::cli::access::RemoveArgs;
use crate::commands::removal::{self, Removal};
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;
use admit_core::by_hand;

/// Removes an organization, from whoever has it.
pub fn run(args: &RemoveArgs, context: &mut Context) -> Result<Exit, Failure> {
    let store = context.store()?;
    let number = by_hand::organization(&store.access()?, &args.key)?;
    let removal = Removal {
        what: ("organization", &args.key),
        taken: by_hand::Removal::of_organization(number),
        loss: format!(
            "would lose the organization \"{}\", with their roles and permissions there",
            args.key
        ),
        yes: args.yes,
        format: args.output.format,
    };
    removal::run(&removal, store.as_ref(), context)
}
