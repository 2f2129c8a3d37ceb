//! Changing the values of a user, and whether the user may sign in.

use super::error::ByHandError;
use super::values::Values;
use super::write::{change, update_of};
use crate::ports::store::Store;
use crate::users::change::UserUpdate;
use crate::users::field::Field;
use crate::users::last_imported::{note_suspended_by_hand, remember_imported};
use crate::users::user::{IdentifierKey, IdentifierKind, Identity, Status, StoredUser, UserRow};

/// What to change of a user.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Edit {
    /// Values to set; an identity takes the place of the primary one of its kind.
    pub values: Values,
    /// Fields to empty.
    pub clear: Vec<Field>,
    /// Whether the user may sign in, if that changes.
    pub status: Option<Status>,
}

/// Edits a user; `None` if the user is like that already, and otherwise the user as
/// it is now.
///
/// # Errors
/// As [`edit()`], and an identifier is somebody else's, or the user was changed
/// since it was read.
pub fn edit_user(
    store: &dyn Store,
    now: i64,
    user: &StoredUser,
    wanted: &Edit,
) -> Result<Option<StoredUser>, ByHandError> {
    change(store, now, user, edit(user, wanted)?)
}

/// Lets a user sign in or keeps the user from it; `None` if that is so already, and
/// otherwise the user as it is now. A user whom a file has suspended is so by hand from
/// now on, and no file lifts it. Who is kept from it also loses the codes and
/// rights to set a password that were given before.
///
/// # Errors
/// The user was changed since it was read.
pub fn set_status(
    store: &dyn Store,
    now: i64,
    user: &StoredUser,
    status: Status,
) -> Result<Option<StoredUser>, ByHandError> {
    let wanted = Edit {
        status: Some(status),
        ..Edit::default()
    };
    edit_user(store, now, user, &wanted)
}

/// Makes the update that an edit asks for; `None` if the user is like that
/// already. What was imported before the edit is remembered, so that the next
/// import can tell an edit here from a change in the file.
///
/// # Errors
/// The user would be left without an identifier, or a field cannot be cleared.
pub fn edit(user: &StoredUser, edit: &Edit) -> Result<Option<UserUpdate>, ByHandError> {
    let mut row = user.row.clone();
    for field in &edit.clear {
        clear(&mut row, *field)?;
    }
    if let Some(first_name) = &edit.values.first_name {
        row.first_name = Some(first_name.clone());
    }
    if let Some(last_name) = &edit.values.last_name {
        row.last_name = Some(last_name.clone());
    }
    for identity in &edit.values.identities {
        replace_primary(&mut row.identities, identity);
    }
    if let Some(status) = edit.status {
        row.status = status;
    }
    if row.identities.is_empty() {
        return Err(ByHandError::NoIdentifier);
    }
    remember_imported(&user.row, &mut row);
    if edit.status == Some(Status::Suspended) {
        note_suspended_by_hand(&user.row, &mut row);
    }
    if row == user.row {
        return Ok(None);
    }
    Ok(Some(UserUpdate {
        claims: only_in(&row.identities, &user.row.identities),
        releases: only_in(&user.row.identities, &row.identities),
        row,
        ..update_of(user)
    }))
}

fn clear(row: &mut UserRow, field: Field) -> Result<(), ByHandError> {
    match field {
        Field::FirstName => row.first_name = None,
        Field::LastName => row.last_name = None,
        _ => {
            let kind = IdentifierKind::ALL
                .into_iter()
                .find(|kind| kind.field() == Some(field))
                .ok_or(ByHandError::CannotClear { field })?;
            row.identities.retain(|identity| identity.kind != kind);
        }
    }
    Ok(())
}

/// Puts an identity where the primary one of its kind stands. One with the same
/// key keeps what is known of it.
fn replace_primary(identities: &mut Vec<Identity>, identity: &Identity) {
    let primary = identities
        .iter()
        .position(|existing| existing.kind == identity.kind);
    if primary.is_some_and(|at| identities[at].key == identity.key) {
        return;
    }
    let mut new = identity.clone();
    if let Some(known) = identities
        .iter()
        .position(|existing| existing.kind == new.kind && existing.key == new.key)
    {
        new = identities.remove(known);
    }
    match primary {
        Some(at) => identities[at] = new,
        None => identities.push(new),
    }
}

/// Keys of `identities` that are not among `others`.
fn only_in(identities: &[Identity], others: &[Identity]) -> Vec<IdentifierKey> {
    identities
        .iter()
        .filter(|identity| {
            !others
                .iter()
                .any(|other| other.kind == identity.kind && other.key == identity.key)
        })
        .map(Identity::identifier)
        .collect()
}
