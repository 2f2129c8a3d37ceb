//! `admit users edit`: what a file cannot put right.

use super::user::{read_values, say_change, say_notices};
use crate::cli::Format;
use crate::cli::users::EditArgs;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;
use admit_core::by_hand::{self, Edit};
use admit_core::operators::deed::Act;
use admit_core::report::json;

/// Changes a user. The next import of the same values leaves the edit alone.
pub fn run(args: &EditArgs, context: &mut Context) -> Result<Exit, Failure> {
    let values = read_values(&args.values)?;
    say_notices(&values, context);
    let store = context.store()?;
    let user = by_hand::find(store.as_ref(), &args.user)?;
    let edit = Edit {
        values,
        clear: args.clear.clone(),
        status: None,
    };
    let changed = by_hand::edit_user(store.as_ref(), Context::now(), &user, &edit)?;
    say_change(
        &user,
        changed.as_ref(),
        (Act::UserChanged, "Changed"),
        context,
    );
    if args.output.format == Format::Json {
        let user = changed.as_ref().unwrap_or(&user);
        context.printer.json(&json::user(user, &store.access()?))?;
    }
    Ok(Exit::Done)
}
