//! `admit organizations add`.

use super::table_file;
use crate::cli::access::AddOrganizationArgs;
use crate::commands::access_changes::{change, say_without_default};
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::organization_code::new_code;
use admit_core::users::access::AccessChange;

/// Adds an organization and prints its code.
pub fn run(args: &AddOrganizationArgs, context: &mut Context) -> Result<Exit, Failure> {
    table_file::usable_key(&args.external_id)?;
    let store = context.store_or_new()?;
    let access = store.access()?;
    let external_id = &args.external_id;
    let taken = access
        .organizations
        .iter()
        .any(|known| known.external_id == *external_id || known.code == *external_id);
    if taken {
        return Err(Failure::Exists {
            what: "an organization",
            given: external_id.clone(),
        });
    }
    let code = new_code();
    let changes = [AccessChange::AddOrganization {
        code: code.clone(),
        external_id: external_id.clone(),
        name: args.name.clone().unwrap_or_else(|| external_id.clone()),
        is_default: args.default,
    }];
    change(context, store.as_ref(), &changes)?;
    context.printer.line(&code)?;
    context.printer.say(&if args.default {
        format!("Added the organization \"{external_id}\". Users without an organization join it.")
    } else {
        format!("Added the organization \"{external_id}\".")
    });
    say_without_default(context, store.as_ref(), &changes)?;
    Ok(Exit::Done)
}
