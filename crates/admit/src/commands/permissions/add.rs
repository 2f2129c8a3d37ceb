//! `admit permissions add`.

use super::table_file;
use crate::cli::access::AddPermissionArgs;
use crate::commands::access_changes::change;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;
use admit_core::users::access::AccessChange;

/// Adds a permission.
pub fn run(args: &AddPermissionArgs, context: &mut Context) -> Result<Exit, Failure> {
    table_file::usable_key(&args.key)?;
    let store = context.store_or_new()?;
    let known = store.access()?.permissions;
    if known.iter().any(|permission| permission.key == args.key) {
        return Err(Failure::Exists {
            what: "a permission",
            given: args.key.clone(),
        });
    }
    let added = AccessChange::AddPermission {
        key: args.key.clone(),
        name: args.name.clone().unwrap_or_else(|| args.key.clone()),
    };
    change(context, store.as_ref(), &[added])?;
    context
        .printer
        .say(&format!("Added the permission \"{}\".", args.key));
    Ok(Exit::Done)
}
