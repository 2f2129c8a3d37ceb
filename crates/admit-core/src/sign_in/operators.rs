//! Signing operators in, and setting their passwords with the links that they are sent.
//!
//! They are no users: whether users can sign in by password, what files say and who is
//! suspended does not concern them. Whether an address is an operator's cannot be told
//! from an answer, nor from the time it takes.

use super::reset::{Weakness, weakness_of};
use super::{Checked, SignIn, secrets};
use crate::base::limits::{OPERATOR_SESSION_MILLISECONDS, SIGN_IN_NAME_BYTES_MAX};
use crate::convert::email;
use crate::operators::secrets::{link_digest, new_session};
use crate::passwords::check::{Check, can_be_checked};
use crate::passwords::stored::{Secret, StoredPassword};
use crate::ports::store::{
    Attempt, Counter, NOBODY_YET, Session, StoreError, operator_key, subject_of_operator,
};
use admit_passwords::new_hash;
use std::time::Duration;

/// What an operator who wants to come in is answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Entry {
    /// They are in.
    SignedIn {
        /// For the browser to keep, and nobody else.
        session: Secret,
        /// What is kept of it.
        kept: Session,
    },
    /// The address and the password do not go together.
    Wrong,
    /// There were too many wrong attempts.
    Locked {
        /// For how long, in minutes.
        minutes: u64,
    },
    /// There is too much to do at the moment.
    TryAgainShortly,
}

/// An answer, and after how long it is to be given since the question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntryReply {
    /// The answer.
    pub entry: Entry,
    /// How long after the call began to give it.
    pub answer_after: Duration,
}

/// What setting a password with a link answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkUsed {
    /// It is set; the number of the operator. All sessions have ended.
    Done(u64),
    /// The link is none, was used or ended.
    NoLink,
    /// What was given is no address, and the first administrator needs one. The link can
    /// still be used.
    NoAddress,
    /// The password would be guessed. The link can still be used.
    Refused(Weakness),
    /// There is too much to do at the moment. The link can still be used.
    TryAgainShortly,
}

/// Lets operators in. It uses the settings for attempts, strength and time of users.
#[derive(Clone, Copy)]
pub struct Operating<'a> {
    /// What it works with.
    pub sign_in: SignIn<'a>,
}

impl Operating<'_> {
    /// Answers to an address and a password, as typed from a network address. `now` is in
    /// milliseconds since 1970 UTC.
    ///
    /// # Errors
    /// The store failed.
    pub fn sign_in(
        &self,
        now: i64,
        address: Option<&str>,
        email: &str,
        password: &[u8],
    ) -> Result<EntryReply, StoreError> {
        let entry = if can_be_checked(password) && email.len() <= SIGN_IN_NAME_BYTES_MAX {
            self.entry(now, address, email, password)?
        } else {
            // It tells nothing about anybody.
            Entry::Wrong
        };
        let answer_after = match entry {
            Entry::SignedIn { .. } | Entry::TryAgainShortly => Duration::ZERO,
            Entry::Wrong | Entry::Locked { .. } => self.sign_in.failure_time()?,
        };
        Ok(EntryReply {
            entry,
            answer_after,
        })
    }

    fn entry(
        &self,
        now: i64,
        address: Option<&str>,
        email: &str,
        password: &[u8],
    ) -> Result<Entry, StoreError> {
        let SignIn { store, pool, .. } = self.sign_in;
        let subject = subject_of_operator(email);
        let Ok(_turn) = pool.turn_of(&subject) else {
            return Ok(Entry::TryAgainShortly);
        };
        let counters = self.counters(&subject, address);
        if let Attempt::Locked { until } = store.take_attempt(&counters, now)? {
            let minutes = (until - now).max(1).unsigned_abs().div_ceil(60_000);
            return Ok(match self.sign_in.check(None, password)? {
                Ok(_) => Entry::Locked { minutes },
                Err(_) => Entry::TryAgainShortly,
            });
        }
        let operator = store.operator(email)?;
        let hash = operator.as_ref().and_then(|one| one.password.clone());
        let check = hash.as_ref().and_then(|hash| self.read(hash));
        let Ok(checked) = self.sign_in.check(check, password)? else {
            // Nothing was checked, so nothing is counted.
            store.return_attempt(&counters)?;
            return Ok(Entry::TryAgainShortly);
        };
        let (Some(operator), Some(hash), Checked::Right(_)) = (operator, hash, checked) else {
            return Ok(Entry::Wrong);
        };
        // The right password must not be refused because this failed.
        let _ = store.forgive_attempts(&counters);
        let (session, digest) = new_session(self.sign_in.randomness);
        let kept = Session {
            digest,
            operator: operator.number,
            created: now,
            expires: now + OPERATOR_SESSION_MILLISECONDS,
        };
        // Not with a password that was replaced while it was checked.
        let is_kept = store.put_session(&kept, &hash)?;
        Ok(if is_kept {
            Entry::SignedIn { session, kept }
        } else {
            Entry::Wrong
        })
    }

    fn read(&self, hash: &Secret) -> Option<Check> {
        let stored = StoredPassword {
            hash: hash.clone(),
            ..StoredPassword::default()
        };
        Check::read(&stored, self.sign_in.settings.bounds)
    }

    /// By the address that is typed, whether or not anybody has it.
    fn counters(&self, subject: &str, address: Option<&str>) -> [Counter; 2] {
        let settings = self.sign_in.settings;
        let from = secrets::address_digest(address.unwrap_or_default());
        [
            Counter {
                subject: format!("{subject} from {from}"),
                limit: settings.attempts,
            },
            Counter {
                subject: subject.to_owned(),
                limit: settings.attempts_everywhere,
            },
        ]
    }

    /// Sets a password with the secret of a link. `first` is the address of whoever becomes
    /// the first administrator, where the link is for that; otherwise it does not matter.
    ///
    /// # Errors
    /// The store failed.
    pub fn use_link(
        &self,
        now: i64,
        secret: &str,
        first: &str,
        password: &[u8],
    ) -> Result<LinkUsed, StoreError> {
        let SignIn {
            store,
            pool,
            randomness,
            settings,
        } = self.sign_in;
        let digest = link_digest(secret);
        let Some(of) = store.link(&digest, now)? else {
            return Ok(LinkUsed::NoLink);
        };
        let own = match of {
            NOBODY_YET => match first.trim() {
                address if email::key(address).is_none() => return Ok(LinkUsed::NoAddress),
                address => address.to_owned(),
            },
            number => match store.operator_of_number(number)? {
                Some(operator) => operator.email,
                None => return Ok(LinkUsed::NoLink),
            },
        };
        if let Some(weakness) = weakness_of(password, &own_names(&own)) {
            return Ok(LinkUsed::Refused(weakness));
        }
        let (salt, strength) = (secrets::salt(randomness), settings.strength);
        let Ok(hash) = pool.run(strength.cost(), || new_hash(password, salt, strength)) else {
            return Ok(LinkUsed::TryAgainShortly);
        };
        let hash = Secret(hash);
        let used = match of {
            NOBODY_YET => store.redeem_first_link(&digest, &own, &hash, now)?,
            _ => store.redeem_link(&digest, &hash, now)?,
        };
        let Some(number) = used else {
            return Ok(LinkUsed::NoLink);
        };
        // Whoever forgot the password has tried others.
        store.clear_attempts(&subject_of_operator(&own))?;
        Ok(LinkUsed::Done(number))
    }
}

/// What an operator is known by, in lower case.
fn own_names(email: &str) -> Vec<String> {
    let key = operator_key(email);
    let local = key.split_once('@').map(|(local, _)| local.to_owned());
    local.into_iter().chain([key]).collect()
}

#[cfg(test)]
mod tests;
