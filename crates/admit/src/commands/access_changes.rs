//! Changes to organizations, roles and permissions, made and said.

use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;
use admit_core::operators::deed::Deed;
use admit_core::ports::store::Store;
use admit_core::users::access::{Access, AccessChange};

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
    let before = change(context, store, changes)?;
    for change in changes {
        context.printer.say(&describe(change, &before));
    }
    say_without_default(context, store, changes)?;
    Ok(Exit::Done)
}

/// Makes changes, to be noted; answers with the tables from before them.
pub fn change(
    context: &mut Context,
    store: &dyn Store,
    changes: &[AccessChange],
) -> Result<Access, Failure> {
    let before = store.access()?;
    if !changes.is_empty() {
        store.change_access(changes)?;
        context.did(Deed::of_access(changes, &before));
    }
    Ok(before)
}

/// What there is to say of organizations of which none is the default one.
pub const NO_DEFAULT: &str = "No organization is the default one: users without an organization join none. \
     To name one: admit organizations default EXTERNAL_ID";

/// Says it if organizations were added or removed and none is the default one.
pub fn say_without_default(
    context: &mut Context,
    store: &dyn Store,
    changes: &[AccessChange],
) -> Result<(), Failure> {
    let is_new = |change: &AccessChange| matches!(change, AccessChange::AddOrganization { .. });
    let is_gone = |change: &AccessChange| matches!(change, AccessChange::RemoveOrganization(_));
    if changes
        .iter()
        .any(|change| is_new(change) || is_gone(change))
        && store.access()?.default_organization().is_none()
    {
        context.printer.say(NO_DEFAULT);
    }
    Ok(())
}

/// A change in a sentence, by the tables from before it.
pub fn describe(change: &AccessChange, before: &Access) -> String {
    let organization = |number: &u32| {
        let found = before.organization(*number);
        called("organization", found.map(|found| &found.external_id))
    };
    let role = |number: &u32| called("role", before.role(*number).map(|found| &found.key));
    let permission = |number: &u32| {
        let found = before.permission(*number);
        called("permission", found.map(|found| &found.key))
    };
    match change {
        AccessChange::AddOrganization {
            external_id,
            is_default,
            ..
        } => {
            let default = if *is_default { ", the default one" } else { "" };
            format!("Added the organization \"{external_id}\"{default}.")
        }
        AccessChange::RenameOrganization(number, name) => {
            format!("Renamed {} to \"{name}\".", organization(number))
        }
        AccessChange::SetDefault(number) => {
            format!("Made {} the default one.", organization(number))
        }
        AccessChange::SetAutoJoin(true) => {
            "Users without an organization join the default one.".to_owned()
        }
        AccessChange::SetAutoJoin(false) => "Users without an organization join none.".to_owned(),
        AccessChange::AddPermission { key, .. } => format!("Added the permission \"{key}\"."),
        AccessChange::RenamePermission(number, name) => {
            format!("Renamed {} to \"{name}\".", permission(number))
        }
        AccessChange::AddRole { key, .. } => format!("Added the role \"{key}\"."),
        AccessChange::RenameRole(number, name) => {
            format!("Renamed {} to \"{name}\".", role(number))
        }
        AccessChange::AddToRole(number, keys) => {
            format!("Added to {}: {}.", role(number), keys.join(", "))
        }
        AccessChange::TakeFromRole(number, taken) => {
            format!("Took {} out of {}.", permission(taken), role(number))
        }
        AccessChange::RemoveOrganization(number) => format!("Removed {}.", organization(number)),
        AccessChange::RemoveRole(number) => format!("Removed {}.", role(number)),
        AccessChange::RemovePermission(number) => format!("Removed {}.", permission(number)),
    }
}

/// What something is called; one that was added by an earlier change has no key yet.
fn called(what: &str, key: Option<&String>) -> String {
    match key {
        Some(key) => format!("the {what} \"{key}\""),
        None => format!("the new {what}"),
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
