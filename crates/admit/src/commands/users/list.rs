//! `admit users list`.

use super::user::PAGE_USERS;
use crate::cli::Format;
use crate::cli::users::ListArgs;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::report::words::number;
use admit_core::by_hand;
use admit_core::ports::store::{Store, UserQuery};
use admit_core::report::json;
use admit_core::users::access::Access;
use admit_core::users::user::{IdentifierKind, Status, StoredUser, key_of_public_id};

/// How many users a page for people has: what is still read.
const SHOWN_USERS: u64 = 50;

/// Lists users.
pub fn run(args: &ListArgs, context: &mut Context) -> Result<Exit, Failure> {
    let store = context.store()?;
    let access = store.access()?;
    let organization = match &args.organization {
        Some(given) => Some(by_hand::organization(&access, given)?),
        None => None,
    };
    let role = match &args.role {
        Some(given) => Some(by_hand::role(&access, given)?),
        None => None,
    };
    let query = UserQuery {
        after: args.after.map_or(0, key_of_public_id),
        limit: 0,
        search: args.search.clone(),
        organization,
        role,
        permission: None,
        status: args.status,
    };
    match args.output.format {
        Format::Json => json(context, store.as_ref(), &access, query, args.limit),
        Format::Text => {
            let limit = args.limit.unwrap_or(SHOWN_USERS);
            text(context, store.as_ref(), &access, query, limit)
        }
    }
}

/// Calls `visit` with the users of a query, page by page, at most `limit` of
/// them if there is one.
fn each(
    store: &dyn Store,
    mut query: UserQuery,
    limit: Option<u64>,
    visit: &mut dyn FnMut(&StoredUser) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let mut left = limit.unwrap_or(u64::MAX);
    while left > 0 {
        query.limit = left.min(PAGE_USERS);
        let page = store.list(&query)?;
        for user in &page {
            visit(user)?;
        }
        left -= page.len() as u64;
        match page.last() {
            Some(last) if page.len() as u64 == query.limit => query.after = last.key,
            _ => break,
        }
    }
    Ok(())
}

/// One JSON list, written as it is read.
fn json(
    context: &mut Context,
    store: &dyn Store,
    access: &Access,
    query: UserQuery,
    limit: Option<u64>,
) -> Result<Exit, Failure> {
    let data = context.printer.data();
    let mut before = "[\n";
    each(store, query, limit, &mut |user| {
        write!(data, "{before}{}", json::user(user, access))?;
        before = ",\n";
        Ok(())
    })?;
    writeln!(data, "{}", if before == "[\n" { "[]" } else { "\n]" })?;
    Ok(Exit::Done)
}

fn text(
    context: &mut Context,
    store: &dyn Store,
    access: &Access,
    query: UserQuery,
    limit: u64,
) -> Result<Exit, Failure> {
    let whole = query.is_of_all();
    let mut users = Vec::new();
    each(store, query, Some(limit.saturating_add(1)), &mut |user| {
        users.push(user.clone());
        Ok(())
    })?;
    let more = users.len() as u64 > limit;
    users.truncate(limit as usize);
    let Some(last) = users.last() else {
        context.printer.say("No users.");
        return Ok(Exit::Done);
    };
    let rows: Vec<Vec<String>> = users.iter().map(|user| cells(user, access)).collect();
    context.printer.table(
        &["PUBLIC ID", "KNOWN BY", "NAME", "STATUS", "ORGANIZATIONS"],
        &rows,
    )?;
    if more {
        let rest = if whole {
            let rest = store.count()?.saturating_sub(limit);
            format!("{} more", number(rest))
        } else {
            "There are more".to_owned()
        };
        context
            .printer
            .say(&format!("{rest}: --after {} shows the next.", last.id));
    }
    Ok(Exit::Done)
}

fn cells(user: &StoredUser, access: &Access) -> Vec<String> {
    let kinds = [
        IdentifierKind::Email,
        IdentifierKind::Username,
        IdentifierKind::Phone,
        IdentifierKind::Id,
        IdentifierKind::Social,
    ];
    let known_by = kinds.iter().find_map(|kind| user.row.identity(*kind));
    let name = [&user.row.first_name, &user.row.last_name];
    let name: Vec<&str> = name.into_iter().flatten().map(String::as_str).collect();
    let status = match (user.row.status, &user.row.reset) {
        (Status::Suspended, _) => "suspended",
        (Status::Active, Some(_)) => "reset asked",
        (Status::Active, None) => "active",
    };
    let organizations: Vec<&str> = user
        .memberships
        .iter()
        .filter_map(|membership| access.organization(membership.organization))
        .map(|organization| organization.external_id.as_str())
        .collect();
    vec![
        user.id.to_string(),
        known_by.map_or_else(String::new, |found| found.value().to_owned()),
        name.join(" "),
        status.to_owned(),
        organizations.join(", "),
    ]
}
