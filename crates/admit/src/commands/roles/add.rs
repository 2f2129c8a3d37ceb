//! `admit roles add`.

use super::table_file;
use crate::cli::access::AddRoleArgs;
use crate::commands::access_changes::change;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;
use admit_core::by_hand;
use admit_core::users::access::AccessChange;

/// Adds a role with permissions that exist.
pub fn run(args: &AddRoleArgs, context: &mut Context) -> Result<Exit, Failure> {
    table_file::usable_key(&args.key)?;
    let store = context.store_or_new()?;
    let access = store.access()?;
    if access.roles.iter().any(|role| role.key == args.key) {
        return Err(Failure::Exists {
            what: "a role",
            given: args.key.clone(),
        });
    }
    for key in &args.permission {
        by_hand::permission(&access, key)?;
    }
    let mut permissions = args.permission.clone();
    permissions.sort_unstable();
    permissions.dedup();
    let added = AccessChange::AddRole {
        key: args.key.clone(),
        name: args.name.clone().unwrap_or_else(|| args.key.clone()),
        permissions,
    };
    change(context, store.as_ref(), &[added])?;
    context
        .printer
        .say(&format!("Added the role \"{}\".", args.key));
    Ok(Exit::Done)
}
