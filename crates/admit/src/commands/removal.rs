//! Taking organizations, roles and permissions away: who would lose something is
//! counted and said, and a yes is asked for.

use super::access_changes::{change, describe, say_without_default};
use crate::cli::Format;
use crate::confirm::confirmed;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::report::words::plural;
use admit_core::by_hand;
use admit_core::ports::store::Store;
use serde_json::{Value, json};

/// What is to be taken away.
pub struct Removal<'a> {
    /// What it is, as JSON calls it, and its key.
    pub what: (&'static str, &'a str),
    /// How it is done, and who would lose something.
    pub taken: by_hand::Removal,
    /// What they would lose, after a number of users: `would lose it`.
    pub loss: String,
    /// Whether it was said that it may be done.
    pub yes: bool,
    /// How to print.
    pub format: Format,
}

/// Says who would lose what, asks, and takes it away.
pub fn run(
    removal: &Removal<'_>,
    store: &dyn Store,
    context: &mut Context,
) -> Result<Exit, Failure> {
    // An import that runs would give what is gone.
    let _session = store.lock()?;
    let taken = &removal.taken;
    let users = taken.users(store)?;
    let (what, key) = removal.what;
    if users > 0 {
        let (users, loss) = (plural(users, "user"), &removal.loss);
        context.printer.say(&format!("{users} {loss}."));
    }
    if !taken.roles.is_empty() {
        let (roles, keys) = (taken.roles.len() as u64, taken.roles.join(", "));
        let (roles, has) = (
            plural(roles, "role"),
            if roles == 1 { "has" } else { "have" },
        );
        context.printer.say(&format!("{roles} {has} it: {keys}."));
    }
    let is_used = users > 0 || !taken.roles.is_empty();
    let before = store.access()?;
    let sentences: Vec<String> = taken.changes.iter().map(|c| describe(c, &before)).collect();
    if is_used && !confirmed(removal.yes, "Go on?", context)? {
        context.printer.say("Nothing was changed.");
        return Ok(Exit::Done);
    }
    change(context, store, &taken.changes)?;
    if removal.format == Format::Json {
        let mut done = json!({"removed": true, "users": users, "roles": taken.roles});
        done[what] = Value::String(key.to_owned());
        context.printer.json(&done)?;
    }
    for sentence in sentences {
        context.printer.say(&sentence);
    }
    say_without_default(context, store, &taken.changes)?;
    Ok(Exit::Done)
}
