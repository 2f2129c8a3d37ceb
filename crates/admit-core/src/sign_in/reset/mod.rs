//! Setting a new password with a code that is sent by mail.
//!
//! Three steps, each possible only after the one before: [`Reset::request`]
//! sends a code, [`Reset::confirm`] takes it and gives a grant, [`Reset::set`]
//! takes the grant and sets the password. What has been reached is kept in the
//! store, never by the browser. No answer says whether anybody has a name.

mod code;
mod policy;

pub use policy::Weakness;
pub(super) use policy::{weakness, weakness_of};

use crate::base::limits::{
    CHANGE_ROUNDS_MAX, GRANT_MILLISECONDS, RESET_CODE_MILLISECONDS, RESET_REQUESTS_EVERYWHERE_MAX,
    RESET_REQUESTS_MAX, RESET_REQUESTS_MILLISECONDS, RESET_TRIES_MAX, SIGN_IN_NAME_BYTES_MAX,
};
use crate::by_hand;
use crate::by_hand::find::of_key;
use crate::by_hand::write::{changes_of, write};
use crate::passwords::stored::{PasswordOrigin, Secret, StoredPassword};
use crate::ports::store::{
    Attempt, AttemptLimit, Counter, Grant, ResetCode, StoreError, reset_subject,
};
use crate::sign_in::{Named, Origin, SignIn, forget_attempts, secrets};
use crate::users::change::UserUpdate;
use crate::users::user::{IdentifierKey, IdentifierKind, StoredUser, UserKey};
use admit_passwords::new_hash;
use std::time::Duration;
use subtle::ConstantTimeEq;

/// What asking for a code answers. A code is sent if anybody has the name and
/// an address, and did not ask for too many; the answer is the same in any case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Requested {
    /// If anybody has the name, a code is on its way.
    CodeSent {
        /// How long after the call began to say so.
        answer_after: Duration,
    },
    /// Nobody can sign in with a password.
    PasswordSignInIsOff,
}

/// What giving a code answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Confirmed {
    /// It is the code; the secret that allows to set a password, once.
    Granted(Secret),
    /// It is not.
    Wrong {
        /// How often the code can still be tried.
        tries_left: u32,
    },
    /// There is no code for this browser, or not any more: ask for another one.
    Expired,
    /// Nobody can sign in with a password.
    PasswordSignInIsOff,
}

/// What setting a password answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PasswordSet {
    /// It is set.
    Done,
    /// The grant is none, was used or ended: ask for another code.
    NotGranted,
    /// The password would be guessed. The grant can still be used.
    Refused(Weakness),
    /// There is too much to do at the moment. The grant can still be used.
    TryAgainShortly,
    /// Nobody can sign in with a password. The grant can still be used.
    PasswordSignInIsOff,
}

/// Why a code is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reason {
    /// Somebody asked for it.
    Asked,
    /// Somebody tried to sign in as a user who has to set a password.
    TriedToSignIn,
}

/// What became of a new password.
enum Written {
    Done,
    /// Somebody else set one meanwhile.
    SetMeanwhile,
    NotYet,
}

/// Lets users set a new password.
#[derive(Clone, Copy)]
pub struct Reset<'a> {
    /// What it works with.
    pub sign_in: SignIn<'a>,
}

impl Reset<'_> {
    /// Sends a code to whoever has this name. `browser` is a secret that only
    /// the browser holds; the code can be used with it alone. `address` is the
    /// network address, if it is known. `now` is in milliseconds since 1970 UTC.
    ///
    /// # Errors
    /// The store failed.
    pub fn request(
        &self,
        now: i64,
        name: &str,
        browser: &str,
        address: Option<&str>,
    ) -> Result<Requested, StoreError> {
        let store = self.sign_in.store;
        if !store.password_connection()? {
            return Ok(Requested::PasswordSignInIsOff);
        }
        let answer_after = self.sign_in.failure_time()?;
        if name.len() > SIGN_IN_NAME_BYTES_MAX {
            return Ok(Requested::CodeSent { answer_after });
        }
        let named = self.sign_in.find(name)?;
        let browser_of = Origin {
            browser: Some(browser),
            address,
        };
        let counters = self.counters(&named, browser_of)?;
        if store.take_attempt(&counters, now)? == Attempt::Allowed {
            self.send(now, &named, browser, Reason::Asked)?;
        }
        Ok(Requested::CodeSent { answer_after })
    }

    /// What requests are counted by: first the account and where they come from, so
    /// that whoever asks for somebody else does not use up what that person can ask
    /// for; then the account, so that nobody is buried in mail.
    fn counters(&self, named: &Named, origin: Origin<'_>) -> Result<Vec<Counter>, StoreError> {
        let subject = reset_subject(&named.account());
        let counter = |subject, attempts| Counter {
            subject,
            limit: AttemptLimit {
                attempts,
                window: RESET_REQUESTS_MILLISECONDS,
            },
        };
        let known = origin.known_by(self.sign_in.store, named.user.as_ref())?;
        Ok(match known {
            Some(browser) => vec![counter(
                format!("{subject} in {browser}"),
                RESET_REQUESTS_MAX,
            )],
            None => vec![
                counter(
                    format!("{subject} from {}", origin.address_digest()),
                    RESET_REQUESTS_MAX,
                ),
                counter(subject, RESET_REQUESTS_EVERYWHERE_MAX),
            ],
        })
    }

    /// Keeps a new code and sends it to the user's address. One that nobody gets
    /// is kept as well, so that trying it answers as for any other.
    pub(super) fn send(
        &self,
        now: i64,
        to: &Named,
        browser: &str,
        reason: Reason,
    ) -> Result<(), StoreError> {
        let typed = code::new(self.sign_in.randomness);
        let sent_to = to.user.as_ref().and_then(address);
        let mail = sent_to
            .as_ref()
            .map(|(user, address)| code::mail(*user, &address.key, &typed, reason, now));
        let code = ResetCode {
            subject: to.account(),
            sent_to,
            browser: secrets::browser_digest(browser),
            code: secrets::code_digest(browser, &typed),
            expires: now + RESET_CODE_MILLISECONDS,
            tries: RESET_TRIES_MAX,
        };
        self.sign_in.store.put_code(&code, mail.as_ref(), now)
    }

    /// Takes a code as typed. The right one confirms the address that it was
    /// sent to. Of many who give it at once, one is granted.
    ///
    /// # Errors
    /// The store failed.
    pub fn confirm(&self, now: i64, browser: &str, typed: &str) -> Result<Confirmed, StoreError> {
        let store = self.sign_in.store;
        if !store.password_connection()? {
            return Ok(Confirmed::PasswordSignInIsOff);
        }
        let digest = secrets::browser_digest(browser);
        // Counted before it is looked at: there are no more tries than allowed.
        let codes = store.take_try(&digest, now)?;
        let Some(tries_left) = codes.iter().map(|code| code.tries).max() else {
            return Ok(Confirmed::Expired);
        };
        let given = secrets::code_digest(browser, &code::normalised(typed));
        // All are compared, so that the time does not tell which it is.
        let mut right = None;
        for code in &codes {
            if bool::from(given.ct_eq(&code.code)) {
                right = Some(code);
            }
        }
        let Some((code, (user, address))) =
            right.and_then(|code| Some((code, code.sent_to.as_ref()?)))
        else {
            return Ok(Confirmed::Wrong { tries_left });
        };
        let expires = now + GRANT_MILLISECONDS;
        let (secret, grant) =
            secrets::new_grant(self.sign_in.randomness, *user, Some(address), expires);
        if !self.has(*user, address)? || !store.redeem_code(code, &grant)? {
            return Ok(Confirmed::Expired);
        }
        self.change(now, *user, |user| Ok(by_hand::confirm_email(user, address)))?;
        Ok(Confirmed::Granted(secret))
    }

    fn has(&self, user: UserKey, address: &IdentifierKey) -> Result<bool, StoreError> {
        let owner = self.sign_in.store.owners(std::slice::from_ref(address))?;
        Ok(owner == [Some(user)])
    }

    /// Sets a password with a grant.
    ///
    /// # Errors
    /// The store failed.
    pub fn set(&self, now: i64, grant: &str, password: &[u8]) -> Result<PasswordSet, StoreError> {
        let SignIn {
            store,
            pool,
            randomness,
            settings,
        } = self.sign_in;
        if !store.password_connection()? {
            return Ok(PasswordSet::PasswordSignInIsOff);
        }
        let digest = secrets::grant_digest(grant);
        let Some(grant) = store.grant(&digest, now)? else {
            return Ok(PasswordSet::NotGranted);
        };
        let Some(user) = self.granted(&grant)? else {
            return Ok(PasswordSet::NotGranted);
        };
        if let Some(weakness) = weakness(password, &user) {
            return Ok(PasswordSet::Refused(weakness));
        }
        let salt = secrets::salt(randomness);
        let strength = settings.strength;
        let Ok(hash) = pool.run(strength.cost(), || new_hash(password, salt, strength)) else {
            return Ok(PasswordSet::TryAgainShortly);
        };
        if store.redeem_grant(&digest, now)? != Some(grant.user) {
            return Ok(PasswordSet::NotGranted);
        }
        let written = self.write_password(now, &user, Secret(hash));
        self.settle(&grant, written)
    }

    /// Says what became of a grant that was used.
    fn settle(
        &self,
        grant: &Grant,
        written: Result<Written, StoreError>,
    ) -> Result<PasswordSet, StoreError> {
        let store = self.sign_in.store;
        match written {
            Ok(Written::Done) => {
                if let Some(user) = self.user(grant.user)? {
                    forget_attempts(store, &user)?;
                }
                Ok(PasswordSet::Done)
            }
            // What somebody set meanwhile is newer than the grant.
            Ok(Written::SetMeanwhile) => Ok(PasswordSet::NotGranted),
            // It came to nothing, so nothing is used up.
            Ok(Written::NotYet) => {
                store.put_grant(grant)?;
                Ok(PasswordSet::TryAgainShortly)
            }
            Err(error) => {
                store.put_grant(grant)?;
                Err(error)
            }
        }
    }

    /// Writes a password, again if somebody else changed the user meanwhile, but not
    /// over a password that was set since `read`: an operator who gives out a
    /// temporary one ends everything that was granted before.
    fn write_password(
        &self,
        now: i64,
        read: &StoredUser,
        hash: Secret,
    ) -> Result<Written, StoreError> {
        let SignIn {
            store,
            pool,
            settings,
            ..
        } = self.sign_in;
        let password = StoredPassword {
            hash,
            origin: PasswordOrigin::SetHere,
            changed: Some(now),
            ..StoredPassword::default()
        };
        for _ in 0..CHANGE_ROUNDS_MAX {
            let user = self.user(read.key)?;
            let Some(user) = user.filter(|user| set_here(user) == set_here(read)) else {
                return Ok(Written::SetMeanwhile);
            };
            let changes = changes_of(store, &user)?;
            let strength = settings.strength;
            // Remembering the password of before may take as long as a new hash.
            let update =
                || by_hand::set_password(&user, &changes, password.clone(), None, strength);
            let Ok(update) = pool.run(strength.cost(), update) else {
                return Ok(Written::NotYet);
            };
            if write(store, now, update?)? {
                return Ok(Written::Done);
            }
        }
        Ok(Written::NotYet)
    }

    /// Whom a grant is of, unless the user has another address by now than the one that
    /// the code was sent to.
    fn granted(&self, grant: &Grant) -> Result<Option<StoredUser>, StoreError> {
        if let Some(address) = &grant.address
            && !self.has(grant.user, address)?
        {
            return Ok(None);
        }
        self.user(grant.user)
    }

    fn user(&self, key: UserKey) -> Result<Option<StoredUser>, StoreError> {
        of_key(self.sign_in.store, key)
    }

    /// Changes a user, again if somebody else did so meanwhile. Answers whether
    /// the user is as wanted.
    fn change(
        &self,
        now: i64,
        key: UserKey,
        update: impl Fn(&StoredUser) -> Result<Option<UserUpdate>, StoreError>,
    ) -> Result<bool, StoreError> {
        for _ in 0..CHANGE_ROUNDS_MAX {
            let Some(user) = self.user(key)? else {
                return Ok(false);
            };
            let Some(update) = update(&user)? else {
                return Ok(true);
            };
            if write(self.sign_in.store, now, update)? {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

/// When a password was set here last, by the user or an operator.
fn set_here(user: &StoredUser) -> Option<i64> {
    let password = user.password.as_ref()?;
    let is_set_here = matches!(
        password.origin,
        PasswordOrigin::SetHere | PasswordOrigin::Temporary
    );
    password.changed.filter(|_| is_set_here)
}

/// Where mail reaches a user.
fn address(user: &StoredUser) -> Option<(UserKey, IdentifierKey)> {
    let email = user.row.identity(IdentifierKind::Email)?;
    Some((user.key, email.identifier()))
}

#[cfg(test)]
mod tests;
