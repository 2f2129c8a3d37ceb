//! `admit organizations default`: where users without an organization go.

use crate::cli::access::DefaultOrganizationArgs;
use crate::cli::{Format, Switch};
use crate::commands::access_changes::{NO_DEFAULT, change};
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;
use admit_core::by_hand;
use admit_core::users::access::AccessChange;
use serde_json::json;

/// Chooses the default organization and its policy, and says what they are.
pub fn run(args: &DefaultOrganizationArgs, context: &mut Context) -> Result<Exit, Failure> {
    let store = context.store()?;
    let mut access = store.access()?;
    let mut changes = Vec::new();
    if let Some(given) = &args.organization {
        changes.push(AccessChange::SetDefault(by_hand::organization(
            &access, given,
        )?));
    }
    if let Some(switch) = args.auto_join {
        changes.push(AccessChange::SetAutoJoin(switch == Switch::On));
    }
    if !changes.is_empty() {
        change(context, store.as_ref(), &changes)?;
        access = store.access()?;
    }
    let default = access.default_organization();
    match (args.output.format, default) {
        (Format::Json, _) => context.printer.json(&json!({
            "external_id": default.map(|found| &found.external_id),
            "auto_join": access.auto_join,
        }))?,
        (Format::Text, Some(found)) => {
            context.printer.line(&found.external_id)?;
            context.printer.say(if access.auto_join {
                "Users without an organization join it."
            } else {
                "Users without an organization join none (--auto-join on lets them)."
            });
        }
        (Format::Text, None) if access.organizations.is_empty() => context
            .printer
            .say("There are no organizations yet: admit organizations add EXTERNAL_ID"),
        (Format::Text, None) => context.printer.say(NO_DEFAULT),
    }
    Ok(Exit::Done)
}
