//! A password for one sign-in, which an operator gives to a user.

use crate::by_hand::write::{changes_of, update_or_refuse};
use crate::by_hand::{ByHandError, set_password};
use crate::passwords::stored::{PasswordOrigin, Secret, StoredPassword};
use crate::ports::randomness::Randomness;
use crate::ports::store::Store;
use crate::sign_in::forget_attempts;
use crate::sign_in::secrets::{self, temporary_password};
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
    // Before, too: what was granted is not to be used while this is written.
    store.void_grants(user.key)?;
    let changes = changes_of(store, user)?;
    let reset = user.row.reset.clone();
    let update = set_password(user, &changes, password, reset, strength)?;
    update_or_refuse(store, now, user, update)?;
    // Whoever asks for one has often guessed until the lock.
    forget_attempts(store, user)?;
    // Codes and rights of before are nobody's any more.
    store.void_grants(user.key)?;
    Ok(temporary)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::limits::SIGN_IN_ATTEMPTS_MAX;
    use crate::sign_in::testing::{Bed, QUICK};

    const NOW: i64 = 1_700_000_000_000;

    #[test]
    fn a_temporary_password_takes_the_place_of_the_one_before_and_ends_a_lock() {
        let bed = Bed::new();
        bed.add(
            "Ana",
            "email=ana@example.org verified md5=900150983cd24fb0d6963f7d28e17f72",
        );
        for _ in 0..SIGN_IN_ATTEMPTS_MAX {
            bed.answer(NOW, "ana@example.org", b"abd");
        }
        let locked = bed.answer(NOW, "ana@example.org", b"abc");
        assert_eq!(locked.word(), "locked");
        let set = |user: &StoredUser| {
            set_temporary_password(&bed.store, &bed.randomness, QUICK, NOW, user)
        };
        let read = bed.user("Ana");
        let temporary = set(&read).unwrap();
        let kept = bed.user("Ana").password.unwrap();
        assert_eq!(kept.origin, PasswordOrigin::Temporary);
        assert!(!kept.hash.0.contains(&temporary.0));
        let answer = bed.answer(NOW, "ana@example.org", b"abc");
        assert_eq!(answer.word(), "wrong-name-or-password");
        let answer = bed.answer(NOW, "ana@example.org", temporary.0.as_bytes());
        assert_eq!(answer.word(), "reset-required");
        // Read before, and changed since.
        let answer = set(&read);
        assert!(matches!(
            answer,
            Err(ByHandError::Drifted { user: Some(_) })
        ));
    }
}
