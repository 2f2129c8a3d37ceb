//! `admit roles give`.

use crate::cli::access::GiveArgs;
use crate::commands::access_changes::make;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;
use admit_core::by_hand;
use admit_core::users::access::AccessChange;

/// Adds permissions to a role.
pub fn run(args: &GiveArgs, context: &mut Context) -> Result<Exit, Failure> {
    let store = context.store()?;
    let access = store.access()?;
    let number = by_hand::role(&access, &args.key)?;
    for key in &args.permission {
        by_hand::permission(&access, key)?;
    }
    let change = AccessChange::AddToRole(number, args.permission.clone());
    make(context, store.as_ref(), &[change])
}
