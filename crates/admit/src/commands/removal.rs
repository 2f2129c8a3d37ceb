//! Taking organizations, roles and permissions away: who would lose something is
//! counted and said, and a yes is asked for.

use super::access_changes::{change, describe, say_without_default};
use super::users::PAGE_USERS;
use crate::cli::Format;
use crate::confirm::confirmed;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::report::words::plural;
use admit_core::ports::store::{Store, UserQuery};
use admit_core::users::access::AccessChange;
use serde_json::{Value, json};

/// What is to be taken away.
pub struct Removal<'a> {
    /// What it is, as JSON calls it, and its key.
    pub what: (&'static str, &'a str),
    /// How it is done.
    pub changes: &'a [AccessChange],
    /// Who would lose something.
    pub holders: UserQuery,
    /// What they would lose, after a number of users: `would lose it`.
    pub loss: String,
    /// The roles that would lose it, by key.
    pub roles: &'a [&'a str],
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
    let users = count(store, &removal.holders)?;
    let (what, key) = removal.what;
    if users > 0 {
        let (users, loss) = (plural(users, "user"), &removal.loss);
        context.printer.say(&format!("{users} {loss}."));
    }
    if !removal.roles.is_empty() {
        let (roles, keys) = (removal.roles.len() as u64, removal.roles.join(", "));
        let (roles, has) = (
            plural(roles, "role"),
            if roles == 1 { "has" } else { "have" },
        );
        context.printer.say(&format!("{roles} {has} it: {keys}."));
    }
    let taken = users > 0 || !removal.roles.is_empty();
    let before = store.access()?;
    let sentences: Vec<String> = removal
        .changes
        .iter()
        .map(|c| describe(c, &before))
        .collect();
    if taken && !confirmed(removal.yes, "Go on?", context)? {
        context.printer.say("Nothing was changed.");
        return Ok(Exit::Done);
    }
    change(context, store, removal.changes)?;
    if removal.format == Format::Json {
        let mut done = json!({"removed": true, "users": users, "roles": removal.roles});
        done[what] = Value::String(key.to_owned());
        context.printer.json(&done)?;
    }
    for sentence in sentences {
        context.printer.say(&sentence);
    }
    say_without_default(context, store, removal.changes)?;
    Ok(Exit::Done)
}

/// How many users a query finds.
fn count(store: &dyn Store, query: &UserQuery) -> Result<u64, Failure> {
    let mut query = UserQuery {
        limit: PAGE_USERS,
        ..query.clone()
    };
    let mut count = 0;
    loop {
        let page = store.list(&query)?;
        count += page.len() as u64;
        match page.last() {
            Some(last) => query.after = last.key,
            None => return Ok(count),
        }
    }
}
