//! Signing in with a name and a password.
//!
//! No clock and no randomness: both come in. Whether a name is known cannot be
//! told from an answer, nor from the time it takes: every failure does the work
//! of a check, and says after how long it is to be given.

mod answer;
mod counts;
pub mod harden;
mod pool;
pub mod reset;
pub(crate) mod secrets;
mod temporary;
mod workers;

use crate::by_hand::find::{first_owner, of_key};
use crate::by_hand::write::{changes_of, write};
use crate::passwords::check::{Check, USED_UP, can_be_checked};
pub use crate::ports::randomness::Randomness;
pub use answer::{Answer, Reply};
pub use counts::{Counts, NextSignIn, count, kept_as};
pub use pool::{HashPool, PoolFull, PoolLimits};
pub use temporary::set_temporary_password;
pub use workers::{WorkerLimits, Workers};

use crate::base::limits::{
    CHANGE_ROUNDS_MAX, GRANT_MILLISECONDS, SIGN_IN_ATTEMPTS_MAX, SIGN_IN_FAILURE_MILLISECONDS,
    SIGN_IN_FAILURE_PERCENT, SIGN_IN_LOCK_MILLISECONDS, SIGN_IN_NAME_BYTES_MAX,
};
use crate::by_hand::{self, Stronger};
use crate::passwords::stored::{PasswordOrigin, Secret, StoredPassword};
use crate::ports::store::{Attempt, AttemptLimit, Store, StoreError};
use crate::users::last_imported::password_digest;
use crate::users::user::{IdentifierKind, ResetReason, Status, StoredUser, UserKey};
use admit_passwords::{Bounds, Strength};
use std::time::Duration;

/// What an operator can choose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// The bounds on what a stored hash may cost.
    pub bounds: Bounds,
    /// How much work a new hash is.
    pub strength: Strength,
    /// The country of phone numbers without a country code.
    pub default_region: Option<String>,
    /// How many wrong attempts lock a user, and for how long.
    pub attempts: AttemptLimit,
    /// How long a failure takes at least; longer where checks are dearer.
    pub failure_time: Duration,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            bounds: Bounds::default(),
            strength: Strength::default(),
            default_region: None,
            attempts: AttemptLimit {
                attempts: SIGN_IN_ATTEMPTS_MAX,
                window: SIGN_IN_LOCK_MILLISECONDS,
            },
            failure_time: Duration::from_millis(SIGN_IN_FAILURE_MILLISECONDS),
        }
    }
}

/// Signs users in. Share one pool between all of a process.
#[derive(Clone, Copy)]
pub struct SignIn<'a> {
    /// The store that holds the users.
    pub store: &'a dyn Store,
    /// What hashing may use.
    pub pool: &'a HashPool,
    /// Where secrets come from.
    pub randomness: &'a dyn Randomness,
    /// What the operator chose.
    pub settings: &'a Settings,
}

/// Whose name was typed.
pub(crate) struct Named {
    /// The user, if anybody has the name.
    pub user: Option<StoredUser>,
    /// What attempts are counted by.
    pub subject: String,
}

/// What a check of the password came to.
enum Checked {
    Wrong,
    /// It is the password; the hash to keep in place of a weaker one.
    Right(Option<Secret>),
}

impl SignIn<'_> {
    /// Answers to a name (an email, phone or username) and a password, as typed.
    /// `now` is in milliseconds since 1970 UTC.
    ///
    /// # Errors
    /// The store failed.
    pub fn sign_in(&self, now: i64, name: &str, password: &[u8]) -> Result<Reply, StoreError> {
        let at_once = |answer| {
            let answer_after = Duration::ZERO;
            Ok(Reply {
                answer,
                answer_after,
            })
        };
        if !self.store.password_connection()? {
            return at_once(Answer::PasswordSignInIsOff);
        }
        if !can_be_checked(password) || name.len() > SIGN_IN_NAME_BYTES_MAX {
            // It tells nothing about anybody.
            return at_once(Answer::WrongNameOrPassword);
        }
        let answer = self.answer(now, name, password)?;
        let answer_after = match answer {
            Answer::SignedIn { .. } | Answer::TryAgainShortly => Duration::ZERO,
            _ => self.failure_time()?,
        };
        Ok(Reply {
            answer,
            answer_after,
        })
    }

    fn answer(&self, now: i64, name: &str, password: &[u8]) -> Result<Answer, StoreError> {
        let subject = self.find(name)?.subject;
        // Otherwise somebody who signs in many times at once would be locked by
        // attempts that turn out to be right.
        let Ok(_turn) = self.pool.turn_of(&subject) else {
            return Ok(Answer::TryAgainShortly);
        };
        // As the user is now, not as before the wait.
        let Named { user, subject } = self.find(name)?;
        match self
            .store
            .take_attempt(&subject, self.settings.attempts, now)?
        {
            Attempt::Allowed => {}
            Attempt::Locked { until } => {
                let minutes = (until - now).max(1).unsigned_abs().div_ceil(60_000);
                return Ok(match self.check(None, password)? {
                    Ok(_) => Answer::Locked { minutes },
                    Err(PoolFull) => Answer::TryAgainShortly,
                });
            }
        }
        let check = user.as_ref().and_then(|user| self.read(user));
        let has_password = check.is_some();
        let Ok(checked) = self.check(check, password)? else {
            // Nothing was checked, so nothing is counted.
            self.store.return_attempt(&subject)?;
            return Ok(Answer::TryAgainShortly);
        };
        match (user, checked) {
            (Some(user), Checked::Right(upgrade)) => {
                // The right password must not be refused because this failed.
                let _ = self.store.clear_attempts(&subject);
                self.admit(now, user, upgrade)
            }
            // It counts, so that trying names ends for these as for all others.
            (Some(user), Checked::Wrong) if !has_password && user.row.status == Status::Active => {
                let required = |reason| Answer::ResetRequired {
                    reason,
                    grant: None,
                };
                Ok(user.row.reset.map_or(Answer::WrongNameOrPassword, required))
            }
            _ => Ok(Answer::WrongNameOrPassword),
        }
    }

    /// Who has a name. An email comes before a phone number, that before a
    /// username: nobody can take another's address as a username to be taken
    /// for them.
    pub(crate) fn find(&self, name: &str) -> Result<Named, StoreError> {
        let region = self.settings.default_region.as_deref();
        let mut keys = by_hand::identifiers_of(name, region);
        keys.retain(|key| key.kind != IdentifierKind::Id);
        let user = first_owner(self.store, &keys)?;
        let subject = match &user {
            Some(user) => secrets::subject_of_user(user.key),
            None => secrets::subject_of_name(&keys),
        };
        Ok(Named { user, subject })
    }

    fn read(&self, user: &StoredUser) -> Option<Check> {
        let password = user.password.as_ref()?;
        Check::read(password, self.settings.bounds)
    }

    /// Checks a password. Without anything to check it against, and after a
    /// check that is less work, the work of a new hash is done for nothing.
    fn check(
        &self,
        check: Option<Check>,
        password: &[u8],
    ) -> Result<Result<Checked, PoolFull>, StoreError> {
        let strength = self.settings.strength;
        let is_current = check
            .as_ref()
            .is_some_and(|check| check.is_at_least(strength));
        let cost = check
            .as_ref()
            .map_or_else(|| strength.cost(), |check| check.cost_with(strength));
        if cost.microseconds > self.store.dearest_check()? {
            self.store.raise_dearest_check(cost.microseconds)?;
        }
        let salt = secrets::salt(self.randomness);
        Ok(self.pool.run(cost, || {
            let is_right = check.as_ref().is_some_and(|check| check.verify(password));
            let is_whole = check.is_some_and(|check| check.verifier().uses_all_of(password));
            // The work of an upgrade and that of a failure are the same.
            let new = (!is_current).then(|| admit_passwords::new_hash(password, salt, strength));
            if is_right {
                Checked::Right(new.filter(|_| is_whole).map(Secret))
            } else {
                Checked::Wrong
            }
        }))
    }

    /// What somebody is told who has the right password.
    fn admit(
        &self,
        now: i64,
        user: StoredUser,
        upgrade: Option<Secret>,
    ) -> Result<Answer, StoreError> {
        if user.row.status == Status::Suspended {
            return Ok(Answer::Suspended);
        }
        let origin = user.password.as_ref().map(|password| password.origin);
        if origin == Some(PasswordOrigin::Temporary) {
            return self.use_up(now, user);
        }
        if let Some(hash) = upgrade {
            self.upgrade(now, &user, hash);
        }
        if let Some(reason) = user.row.reset {
            return Ok(Answer::ResetRequired {
                reason,
                grant: None,
            });
        }
        if counts::has_to_confirm(&user) {
            return Ok(Answer::ConfirmEmail);
        }
        // Whoever may come in does so, also when this cannot be written.
        let _ = self.store.note_sign_in(user.key, now);
        Ok(Answer::SignedIn { user: user.id })
    }

    /// Puts a stronger hash in place of the one that the password was checked
    /// against, if nobody changed the user meanwhile. That it cannot be done is
    /// no reason not to sign in: the old hash stays.
    fn upgrade(&self, now: i64, user: &StoredUser, hash: Secret) {
        let Some(old) = user.password.clone() else {
            return;
        };
        let strength = self.settings.strength;
        let remember = || password_digest(user.id, &old, strength);
        let Ok(remembered) = self.pool.run(strength.cost(), remember) else {
            // The next sign-in does it.
            return;
        };
        let stronger = [Stronger {
            old,
            hash,
            remembered,
        }];
        let update = changes_of(self.store, user)
            .and_then(|changes| by_hand::strengthen(user, &changes, &stronger));
        let _ = update.and_then(|update| write(self.store, now, update));
    }

    /// Takes a temporary password away and gives the right to set another one.
    /// Of several who use it at once, one gets that right.
    fn use_up(&self, now: i64, mut user: StoredUser) -> Result<Answer, StoreError> {
        let temporary = user.password.clone();
        // Kept before it is earned: as long as nobody is told of it, nobody can
        // use it, and one who is told of it can.
        let (secret, grant) =
            secrets::new_grant(self.randomness, user.key, now + GRANT_MILLISECONDS);
        self.store.put_grant(&grant)?;
        for _ in 0..CHANGE_ROUNDS_MAX {
            let used = StoredPassword {
                hash: Secret(USED_UP.to_owned()),
                origin: PasswordOrigin::Temporary,
                changed: Some(now),
                ..StoredPassword::default()
            };
            let reason = ResetReason::TemporaryUsed;
            let changes = changes_of(self.store, &user)?;
            let update = by_hand::set_password(
                &user,
                &changes,
                used,
                Some(reason.clone()),
                self.settings.strength,
            )?;
            if write(self.store, now, update)? {
                return Ok(Answer::ResetRequired {
                    reason,
                    grant: Some(secret),
                });
            }
            // Somebody changed the user, perhaps by using the same password.
            let again = of_key(self.store, user.key)?;
            match again.filter(|again| again.password == temporary) {
                Some(again) => user = again,
                None => return Ok(Answer::WrongNameOrPassword),
            }
        }
        Ok(Answer::TryAgainShortly)
    }

    /// How long after it began a failure is said.
    pub(crate) fn failure_time(&self) -> Result<Duration, StoreError> {
        let dearest = self.store.dearest_check()?;
        let dearest = Duration::from_micros(dearest.saturating_mul(SIGN_IN_FAILURE_PERCENT) / 100);
        Ok(dearest.max(self.settings.failure_time))
    }
}

/// Forgets the wrong attempts of a user, for an operator who gave out another
/// password.
///
/// # Errors
/// The store failed.
pub(crate) fn forget_attempts(store: &dyn Store, user: UserKey) -> Result<(), StoreError> {
    store.clear_attempts(&secrets::subject_of_user(user))
}

#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod tests;
