//! `admit users delete`: removes a user with all that is kept of it.

use super::show::text;
use crate::cli::Format;
use crate::cli::users::DeleteArgs;
use crate::confirm::confirmed;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;
use admit_core::by_hand::{self, person};
use admit_core::operators::deed::{Act, Deed};
use serde_json::json;

/// Shows what goes, asks, and removes it.
pub fn run(args: &DeleteArgs, context: &mut Context) -> Result<Exit, Failure> {
    let store = context.store()?;
    let user = by_hand::find(store.as_ref(), &args.user)?;
    if args.output.format == Format::Text {
        context
            .printer
            .line(text(&user, &store.access()?).trim_end())?;
    }
    if !confirmed(
        args.yes,
        "Delete this user and all that is kept of it?",
        context,
    )? {
        context.printer.say("Nothing was deleted.");
        return Ok(Exit::Done);
    }
    by_hand::delete_user(store.as_ref(), &user)?;
    context.did(Deed::new(Act::UserDeleted).to(user.id));
    if args.output.format == Format::Json {
        let deleted = json!({"user": user.id, "deleted": true});
        context.printer.json(&deleted)?;
    }
    let who = person(&user);
    context.printer.say(&format!(
        "Deleted {who}, with identifiers, memberships, password, history and mail. A file that \
         names the user again creates a new one."
    ));
    Ok(Exit::Done)
}
