//! What sign-in and reset keep: attempts, codes, grants, mail, who signed in.
//!
//! Every answer that decides something is given and written in one
//! transaction, so that it holds for any number of callers at once.

use super::StoreError;
use crate::passwords::stored::Secret;
use crate::users::user::{IdentifierKey, UserKey};

/// A digest of something that is not kept itself.
pub type SecretDigest = [u8; 32];

/// How many attempts there may be, and how long they count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AttemptLimit {
    /// So many attempts are let through.
    pub attempts: u32,
    /// How long after the last one they are forgotten, in milliseconds.
    pub window: i64,
}

/// What became of asking for an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Attempt {
    /// It is counted and may go on.
    Allowed,
    /// There were too many.
    Locked {
        /// When they are forgotten, in milliseconds since 1970 UTC.
        until: i64,
    },
}

/// A code that was sent, or that would have been had anybody the name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResetCode {
    /// Whose: as attempts are counted. There is one code for each.
    pub subject: String,
    /// The user and the address that it was sent to; `None` for a name that
    /// nobody has.
    pub sent_to: Option<(UserKey, IdentifierKey)>,
    /// The browser that asked. There is one code for each.
    pub browser: SecretDigest,
    /// The code.
    pub code: SecretDigest,
    /// When it ends, in milliseconds since 1970 UTC.
    pub expires: i64,
    /// How many tries are left.
    pub tries: u32,
}

/// The right to set a password, once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grant {
    /// Of the secret that the user holds.
    pub digest: SecretDigest,
    /// Whose password.
    pub user: UserKey,
    /// When it ends, in milliseconds since 1970 UTC.
    pub expires: i64,
}

/// A mail to send.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mail {
    /// The address.
    pub to: String,
    /// The line above it.
    pub subject: String,
    /// The text. It may hold a code.
    pub body: Secret,
    /// When it was written, in milliseconds since 1970 UTC.
    pub created: i64,
}

/// A mail in the outbox.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredMail {
    /// Its number, from 1.
    pub number: u64,
    /// The mail.
    pub mail: Mail,
}

/// What sign-in and reset keep. Times are in milliseconds since 1970 UTC.
pub trait SignIns {
    /// Counts an attempt of `subject`, unless there were too many already. What
    /// has been forgotten by `now` is removed.
    fn take_attempt(
        &self,
        subject: &str,
        limit: AttemptLimit,
        now: i64,
    ) -> Result<Attempt, StoreError>;

    /// Takes one attempt back: it came to nothing.
    fn return_attempt(&self, subject: &str) -> Result<(), StoreError>;

    /// Forgets the attempts of a subject.
    fn clear_attempts(&self, subject: &str) -> Result<(), StoreError>;

    /// Notes that a user signed in.
    fn note_sign_in(&self, user: UserKey, now: i64) -> Result<(), StoreError>;

    /// When these users signed in last, in the order asked.
    fn last_sign_ins(&self, users: &[UserKey]) -> Result<Vec<Option<i64>>, StoreError>;

    /// What the dearest check of a password so far costs, in microseconds.
    fn dearest_check(&self) -> Result<u64, StoreError>;

    /// Raises [`SignIns::dearest_check`] to this, if it is less.
    fn raise_dearest_check(&self, microseconds: u64) -> Result<(), StoreError>;

    /// Makes [`SignIns::dearest_check`] this.
    fn set_dearest_check(&self, microseconds: u64) -> Result<(), StoreError>;

    /// Keeps a code in place of any other of its subject or its browser, and
    /// the mail that brings it. Codes and grants that ended by `now` are removed.
    fn put_code(&self, code: &ResetCode, mail: Option<&Mail>, now: i64) -> Result<(), StoreError>;

    /// Counts a try at the code of this browser and answers with the code, its
    /// tries less this one; `None` if there is none, it ended or no try is left.
    fn take_try(&self, browser: &SecretDigest, now: i64) -> Result<Option<ResetCode>, StoreError>;

    /// Exchanges a code for a grant. Answers whether the code was still there:
    /// of many callers one is told so.
    fn redeem_code(&self, code: &ResetCode, grant: &Grant) -> Result<bool, StoreError>;

    /// Keeps a grant.
    fn put_grant(&self, grant: &Grant) -> Result<(), StoreError>;

    /// A grant; `None` if there is none or it ended.
    fn grant(&self, digest: &SecretDigest, now: i64) -> Result<Option<Grant>, StoreError>;

    /// Uses a grant up, together with every other grant and code of its user. Of
    /// many callers one is told the user.
    fn redeem_grant(&self, digest: &SecretDigest, now: i64) -> Result<Option<UserKey>, StoreError>;

    /// Ends every grant and code of a user.
    fn void_grants(&self, user: UserKey) -> Result<(), StoreError>;

    /// A page of the outbox: mails after this number, ascending, at most `limit`.
    fn outbox(&self, after: u64, limit: u64) -> Result<Vec<StoredMail>, StoreError>;
}
