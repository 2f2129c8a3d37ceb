//! What the commands about users share: values as options, and users as people and
//! programs read them.

use crate::cli::users::UserValues;
use crate::context::Context;
use admit_core::by_hand::{self, ByHandError, Values, person};
use admit_core::rows::raw::CellRef;
use admit_core::sign_in;
use admit_core::users::access::Access;
use admit_core::users::field::Field;
use admit_core::users::user::{IdentifierKind, Identity, StoredUser};
use admit_passwords::Bounds;
use serde_json::{Value, json};

/// How many users are asked for at once.
pub const PAGE_USERS: u64 = 1000;

/// Converts the values that were typed as options.
pub fn read_values(values: &UserValues) -> Result<Values, ByHandError> {
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
pub fn say_notices(values: &Values, context: &mut Context) {
    for notice in &values.notices {
        let option = notice.column.as_deref().unwrap_or_default();
        context
            .printer
            .say(&format!("note: {option}: {}", notice.message()));
    }
}

/// Says what became of a change to a user: the user as it is now, or nothing if it
/// was like that already.
pub fn say_change(
    user: &StoredUser,
    changed: Option<&StoredUser>,
    done: &str,
    context: &mut Context,
) {
    let who = person(user);
    context.printer.say(&match changed {
        None => format!("{who} is like that already; nothing was changed."),
        Some(_) => format!("{done} {who}."),
    });
}

/// A user as JSON, without secrets.
pub fn object(user: &StoredUser, access: &Access) -> Value {
    let row = &user.row;
    let value = |kind| row.identity(kind).map(Identity::value);
    let identities = row.identities.iter().map(|identity| {
        json!({
            "type": match identity.provider() {
                Some(provider) => format!("oauth2:{provider}"),
                None => identity.kind.name().to_owned(),
            },
            "identity": identity.value(),
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
pub fn kept_password(user: &StoredUser) -> Option<String> {
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
pub fn time(milliseconds: i64) -> String {
    jiff::Timestamp::from_millisecond(milliseconds)
        .map(|time| time.to_string())
        .unwrap_or_default()
}
