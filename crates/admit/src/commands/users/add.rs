//! `admit users add`: somebody whom no file brings.

use super::user::{read_values, say_notices};
use crate::cli::Format;
use crate::cli::users::AddArgs;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;
use admit_core::by_hand::{self, Wanted, person};
use admit_core::operators::deed::{Act, Deed};
use admit_core::report::json;

/// Adds a user and prints their public id.
pub fn run(args: &AddArgs, context: &mut Context) -> Result<Exit, Failure> {
    let values = read_values(&args.values)?;
    say_notices(&values, context);
    let store = context.store_or_new()?;
    let wanted = Wanted {
        organizations: &args.organization,
        roles: &args.role,
        permissions: &args.permission,
    };
    // The last bits of a UUID v7 are random.
    let noise = uuid::Uuid::now_v7().as_u64_pair().1;
    let user = by_hand::add_user(store.as_ref(), Context::now(), noise, values, &wanted)?;
    context.did(Deed::new(Act::UserAdded).to(user.id));
    match args.output.format {
        Format::Text => context.printer.line(&user.id.to_string())?,
        Format::Json => context.printer.json(&json::user(&user, &store.access()?))?,
    }
    let who = person(&user);
    context.printer.say(&format!(
        "Added {who}, who will be asked to set a password at the next sign-in."
    ));
    Ok(Exit::Done)
}
