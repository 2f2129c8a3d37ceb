//! `admit roles rename`.

use super::table_file::usable_name;
use crate::cli::access::RenameArgs;
use crate::commands::access_changes::make;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;
use admit_core::by_hand;
use admit_core::users::access::AccessChange;

/// Gives a role another name.
pub fn run(args: &RenameArgs, context: &mut Context) -> Result<Exit, Failure> {
    usable_name(&args.name)?;
    let store = context.store()?;
    let number = by_hand::role(&store.access()?, &args.key)?;
    let change = AccessChange::RenameRole(number, args.name.clone());
    make(context, store.as_ref(), &[change])
}
