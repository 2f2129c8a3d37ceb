//! Refusing an identifier that is somebody else's.

use super::error::ByHandError;
use super::find::first_owner;
use crate::ports::store::{Store, StoreError};
use crate::users::user::{IdentifierKey, UserKey};

/// Refuses identifiers that a user other than `own` has.
pub(super) fn refuse_taken(
    store: &dyn Store,
    identifiers: &[IdentifierKey],
    own: Option<UserKey>,
) -> Result<(), ByHandError> {
    let owners = store.owners(identifiers)?;
    for (identifier, owner) in identifiers.iter().zip(owners) {
        if owner.is_some() && owner != own {
            return Err(taken(store, identifier.clone())?);
        }
    }
    Ok(())
}

/// A clash of identifiers, with who has it now.
pub(super) fn taken(
    store: &dyn Store,
    identifier: IdentifierKey,
) -> Result<ByHandError, StoreError> {
    let owner = first_owner(store, std::slice::from_ref(&identifier))?;
    Ok(ByHandError::Taken {
        identifier,
        owner: owner.map(Box::new),
    })
}
