//! `admit users`: looking at users, and changing them by hand.

mod add;
mod edit;
mod export;
mod join;
mod list;
mod reset_password;
mod show;
mod suspend;
mod temporary_password;

use crate::cli::users::{UserValues, UsersCommand};
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;
use admit_core::by_hand::{self, ByHandError, Values};
use admit_core::ports::store::{Checkpoint, Store};
use admit_core::rows::raw::CellRef;
use admit_core::sign_in;
use admit_core::users::access::Access;
use admit_core::users::change::{Applied, PlannedWrite, UserUpdate, Write};
use admit_core::users::field::Field;
use admit_core::users::user::{
    IdentifierKey, IdentifierKind, Identity, StoredUser, key_of_public_id,
};
use admit_passwords::Bounds;
use serde_json::{Value, json};
use uuid::Uuid;

/// How many users are asked for at once.
const PAGE_USERS: u64 = 1000;

/// Does what was asked for.
pub fn run(command: &UsersCommand, context: &mut Context) -> Result<Exit, Failure> {
    match command {
        UsersCommand::Add(args) => add::run(args, context),
        UsersCommand::Edit(args) => edit::run(args, context),
        UsersCommand::Show(args) => show::run(args, context),
        UsersCommand::List(args) => list::run(args, context),
        UsersCommand::Export(args) => export::run(args, context),
        UsersCommand::Suspend(args) => suspend::run(&args.user, !args.off, context),
        UsersCommand::Unsuspend(args) => suspend::run(&args.user, false, context),
        UsersCommand::ResetPassword(args) => reset_password::run(&args.user, context),
        UsersCommand::TemporaryPassword(args) => temporary_password::run(args, context),
        UsersCommand::Join(args) => join::run(args, context),
    }
}

/// Converts the values that were typed as options.
fn read_values(values: &UserValues) -> Result<Values, ByHandError> {
    let options = [
        ("--id", Field::Id, &values.id),
        ("--email", Field::Email, &values.email),
        ("--phone", Field::Phone, &values.phone),
        ("--username", Field::Username, &values.username),
        ("--first-name", Field::FirstName, &values.first_name),
        ("--last-name", Field::LastName, &values.last_name),
    ];
    let typed: Vec<CellRef<'_>> = options
        .into_iter()
        .filter_map(|(column, field, text)| {
            Some(CellRef {
                column,
                field: Some(field),
                text: text.as_deref()?,
            })
        })
        .collect();
    by_hand::read(&typed, values.default_region.as_deref())
}

/// Says what the conversions remarked.
fn say_notices(values: &Values, context: &mut Context) {
    for notice in &values.notices {
        let option = notice.column.as_deref().unwrap_or_default();
        context
            .printer
            .say(&format!("note: {option}: {}", notice.message()));
    }
}

/// The one user that a text means: by public id, id, email, phone or username.
fn find(store: &dyn Store, given: &str) -> Result<StoredUser, Failure> {
    let mut found: Vec<StoredUser> = Vec::new();
    if let Ok(id) = given.trim().parse::<Uuid>() {
        let users = store.users(&[key_of_public_id(id)])?;
        found.extend(users.into_iter().flatten().filter(|user| user.id == id));
    }
    let mut owners: Vec<u64> = store
        .owners(&by_hand::identifiers_of(given, None))?
        .into_iter()
        .flatten()
        .filter(|key| found.iter().all(|user| user.key != *key))
        .collect();
    owners.sort_unstable();
    owners.dedup();
    found.extend(store.users(&owners)?.into_iter().flatten());
    match found.len() {
        0 => Err(Failure::NoUser {
            given: given.to_owned(),
        }),
        1 => Ok(found.remove(0)),
        _ => Err(Failure::SeveralUsers {
            given: given.to_owned(),
            users: found
                .iter()
                .map(|user| format!("  {}  {}", user.id, person(user)))
                .collect(),
        }),
    }
}

/// A user in a few words: name and an identifier, as far as there are any.
fn person(user: &StoredUser) -> String {
    let name = [&user.row.first_name, &user.row.last_name]
        .into_iter()
        .flatten()
        .cloned()
        .collect::<Vec<_>>()
        .join(" ");
    let known_by = IdentifierKind::ALL
        .iter()
        .filter(|kind| **kind != IdentifierKind::Id)
        .chain([&IdentifierKind::Id])
        .find_map(|kind| user.row.identity(*kind))
        .map_or_else(|| user.id.to_string(), |found| shown(found).to_owned());
    if name.is_empty() {
        known_by
    } else {
        format!("{name} ({known_by})")
    }
}

/// An identifier as people read it: as it was given, but a phone number as
/// E.164, which means the same everywhere.
fn shown(identity: &Identity) -> &str {
    match identity.kind {
        IdentifierKind::Phone => &identity.key,
        _ => identity.value(),
    }
}

/// A clash of identifiers, said with its owner.
fn taken(store: &dyn Store, identifier: &IdentifierKey) -> Result<Failure, Failure> {
    let owner = store.owners(std::slice::from_ref(identifier))?;
    let keys: Vec<u64> = owner.into_iter().flatten().collect();
    let owner = store.users(&keys)?.into_iter().flatten().next();
    Ok(Failure::Taken {
        kind: identifier.kind.name(),
        value: identifier.key.clone(),
        id: owner.as_ref().map(|user| user.id),
        owner: owner.map_or_else(|| "another user".to_owned(), |user| person(&user)),
    })
}

/// Refuses identifiers that a user other than `own` has.
fn refuse_taken(
    store: &dyn Store,
    identifiers: &[IdentifierKey],
    own: Option<u64>,
) -> Result<(), Failure> {
    let owners = store.owners(identifiers)?;
    for (identifier, owner) in identifiers.iter().zip(owners) {
        if owner.is_some() && owner != own {
            return Err(taken(store, identifier)?);
        }
    }
    Ok(())
}

/// Writes one user by hand.
fn write(store: &dyn Store, write: Write, who: &str) -> Result<(), Failure> {
    let planned = [PlannedWrite { row: 0, write }];
    let applied = store.apply(None, Context::now(), &planned, false, &mut |_| {
        Checkpoint::default()
    })?;
    match applied.first() {
        Some(Applied::Created | Applied::Updated) => Ok(()),
        Some(Applied::Drifted) => Err(Failure::Drifted {
            user: who.to_owned(),
        }),
        Some(Applied::Taken(identifier)) => Err(taken(store, identifier)?),
        None => panic!("the store gave no answer for a write"),
    }
}

/// Writes an update if there is one, and says what became of it.
fn update(
    context: &mut Context,
    store: &dyn Store,
    user: &StoredUser,
    update: Option<UserUpdate>,
    done: &str,
) -> Result<(), Failure> {
    let who = person(user);
    match update {
        None => context
            .printer
            .say(&format!("{who} is like that already; nothing was changed.")),
        Some(update) => {
            refuse_taken(store, &update.claims, Some(user.key))?;
            write(store, Write::Update(Box::new(update)), &who)?;
            context.printer.say(&format!("{done} {who}."));
        }
    }
    Ok(())
}

/// A user as JSON, without secrets.
fn object(user: &StoredUser, access: &Access) -> Value {
    let row = &user.row;
    let value = |kind| row.identity(kind).map(shown);
    let identities = row.identities.iter().map(|identity| {
        json!({
            "type": match identity.provider() {
                Some(provider) => format!("oauth2:{provider}"),
                None => identity.kind.name().to_owned(),
            },
            "identity": shown(identity),
            "is_verified": identity.verified,
            "provider": identity.provider(),
            "profile": identity.profile,
        })
    });
    let password = user.password.as_ref();
    let kept = kept_password(user);
    json!({
        "public_id": user.id.to_string(),
        "id": value(IdentifierKind::Id),
        "email": value(IdentifierKind::Email),
        "phone": value(IdentifierKind::Phone),
        "username": value(IdentifierKind::Username),
        "first_name": row.first_name,
        "last_name": row.last_name,
        "status": row.status,
        "reset": row.reset.as_ref().map(ToString::to_string),
        "identities": identities.collect::<Vec<_>>(),
        "organizations": memberships(user, access),
        "password": {
            "method": password.and_then(|password| password.method.as_deref()).or(kept.as_deref()),
            "present": kept.is_some(),
        },
        "properties": row.properties,
        "feature_flags": row.feature_flags,
        "created": time(user.created),
        "updated": time(user.updated),
    })
}

/// How the password of a user is kept, in words; `None` if there is none. One
/// that cannot be checked is kept as the file calls it.
fn kept_password(user: &StoredUser) -> Option<String> {
    let password = user.password.as_ref()?;
    let is_none = admit_passwords::is_none(&password.hash.0);
    sign_in::kept_as(password, Bounds::default())
        .or_else(|| password.method.as_deref().map(str::to_owned))
        .or_else(|| Some("method not named".to_owned()))
        .filter(|_| !is_none)
}

fn memberships(user: &StoredUser, access: &Access) -> Vec<Value> {
    user.memberships
        .iter()
        .map(|membership| {
            let organization = access.organization(membership.organization);
            let roles = membership.roles.iter().filter_map(|n| access.role(*n));
            let permissions = &membership.permissions;
            let permissions = permissions.iter().filter_map(|n| access.permission(*n));
            json!({
                "external_id": organization.map(|found| &found.external_id),
                "name": organization.map(|found| &found.name),
                "roles": roles.map(|role| &role.key).collect::<Vec<_>>(),
                "permissions": permissions.map(|found| &found.key).collect::<Vec<_>>(),
                "scopes": membership.scopes,
            })
        })
        .collect()
}

/// A time as RFC 3339 in UTC; empty for one that no calendar has.
fn time(milliseconds: i64) -> String {
    jiff::Timestamp::from_millisecond(milliseconds)
        .map(|time| time.to_string())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests;
