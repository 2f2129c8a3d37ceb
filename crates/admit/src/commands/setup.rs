//! `admit setup`: the organizations, roles and permissions that must exist.

use super::{Context, read_text};
use crate::cli::SetupArgs;
use crate::exit::Exit;
use crate::failure::Failure;
use admit_core::ports::store::Store;
use admit_core::setup::Setup;
use admit_core::setup::model::SetupError;
use admit_core::users::access::AccessChange;
use std::path::Path;

/// Makes the directory hold what a setup file names.
pub fn run(args: &SetupArgs, context: &mut Context) -> Result<Exit, Failure> {
    let text = read_text(&args.file)?;
    let store = context.store()?;
    let changes = apply(&args.file, &text, store.as_ref())?;
    for change in &changes {
        context.printer.say(&describe(change));
    }
    if changes.is_empty() {
        context
            .printer
            .say("Everything in the file is there already.");
    }
    Ok(Exit::Done)
}

/// Reads a setup file and makes its changes; answers what they were.
pub fn apply(path: &Path, text: &str, store: &dyn Store) -> Result<Vec<AccessChange>, Failure> {
    let wrong = |reason: SetupError| Failure::Setup {
        path: path.to_owned(),
        reason,
    };
    let setup = Setup::parse(text).map_err(wrong)?;
    let access = store.access()?;
    let changes = setup
        .changes(&access, &mut super::organizations::new_code)
        .map_err(wrong)?;
    if !changes.is_empty() {
        store.change_access(&changes)?;
    }
    Ok(changes)
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
