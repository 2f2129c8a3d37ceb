//! `admit users add`: somebody whom no file brings.

use super::{find, object, person, read_values, refuse_taken, say_notices, write};
use crate::cli::Format;
use crate::cli::users::AddArgs;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;
use admit_core::by_hand::{self, Wanted};
use admit_core::users::change::Write;
use admit_core::users::user::{Identity, public_id};

/// Adds a user and prints their public id.
pub fn run(args: &AddArgs, context: &mut Context) -> Result<Exit, Failure> {
    let values = read_values(&args.values)?;
    say_notices(&values, context);
    let store = context.store()?;
    // A running import gives out numbers too.
    let lock = store.lock()?;
    let memberships = by_hand::memberships(
        &store.access()?,
        &Wanted {
            organizations: &args.organization,
            roles: &args.role,
            permissions: &args.permission,
        },
    )?;
    let identifiers: Vec<_> = values.identities.iter().map(Identity::identifier).collect();
    refuse_taken(store.as_ref(), &identifiers, None)?;
    let key = store.overview()?.last_user + 1;
    // The last bits of a UUID v7 are random.
    let noise = uuid::Uuid::now_v7().as_u64_pair().1;
    let id = public_id(Context::now(), key, noise);
    let user = by_hand::add(key, id, values, memberships)?;
    write(store.as_ref(), Write::Create(Box::new(user)), "the user")?;
    drop(lock);
    let user = find(store.as_ref(), &id.to_string())?;
    match args.output.format {
        Format::Text => context.printer.line(&id.to_string())?,
        Format::Json => context.printer.json(&object(&user, &store.access()?))?,
    }
    let who = person(&user);
    context.printer.say(&format!(
        "Added {who}, who will be asked to set a password at the next sign-in."
    ));
    Ok(Exit::Done)
}
