//! Changes to organizations, roles and permissions, made and said.

use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;
use admit_core::ports::store::Store;
use admit_core::users::access::AccessChange;

/// Makes changes and says each.
pub fn make(
    context: &mut Context,
    store: &dyn Store,
    changes: &[AccessChange],
) -> Result<Exit, Failure> {
    if changes.is_empty() {
        let printer = &mut context.printer;
        printer.say("Everything in the file is there already.");
        return Ok(Exit::Done);
    }
    store.change_access(changes)?;
    for change in changes {
        context.printer.say(&describe(change));
    }
    say_without_default(context, store, changes)?;
    Ok(Exit::Done)
}

/// What there is to say of organizations of which none is the default one.
pub const NO_DEFAULT: &str = "No organization is the default one: users without an organization join none. \
     To name one: admit organizations default EXTERNAL_ID";

/// Says it if organizations were added and none is the default one.
pub fn say_without_default(
    context: &mut Context,
    store: &dyn Store,
    changes: &[AccessChange],
) -> Result<(), Failure> {
    let is_new = |change: &AccessChange| matches!(change, AccessChange::AddOrganization { .. });
    if changes.iter().any(is_new) && store.access()?.default_organization().is_none() {
        context.printer.say(NO_DEFAULT);
    }
    Ok(())
}

/// A change in a sentence.
pub fn describe(change: &AccessChange) -> String {
    match change {
        AccessChange::AddOrganization {
            external_id,
            is_default,
            ..
        } => {
            let default = if *is_default { ", the default one" } else { "" };
            format!("Added the organization \"{external_id}\"{default}.")
        }
        AccessChange::RenameOrganization(_, name) => {
            format!("Renamed an organization to \"{name}\".")
        }
        AccessChange::SetDefault(_) => "Changed the default organization.".to_owned(),
        AccessChange::SetAutoJoin(true) => {
            "Users without an organization join the default one.".to_owned()
        }
        AccessChange::SetAutoJoin(false) => "Users without an organization join none.".to_owned(),
        AccessChange::AddPermission { key, .. } => format!("Added the permission \"{key}\"."),
        AccessChange::RenamePermission(_, name) => format!("Renamed a permission to \"{name}\"."),
        AccessChange::AddRole { key, .. } => format!("Added the role \"{key}\"."),
        AccessChange::RenameRole(_, name) => format!("Renamed a role to \"{name}\"."),
        AccessChange::AddToRole(_, keys) => {
            format!("Added to a role: {}.", keys.join(", "))
        }
    }
}

/// All changes in one sentence.
pub fn summary(changes: &[AccessChange]) -> String {
    let count = |is: fn(&AccessChange) -> bool| changes.iter().filter(|change| is(change)).count();
    let parts = [
        (
            count(|change| matches!(change, AccessChange::AddOrganization { .. })),
            "organization",
        ),
        (
            count(|change| matches!(change, AccessChange::AddRole { .. })),
            "role",
        ),
        (
            count(|change| matches!(change, AccessChange::AddPermission { .. })),
            "permission",
        ),
    ];
    let added: Vec<String> = parts
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, what)| format!("{count} {what}{}", if count == 1 { "" } else { "s" }))
        .collect();
    if added.is_empty() {
        "Setup: names and settings were brought up to date.".to_owned()
    } else {
        format!("Setup: added {}.", added.join(", "))
    }
}
