//! Adding a user.

use super::access::{Wanted, memberships};
use super::error::ByHandError;
use super::find::as_it_is_now;
use super::taken::refuse_taken;
use super::values::Values;
use super::write::write_or_refuse;
use crate::ports::store::Store;
use crate::users::change::{NewUser, Write};
use crate::users::user::{
    Identity, Membership, ResetReason, StoredUser, UserKey, UserRow, public_id,
};
use uuid::Uuid;

/// Adds a user, who will be asked to set a password, and answers with the user. `now`
/// is in milliseconds since 1970 UTC; `noise` is that of the [`public_id`].
///
/// # Errors
/// Something that is wanted does not exist, there is no identifier, or one of them
/// is somebody else's.
pub fn add_user(
    store: &dyn Store,
    now: i64,
    noise: u64,
    values: Values,
    wanted: &Wanted<'_>,
) -> Result<StoredUser, ByHandError> {
    let memberships = memberships(&store.access()?, wanted)?;
    add_member(store, (now, noise), values, memberships)
}

/// Adds a user with these memberships, as [`add_user`] does, at this time and with this noise.
///
/// # Errors
/// There is no identifier, or one of them is somebody else's.
pub fn add_member(
    store: &dyn Store,
    (now, noise): (i64, u64),
    values: Values,
    memberships: Vec<Membership>,
) -> Result<StoredUser, ByHandError> {
    let identifiers: Vec<_> = values.identities.iter().map(Identity::identifier).collect();
    refuse_taken(store, &identifiers, None)?;
    if identifiers.is_empty() {
        return Err(ByHandError::NoIdentifier);
    }
    let key = store.reserve_number()?;
    let id = public_id(now, key, noise);
    let user = add(key, id, values, memberships)?;
    write_or_refuse(store, now, Write::Create(Box::new(user)), None)?;
    as_it_is_now(store, id)
}

/// Makes a user that is added by hand. `key` is its number and `id` its public
/// id. It will be asked to set a password.
///
/// # Errors
/// There is no identifier.
pub fn add(
    key: UserKey,
    id: Uuid,
    values: Values,
    memberships: Vec<Membership>,
) -> Result<NewUser, ByHandError> {
    if values.identities.is_empty() {
        return Err(ByHandError::NoIdentifier);
    }
    Ok(NewUser {
        key,
        id,
        row: UserRow {
            first_name: values.first_name,
            last_name: values.last_name,
            reset: Some(ResetReason::AddedByHand),
            identities: values.identities,
            ..UserRow::default()
        },
        memberships,
        password: None,
    })
}
