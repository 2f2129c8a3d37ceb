//! What is done by hand, written.

use crate::ports::store::{Change, Store, StoreError};
use crate::users::change::{Applied, UserUpdate, Write};
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
    let answers = store.write_by_hand(now, &[write])?;
    Ok(answers == [Applied::Updated])
}
