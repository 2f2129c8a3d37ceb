//! Removing a user.

use super::error::ByHandError;
use crate::ports::store::{CreatedUser, Store};
use crate::users::user::{Identity, StoredUser};

/// Removes a user with everything that is kept of it.
///
/// # Errors
/// The user was changed since it was read.
pub fn delete_user(store: &dyn Store, user: &StoredUser) -> Result<(), ByHandError> {
    let identities = user.row.identities.iter();
    let removed = store.remove_user(&CreatedUser {
        key: user.key,
        version: user.version,
        identifiers: identities.map(Identity::identifier).collect(),
    })?;
    if removed {
        Ok(())
    } else {
        Err(ByHandError::Drifted {
            user: Some(Box::new(user.clone())),
        })
    }
}
