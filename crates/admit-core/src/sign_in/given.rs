//! A password that an operator sets for a user.

use super::reset::{Weakness, weakness};
use super::{SignIn, forget_attempts, secrets};
use crate::by_hand::write::{changes_of, update_or_refuse};
use crate::by_hand::{ByHandError, set_password};
use crate::passwords::stored::{PasswordOrigin, Secret, StoredPassword};
use crate::users::user::StoredUser;
use admit_passwords::new_hash;

impl SignIn<'_> {
    /// Sets a password in the place of the one that the user had; nothing is asked
    /// of the user any more. Only its hash is kept. A lock after wrong attempts ends,
    /// and codes sent before cannot be used any more. Answers why the password cannot
    /// be set, if it would be guessed.
    ///
    /// # Errors
    /// The user was changed since it was read, or the store failed.
    pub fn set_password(
        &self,
        now: i64,
        user: &StoredUser,
        password: &[u8],
    ) -> Result<Option<Weakness>, ByHandError> {
        if let Some(weakness) = weakness(password, user) {
            return Ok(Some(weakness));
        }
        let strength = self.settings.strength;
        let hash = new_hash(password, secrets::salt(self.randomness), strength);
        let password = StoredPassword {
            hash: Secret(hash),
            origin: PasswordOrigin::SetHere,
            changed: Some(now),
            ..StoredPassword::default()
        };
        // Before, too: what was granted is not to be used while this is written.
        self.store.void_grants(user.key)?;
        let changes = changes_of(self.store, user)?;
        let update = set_password(user, &changes, password, None, strength)?;
        update_or_refuse(self.store, now, user, update)?;
        forget_attempts(self.store, user)?;
        self.store.void_grants(user.key)?;
        Ok(None)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sign_in::testing::Bed;

    const NOW: i64 = 1_700_000_000_000;

    #[test]
    fn a_password_set_by_an_operator_is_the_users_own() {
        let bed = Bed::new();
        bed.add("Ana", "email=ana@example.org verified reset");
        for _ in 0..5 {
            bed.answer(NOW, "ana@example.org", b"wrong");
        }
        let set = |password: &[u8]| bed.parts().set_password(NOW, &bed.user("Ana"), password);
        assert_eq!(set(b"password").unwrap(), Some(Weakness::Common));
        assert_eq!(bed.user("Ana").password, None);
        assert_eq!(set(b"a new password").unwrap(), None);
        let answer = bed.answer(NOW, "ana@example.org", b"a new password");
        assert_eq!(answer.word(), "signed-in");
        let kept = bed.user("Ana").password.unwrap();
        assert_eq!(kept.origin, PasswordOrigin::SetHere);
    }
}
