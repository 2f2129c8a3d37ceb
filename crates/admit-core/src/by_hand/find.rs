//! Finding the user that is meant.

use super::error::ByHandError;
use crate::convert;
use crate::findings::finding::Findings;
use crate::ports::store::{Store, StoreError};
use crate::rows::raw::CellRef;
use crate::users::field::Field;
use crate::users::user::{IdentifierKey, IdentifierKind, StoredUser, UserKey, key_of_public_id};
use uuid::Uuid;

/// The one user that a text means: by public id, id, email, phone or username.
///
/// # Errors
/// It means nobody, or several.
pub fn find(store: &dyn Store, given: &str) -> Result<StoredUser, ByHandError> {
    let mut found: Vec<StoredUser> = Vec::new();
    if let Ok(id) = given.trim().parse::<Uuid>() {
        found.extend(of_public_id(store, id)?);
    }
    let mut owners: Vec<UserKey> = store
        .owners(&identifiers_of(given, None))?
        .into_iter()
        .flatten()
        .filter(|key| found.iter().all(|user| user.key != *key))
        .collect();
    owners.sort_unstable();
    owners.dedup();
    found.extend(store.users(&owners)?.into_iter().flatten());
    let given = given.to_owned();
    match found.len() {
        0 => Err(ByHandError::NoUser { given }),
        1 => Ok(found.remove(0)),
        _ => Err(ByHandError::SeveralUsers {
            given,
            users: found,
        }),
    }
}

/// The user with this public id.
pub fn of_public_id(store: &dyn Store, id: Uuid) -> Result<Option<StoredUser>, StoreError> {
    let user = of_key(store, key_of_public_id(id))?;
    Ok(user.filter(|user| user.id == id))
}

/// The user with this number.
pub(crate) fn of_key(store: &dyn Store, key: UserKey) -> Result<Option<StoredUser>, StoreError> {
    Ok(store.users(&[key])?.into_iter().flatten().next())
}

/// Who has the first of these identifiers that anybody has.
pub(crate) fn first_owner(
    store: &dyn Store,
    identifiers: &[IdentifierKey],
) -> Result<Option<StoredUser>, StoreError> {
    let owner = store.owners(identifiers)?.into_iter().flatten().next();
    owner.map_or(Ok(None), |owner| of_key(store, owner))
}

/// The user with this public id, who was there a moment ago, as it is now.
pub(super) fn as_it_is_now(store: &dyn Store, id: Uuid) -> Result<StoredUser, ByHandError> {
    of_public_id(store, id)?.ok_or_else(|| ByHandError::NoUser {
        given: id.to_string(),
    })
}

/// What a text may be the identifier of, in the order of matching.
pub fn identifiers_of(text: &str, default_region: Option<&str>) -> Vec<IdentifierKey> {
    let plain = text.trim();
    let as_typed = |kind| match kind {
        IdentifierKind::Email | IdentifierKind::Username => plain.to_lowercase(),
        _ => plain.to_owned(),
    };
    read_as_each(text, default_region)
        .into_iter()
        .map(|(kind, key)| IdentifierKey {
            kind,
            key: key.unwrap_or_else(|| as_typed(kind)),
        })
        .collect()
}

/// The key that a text is read to as an identifier of each kind, in the order of
/// matching; `None` where it can be none of the kind.
pub(crate) fn read_as_each(
    text: &str,
    default_region: Option<&str>,
) -> [(IdentifierKind, Option<String>); 4] {
    let cell = |field| CellRef {
        column: "user",
        field: Some(field),
        text,
    };
    // What a conversion would remark does not matter to somebody who searches.
    let mut ignored = Findings::default();
    let id = convert::id::read(cell(Field::Id), &mut ignored);
    let email = convert::email::read(cell(Field::Email), &mut ignored);
    let phone = convert::phone::read(cell(Field::Phone), default_region, &mut ignored);
    let username = convert::username::read(cell(Field::Username), &mut ignored);
    [
        (IdentifierKind::Id, id),
        (IdentifierKind::Email, email),
        (IdentifierKind::Phone, phone),
        (IdentifierKind::Username, username),
    ]
    .map(|(kind, identity)| (kind, identity.map(|identity| identity.key)))
}
