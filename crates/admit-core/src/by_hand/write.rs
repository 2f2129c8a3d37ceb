//! What is done by hand, written.

use crate::ports::store::{Change, Checkpoint, Store, StoreError};
use crate::users::change::{Applied, PlannedWrite, UserUpdate, Write};
use crate::users::user::StoredUser;

/// All changes that are kept of a user.
///
/// # Errors
/// The store failed.
pub fn changes_of(store: &dyn Store, user: &StoredUser) -> Result<Vec<Change>, StoreError> {
    Ok(store.changes(&[user.key])?.pop().unwrap_or_default())
}

/// Writes an update; answers whether the user was still as it was read.
pub(crate) fn write(store: &dyn Store, now: i64, update: UserUpdate) -> Result<bool, StoreError> {
    let write = Write::Update(Box::new(update));
    let planned = [PlannedWrite { row: 0, write }];
    let answers = store.apply(None, now, &planned, false, &mut |_| Checkpoint::default())?;
    Ok(answers == [Applied::Updated])
}
