//! What is done by hand, written.

use super::error::ByHandError;
use super::find::as_it_is_now;
use super::taken::{refuse_taken, taken};
use crate::ports::store::image::image_of;
use crate::ports::store::{Change, Store, StoreError};
use crate::users::change::{Applied, UserUpdate, Write};
use crate::users::user::{IdentifierKey, StoredUser};

/// All changes that are kept of a user.
pub(crate) fn changes_of(store: &dyn Store, user: &StoredUser) -> Result<Vec<Change>, StoreError> {
    Ok(store.changes(&[user.key])?.pop().unwrap_or_default())
}

/// An update that changes nothing yet.
pub(crate) fn update_of(user: &StoredUser) -> UserUpdate {
    UserUpdate {
        key: user.key,
        expected_version: user.version,
        row: user.row.clone(),
        claims: Vec::new(),
        releases: Vec::new(),
        memberships: Vec::new(),
        leaves: Vec::new(),
        password: None,
        before: Some(image_of(user)),
        past: Vec::new(),
        unless_signed_in: false,
    }
}

/// Writes an update of a user that somebody asked for; `None` if there is nothing
/// to change, and otherwise the user as it is now.
pub(super) fn change(
    store: &dyn Store,
    now: i64,
    user: &StoredUser,
    update: Option<UserUpdate>,
) -> Result<Option<StoredUser>, ByHandError> {
    let Some(update) = update else {
        return Ok(None);
    };
    refuse_taken(store, &update.claims, Some(user.key))?;
    update_or_refuse(store, now, user, update)?;
    as_it_is_now(store, user.id).map(Some)
}

/// Writes an update of a user, or says why not.
pub(crate) fn update_or_refuse(
    store: &dyn Store,
    now: i64,
    user: &StoredUser,
    update: UserUpdate,
) -> Result<(), ByHandError> {
    write_or_refuse(store, now, Write::Update(Box::new(update)), Some(user))
}

/// Writes one user, or says why not. `user` is the one to change as it was read.
pub(super) fn write_or_refuse(
    store: &dyn Store,
    now: i64,
    write: Write,
    user: Option<&StoredUser>,
) -> Result<(), ByHandError> {
    let writes = [write];
    let write = || answer(store, now, &writes);
    match write()? {
        Applied::Taken(identifier) if is_claimed(store, &identifier)? => {
            free_claims(store, identifier)?;
            refuse_unwritten(store, write()?, user)
        }
        applied => refuse_unwritten(store, applied, user),
    }
}

/// Whether an import has this identifier rather than a user.
fn is_claimed(store: &dyn Store, identifier: &IdentifierKey) -> Result<bool, StoreError> {
    let owners = store.owners(std::slice::from_ref(identifier))?;
    Ok(owners.into_iter().flatten().next().is_none())
}

/// Frees what imports that died have left claimed; refuses what one that runs has.
fn free_claims(store: &dyn Store, identifier: IdentifierKey) -> Result<(), ByHandError> {
    match store.lock() {
        // Whoever gets the lock has ended what died.
        Ok(session) => {
            drop(session);
            Ok(())
        }
        Err(StoreError::ImportRunning) => Err(ByHandError::Claimed { identifier }),
        Err(error) => Err(error.into()),
    }
}

/// Says why a write came to nothing, if it did.
fn refuse_unwritten(
    store: &dyn Store,
    applied: Applied,
    user: Option<&StoredUser>,
) -> Result<(), ByHandError> {
    match applied {
        Applied::Created | Applied::Updated => Ok(()),
        Applied::Drifted => Err(ByHandError::Drifted {
            user: user.cloned().map(Box::new),
        }),
        Applied::Taken(identifier) => Err(taken(store, identifier)?),
    }
}

/// Writes an update; answers whether the user was still as it was read.
pub(crate) fn write(store: &dyn Store, now: i64, update: UserUpdate) -> Result<bool, StoreError> {
    let write = Write::Update(Box::new(update));
    Ok(write_one(store, now, write)? == Applied::Updated)
}

/// Writes one user.
pub(crate) fn write_one(store: &dyn Store, now: i64, write: Write) -> Result<Applied, StoreError> {
    answer(store, now, &[write])
}

fn answer(store: &dyn Store, now: i64, write: &[Write; 1]) -> Result<Applied, StoreError> {
    let mut answers = store.write_by_hand(now, write)?;
    let answer = answers.pop();
    Ok(answer.expect("the store answers for every write"))
}
