//! A password for one sign-in, which an operator gives to a user.

use crate::by_hand::write::{changes_of, update_or_refuse};
use crate::by_hand::{ByHandError, set_password};
use crate::passwords::stored::{PasswordOrigin, Secret, StoredPassword};
use crate::ports::store::Store;
use crate::sign_in::forget_attempts;
use crate::sign_in::secrets::{self, Randomness, temporary_password};
use crate::users::user::StoredUser;
use admit_passwords::{Strength, new_hash};

/// Makes a password for one sign-in, in the place of the one that the user had, and
/// answers with it. Only its hash is kept, made with this strength. A lock after
/// wrong attempts ends, and codes sent before cannot be used any more.
///
/// # Errors
/// The user was changed since it was read, or the store failed.
pub fn set_temporary_password(
    store: &dyn Store,
    randomness: &dyn Randomness,
    strength: Strength,
    now: i64,
    user: &StoredUser,
) -> Result<Secret, ByHandError> {
    let temporary = temporary_password(randomness);
    let hash = new_hash(temporary.0.as_bytes(), secrets::salt(randomness), strength);
    let password = StoredPassword {
        hash: Secret(hash),
        origin: PasswordOrigin::Temporary,
        changed: Some(now),
        ..StoredPassword::default()
    };
    let changes = changes_of(store, user)?;
    let reset = user.row.reset.clone();
    let update = set_password(user, &changes, password, reset, strength)?;
    update_or_refuse(store, now, user, update)?;
    // Whoever asks for one has often guessed until the lock.
    forget_attempts(store, user.key)?;
    // Codes and rights of before are nobody's any more.
    store.void_grants(user.key)?;
    Ok(temporary)
}
