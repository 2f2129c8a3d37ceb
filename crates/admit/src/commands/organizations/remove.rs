//! `admit organizations remove`.

use crate::cli::access::RemoveArgs;
use crate::commands::removal::{self, Removal};
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;
use admit_core::by_hand;
use admit_core::ports::store::UserQuery;
use admit_core::users::access::AccessChange;

/// Removes an organization, from whoever has it.
pub fn run(args: &RemoveArgs, context: &mut Context) -> Result<Exit, Failure> {
    let store = context.store()?;
    let number = by_hand::organization(&store.access()?, &args.key)?;
    let removal = Removal {
        what: ("organization", &args.key),
        changes: &[AccessChange::RemoveOrganization(number)],
        holders: UserQuery {
            organization: Some(number),
            ..UserQuery::default()
        },
        loss: format!(
            "would lose the organization \"{}\", with their roles and permissions there",
            args.key
        ),
        roles: &[],
        yes: args.yes,
        format: args.output.format,
    };
    removal::run(&removal, store.as_ref(), context)
}
