//! Signing in with a name and a password.
//!
//! No clock and no randomness: both come in. Whether a name is known cannot be
//! told from an answer, nor from the time it takes: every failure does the work
//! of a check, and says after how long it is to be given.

mod answer;
mod counts;
mod given;
pub mod harden;
mod lock;
pub mod operators;
mod origin;
mod pool;
mod prompt;
pub mod reset;
pub(crate) mod secrets;
mod temporary;
mod workers;

use crate::by_hand::find::{first_owner, of_key};
use crate::by_hand::write::{changes_of, write};
use crate::passwords::check::{Check, USED_UP, can_be_checked};
pub use crate::ports::randomness::Randomness;
pub use answer::{Answer, Reply, due};
pub use counts::{Counts, Meets, NextSignIn, count, kept_as, meets, settle_failures};
pub use lock::Lock;
pub use origin::Origin;
pub use pool::{HashPool, PoolFull, PoolLimits, PoolUsed};
pub use secrets::{new_browser, new_user_session, user_session_digest};
pub use temporary::set_temporary_password;
pub use workers::{WorkerLimits, Workers};

use crate::base::limits::{
    CHANGE_ROUNDS_MAX, GRANT_MILLISECONDS, SIGN_IN_ATTEMPTS_EVERYWHERE_MAX, SIGN_IN_ATTEMPTS_MAX,
    SIGN_IN_FAILURE_MILLISECONDS, SIGN_IN_FAILURE_MILLISECONDS_MAX, SIGN_IN_FAILURE_PERCENT,
    SIGN_IN_LOCK_MILLISECONDS, SIGN_IN_NAME_BYTES_MAX, TEMPORARY_PASSWORD_MILLISECONDS,
};
use crate::by_hand::{self, Stronger};
use crate::passwords::stored::{PasswordOrigin, Secret, StoredPassword};
use crate::ports::store::{Attempt, AttemptLimit, Counter, Store, StoreError, subject_of_name};
use crate::users::last_imported::password_digest;
use crate::users::user::{IdentifierKey, IdentifierKind, ResetReason, Status, StoredUser};
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
    /// How many wrong attempts lock a name for a network address or a known browser,
    /// and for how long.
    pub attempts: AttemptLimit,
    /// How many lock a name for everybody else.
    pub attempts_everywhere: AttemptLimit,
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
            attempts_everywhere: AttemptLimit {
                attempts: SIGN_IN_ATTEMPTS_EVERYWHERE_MAX,
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
    /// What attempts with the name are counted by.
    pub subject: String,
}

impl Named {
    /// Whose account it is: the user's, or that of a name that nobody has.
    pub fn account(&self) -> String {
        match &self.user {
            Some(user) => secrets::account_of_user(user.key),
            None => self.subject.clone(),
        }
    }
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
    pub fn sign_in(
        &self,
        now: i64,
        origin: Origin<'_>,
        name: &str,
        password: &[u8],
    ) -> Result<Reply, StoreError> {
        let at_once = |answer: Answer| {
            Ok(Reply {
                shown: answer.clone(),
                answer,
                answer_after: Duration::ZERO,
            })
        };
        if !self.store.password_connection()? {
            return at_once(Answer::PasswordSignInIsOff);
        }
        if !can_be_checked(password) || name.len() > SIGN_IN_NAME_BYTES_MAX {
            // It tells nothing about anybody.
            return at_once(Answer::WrongNameOrPassword);
        }
        let answer = self.answer(now, origin, name, password)?;
        let answer_after = match answer {
            Answer::SignedIn { .. } | Answer::TryAgainShortly => Duration::ZERO,
            _ => self.failure_time()?,
        };
        let shown = match answer {
            // Strangers would be told that somebody has the name.
            Answer::ResetRequired { grant: None, .. } if !self.store.tells_at_once()? => {
                Answer::WrongNameOrPassword
            }
            _ => answer.clone(),
        };
        Ok(Reply {
            answer,
            shown,
            answer_after,
        })
    }

    fn answer(
        &self,
        now: i64,
        origin: Origin<'_>,
        name: &str,
        password: &[u8],
    ) -> Result<Answer, StoreError> {
        let subject = self.subject(name);
        // Otherwise somebody who signs in many times at once would be locked by
        // attempts that turn out to be right.
        let Ok(_turn) = self.pool.turn_of(&subject) else {
            return Ok(Answer::TryAgainShortly);
        };
        let named = self.find(name)?;
        let counters = self.counters(&named, origin)?;
        match self.store.take_attempt(&counters, now)? {
            Attempt::Allowed => {}
            Attempt::Locked { until } => {
                let minutes = (until - now).max(1).unsigned_abs().div_ceil(60_000);
                return Ok(match self.check(None, password)? {
                    Ok(_) => Answer::Locked { minutes },
                    Err(PoolFull) => Answer::TryAgainShortly,
                });
            }
        }
        let check = named.user.as_ref().and_then(|user| self.read(user, now));
        let has_password = check.is_some();
        let Ok(checked) = self.check(check, password)? else {
            // Nothing was checked, so nothing is counted.
            self.store.return_attempt(&counters)?;
            return Ok(Answer::TryAgainShortly);
        };
        let answer = match (&named.user, checked) {
            (Some(user), Checked::Right(upgrade)) => {
                // The right password must not be refused because this failed.
                let _ = self.store.forgive_attempts(&counters);
                self.admit(now, origin, user.clone(), upgrade)?
            }
            // It counts, so that trying names ends for these as for all others.
            (Some(user), Checked::Wrong) if !has_password && user.row.status == Status::Active => {
                match reason_without_password(user) {
                    Some(reason) => Answer::ResetRequired {
                        reason,
                        grant: None,
                    },
                    None => Answer::WrongNameOrPassword,
                }
            }
            _ => Answer::WrongNameOrPassword,
        };
        if matches!(answer, Answer::ResetRequired { grant: None, .. }) {
            // That it failed must not tell that there is somebody to prompt.
            let _ = self.prompt(now, origin, &named);
        }
        Ok(answer)
    }

    /// What attempts with a name are counted by.
    fn subject(&self, name: &str) -> String {
        let region = self.settings.default_region.as_deref();
        subject_of_name(&secrets::key_of_name(name, region))
    }

    /// What a name means as an identifier.
    fn keys(&self, name: &str) -> Vec<IdentifierKey> {
        let region = self.settings.default_region.as_deref();
        let mut keys = by_hand::identifiers_of(name, region);
        keys.retain(|key| key.kind != IdentifierKind::Id);
        keys
    }

    /// Who has a name. An email comes before a phone number, that before a
    /// username: nobody can take another's address as a username to be taken
    /// for them.
    pub(crate) fn find(&self, name: &str) -> Result<Named, StoreError> {
        let keys = self.keys(name);
        Ok(Named {
            user: first_owner(self.store, &keys)?,
            subject: self.subject(name),
        })
    }

    /// What attempts with a name from somewhere are counted by. By the name as it
    /// is typed: were it the user, wrong attempts with one name would lock another
    /// one, and tell that both are one user's.
    fn counters(&self, named: &Named, origin: Origin<'_>) -> Result<Vec<Counter>, StoreError> {
        let subject = &named.subject;
        let counter = |subject, limit| Counter { subject, limit };
        Ok(match origin.known_by(self.store, named.user.as_ref())? {
            Some(browser) => vec![counter(
                format!("{subject} in {browser}"),
                self.settings.attempts,
            )],
            None => vec![
                counter(
                    format!("{subject} from {}", origin.address_digest()),
                    self.settings.attempts,
                ),
                counter(subject.clone(), self.settings.attempts_everywhere),
            ],
        })
    }

    fn read(&self, user: &StoredUser, now: i64) -> Option<Check> {
        let password = user.password.as_ref()?;
        if has_ended(password, now) {
            return None;
        }
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
        origin: Origin<'_>,
        user: StoredUser,
        upgrade: Option<Secret>,
    ) -> Result<Answer, StoreError> {
        if user.row.status == Status::Suspended {
            return Ok(Answer::Suspended);
        }
        let made = user.password.as_ref().map(|password| password.origin);
        if made == Some(PasswordOrigin::Temporary) {
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
        let _ = self
            .store
            .note_sign_in(user.key, origin.known_digest().as_ref(), now);
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
            secrets::new_grant(self.randomness, user.key, None, now + GRANT_MILLISECONDS);
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
        let longest = Duration::from_millis(SIGN_IN_FAILURE_MILLISECONDS_MAX);
        Ok(dearest.min(longest).max(self.settings.failure_time))
    }
}

/// Why somebody without a usable password has to set one.
fn reason_without_password(user: &StoredUser) -> Option<ResetReason> {
    let origin = user.password.as_ref().map(|password| password.origin);
    let ended = (origin == Some(PasswordOrigin::Temporary)).then_some(ResetReason::TemporaryEnded);
    match &user.row.reset {
        Some(ResetReason::TemporaryUsed) => Some(ResetReason::TemporaryUsed),
        reason => ended.or_else(|| reason.clone()),
    }
}

/// Whether it is a temporary password that can be used no longer.
pub(crate) fn has_ended(password: &StoredPassword, now: i64) -> bool {
    let made = password.changed.unwrap_or(i64::MAX);
    password.origin == PasswordOrigin::Temporary
        && now.saturating_sub(made) >= TEMPORARY_PASSWORD_MILLISECONDS
}

/// Forgets the wrong attempts with the names of a user, for an operator who gave out
/// another password.
///
/// # Errors
/// The store failed.
pub(crate) fn forget_attempts(store: &dyn Store, user: &StoredUser) -> Result<(), StoreError> {
    for identity in &user.row.identities {
        let key = secrets::key_of_name(&identity.key, None);
        store.clear_attempts(&subject_of_name(&key))?;
    }
    Ok(())
}

#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod tests;
