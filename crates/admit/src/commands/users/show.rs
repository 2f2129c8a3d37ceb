//! `admit users show`: everything about one user but secrets.

use crate::cli::Format;
use crate::cli::users::ShowArgs;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::printer::HEADING;
use admit_core::by_hand::{self, person};
use admit_core::report::json::{self, kept_password, time};
use admit_core::users::access::Access;
use admit_core::users::user::{Identity, Membership, Status, StoredUser};

/// Shows a user.
pub fn run(args: &ShowArgs, context: &mut Context) -> Result<Exit, Failure> {
    let store = context.store()?;
    let user = by_hand::find(store.as_ref(), &args.user)?;
    let access = store.access()?;
    match args.output.format {
        Format::Json => context.printer.json(&json::user(&user, &access))?,
        Format::Text => context.printer.line(text(&user, &access).trim_end())?,
    }
    Ok(Exit::Done)
}

/// A user as lines of name and value.
pub fn text(user: &StoredUser, access: &Access) -> String {
    let mut text = format!("{HEADING}{}{HEADING:#}\n", person(user));
    let mut add = |name: &str, value: &str| {
        let line = format!("  {name:<14}{value}");
        text.push_str(line.trim_end());
        text.push('\n');
    };
    add("public id", &user.id.to_string());
    for identity in &user.row.identities {
        add(identity.kind.name(), &identity_text(identity));
    }
    add(
        "status",
        match user.row.status {
            Status::Active => "active",
            Status::Suspended => "suspended",
        },
    );
    let password = kept_password(user);
    add("password", password.as_deref().unwrap_or("none"));
    if let Some(reason) = &user.row.reset {
        add("reset asked", &reason.to_string());
    }
    for membership in &user.memberships {
        add("organization", &membership_text(membership, access));
    }
    for (key, value) in &user.row.properties {
        add("property", &format!("{key} = {value}"));
    }
    for (key, value) in &user.row.feature_flags {
        add("feature flag", &format!("{key} = {value}"));
    }
    add("created", &time(user.created));
    add("updated", &time(user.updated));
    text
}

fn identity_text(identity: &Identity) -> String {
    let provider = match identity.provider() {
        Some(provider) => format!("{provider} "),
        None => String::new(),
    };
    let verified = match identity.verified {
        Some(true) => " (verified)",
        Some(false) => " (not verified)",
        None => "",
    };
    format!("{provider}{}{verified}", identity.value())
}

fn membership_text(membership: &Membership, access: &Access) -> String {
    let mut text = access
        .organization(membership.organization)
        .map_or_else(String::new, |found| found.external_id.clone());
    let roles = membership.roles.iter().filter_map(|n| access.role(*n));
    let roles: Vec<&str> = roles.map(|role| role.key.as_str()).collect();
    let permissions = &membership.permissions;
    let permissions = permissions.iter().filter_map(|n| access.permission(*n));
    let permissions: Vec<&str> = permissions.map(|found| found.key.as_str()).collect();
    let scopes: Vec<&str> = membership.scopes.iter().map(String::as_str).collect();
    for (name, list) in [
        ("roles", roles),
        ("permissions", permissions),
        ("scopes", scopes),
    ] {
        if !list.is_empty() {
            text.extend(["; ", name, ": ", &list.join(", ")]);
        }
    }
    text
}
