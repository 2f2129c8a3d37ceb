//! `admit users edit`: what a file cannot put right.

use super::{find, object, read_values, say_notices, update};
use crate::cli::Format;
use crate::cli::users::EditArgs;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;
use admit_core::by_hand::{self, Edit};

/// Changes a user. The next import of the same values leaves the edit alone.
pub fn run(args: &EditArgs, context: &mut Context) -> Result<Exit, Failure> {
    let values = read_values(&args.values)?;
    say_notices(&values, context);
    let store = context.store()?;
    let user = find(store.as_ref(), &args.user)?;
    let edit = Edit {
        values,
        clear: args.clear.clone(),
        status: None,
    };
    let change = by_hand::edit(&user, &edit)?;
    update(context, store.as_ref(), &user, change, "Changed")?;
    if args.output.format == Format::Json {
        let user = find(store.as_ref(), &user.id.to_string())?;
        context.printer.json(&object(&user, &store.access()?))?;
    }
    Ok(Exit::Done)
}
