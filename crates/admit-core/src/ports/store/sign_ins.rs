//! What sign-in and reset keep: attempts, codes, grants, mail, who signed in.
//!
//! Every answer that decides something is given and written in one
//! transaction, so that it holds for any number of callers at once.

use super::StoreError;
#[cfg(doc)]
use crate::base::limits::{KNOWN_BROWSERS_MAX, OUTBOX_MILLISECONDS};
use crate::passwords::stored::Secret;
use crate::users::fold::folded;
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

/// What an attempt is counted by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counter {
    /// Words, separated by blanks: what begins with all words of another subject
    /// is forgotten with it.
    pub subject: String,
    /// How many there may be.
    pub limit: AttemptLimit,
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

/// Attempts that are counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counted {
    /// What they are counted by.
    pub subject: String,
    /// How many there were.
    pub count: u32,
    /// When they are forgotten, in milliseconds since 1970 UTC.
    pub until: i64,
}

/// A code that was sent, or that would have been had anybody the name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResetCode {
    /// Whose: the user, or a digest of a name that nobody has. There is one code
    /// for each in each browser.
    pub subject: String,
    /// The user and the address that it was sent to; `None` for a name that
    /// nobody has.
    pub sent_to: Option<(UserKey, IdentifierKey)>,
    /// The browser that asked.
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
    /// The address that the code was sent to; `None` if it was given without a code.
    pub address: Option<IdentifierKey>,
    /// When it ends, in milliseconds since 1970 UTC.
    pub expires: i64,
}

/// Where a code stands in the body of a mail.
pub const CODE_MARK: &str = "{code}";

/// A mail to send.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mail {
    /// Who it is for.
    pub user: UserKey,
    /// The address.
    pub to: String,
    /// The line above it.
    pub subject: String,
    /// The text, with [`CODE_MARK`] for the code.
    pub body: String,
    /// The code, as long as it can be used.
    pub code: Option<Secret>,
    /// When the code ends, in milliseconds since 1970 UTC. It is kept no longer.
    pub code_ends: i64,
    /// When it was written, in milliseconds since 1970 UTC.
    pub created: i64,
}

impl Mail {
    /// The text to send: with the code, or with what says that there is none any
    /// more.
    pub fn text(&self) -> Secret {
        let code = self.code.as_ref().map_or("(ended)", |code| code.0.as_str());
        Secret(self.body.replace(CODE_MARK, code))
    }

    /// Whether it would still be of use: not with a code that ended.
    pub fn is_of_use(&self, now: i64) -> bool {
        let holds = self.code.is_some() && self.code_ends > now;
        holds || !self.body.contains(CODE_MARK)
    }
}

/// A mail in the outbox.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredMail {
    /// Its number, from 1.
    pub number: u64,
    /// The mail.
    pub mail: Mail,
    /// When it was sent.
    pub sent: Option<i64>,
    /// How often somebody began to send it.
    pub attempts: u32,
    /// When it may be tried, or tried again; `None` if it is not to be.
    pub next_try: Option<i64>,
    /// Why it was not sent when it was tried last.
    pub failed: Option<String>,
}

impl StoredMail {
    /// One that nobody has tried to send.
    pub fn new(number: u64, mail: Mail) -> StoredMail {
        StoredMail {
            number,
            sent: None,
            attempts: 0,
            next_try: Some(mail.created),
            failed: None,
            mail,
        }
    }
}

/// What became of sending a mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MailEnd {
    /// Somebody has taken it on.
    Sent,
    /// It is to be tried again.
    Again {
        /// When, in milliseconds since 1970 UTC.
        at: i64,
        /// Why.
        why: String,
    },
    /// It is not to be tried again, for this reason.
    Failed(String),
}

/// What sign-in and reset keep. Times are in milliseconds since 1970 UTC.
pub trait SignIns {
    /// Counts an attempt by all of these, unless there were too many by one of
    /// them: then by none. What has been forgotten by `now` is removed.
    fn take_attempt(&self, counters: &[Counter], now: i64) -> Result<Attempt, StoreError>;

    /// Takes one attempt back that was counted by all of these: it came to nothing.
    fn return_attempt(&self, counters: &[Counter]) -> Result<(), StoreError>;

    /// Forgets the attempts counted by the first of these, and takes as many off
    /// the others.
    fn forgive_attempts(&self, counters: &[Counter]) -> Result<(), StoreError>;

    /// Forgets the attempts of a subject, and of all that begin with it.
    fn clear_attempts(&self, subject: &str) -> Result<(), StoreError>;

    /// What is counted of a subject and of all that begin with it, and not forgotten by `now`.
    fn attempts(&self, subject: &str, now: i64) -> Result<Vec<Counted>, StoreError>;

    /// Notes that a user signed in, and from which browser. Of the browsers of a
    /// user the latest [`KNOWN_BROWSERS_MAX`] are known.
    fn note_sign_in(
        &self,
        user: UserKey,
        browser: Option<&SecretDigest>,
        now: i64,
    ) -> Result<(), StoreError>;

    /// Whether a user has signed in from this browser before.
    fn knows_browser(&self, user: UserKey, browser: &SecretDigest) -> Result<bool, StoreError>;

    /// When these users signed in last, in the order asked.
    fn last_sign_ins(&self, users: &[UserKey]) -> Result<Vec<Option<i64>>, StoreError>;

    /// What the dearest check of a password so far costs, in microseconds.
    fn dearest_check(&self) -> Result<u64, StoreError>;

    /// Raises [`SignIns::dearest_check`] to this, if it is less.
    fn raise_dearest_check(&self, microseconds: u64) -> Result<(), StoreError>;

    /// Makes [`SignIns::dearest_check`] this.
    fn set_dearest_check(&self, microseconds: u64) -> Result<(), StoreError>;

    /// Keeps a code in place of any other of its subject in its browser, and the
    /// mail that brings it. Codes and grants that ended by `now` are removed, also
    /// from mails, and so are mails that are older than [`OUTBOX_MILLISECONDS`].
    fn put_code(&self, code: &ResetCode, mail: Option<&Mail>, now: i64) -> Result<(), StoreError>;

    /// Counts a try at the codes of this browser and answers with them, in the
    /// order of their subjects, their tries less this one; those that ended or of
    /// which no try is left are left out.
    fn take_try(&self, browser: &SecretDigest, now: i64) -> Result<Vec<ResetCode>, StoreError>;

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

    /// Ends every grant, code and session of a user, also in mails, and forgets the
    /// browsers that the user signed in from.
    fn void_grants(&self, user: UserKey) -> Result<(), StoreError>;

    /// A page of the outbox: mails after this number, ascending, at most `limit`.
    /// What [`SignIns::put_code`] removes is removed.
    fn outbox(&self, after: u64, limit: u64, now: i64) -> Result<Vec<StoredMail>, StoreError>;

    /// The mails before this number, the latest first, at most `limit`. What
    /// [`SignIns::put_code`] removes is removed.
    fn latest_mails(
        &self,
        before: u64,
        limit: u64,
        now: i64,
    ) -> Result<Vec<StoredMail>, StoreError>;

    /// How many mails hold a code that can still be used; from `most` on, that.
    fn waiting_mails(&self, most: u64, now: i64) -> Result<u64, StoreError>;

    /// Gives the first mail that is to be tried by now and is still of use (see
    /// [`Mail::is_of_use`]), counts an attempt, and gives it to nobody else until then.
    fn claim_mail(&self, now: i64, until: i64) -> Result<Option<StoredMail>, StoreError>;

    /// Notes what became of a mail, unless another attempt than this one has begun. Once
    /// it is sent, its code is kept no longer. Answers whether it was noted.
    fn settle_mail(
        &self,
        number: u64,
        attempt: u32,
        end: &MailEnd,
        now: i64,
    ) -> Result<bool, StoreError>;
}

/// What attempts at signing in with a name are counted by, from the key that the
/// name has as an identifier: known names and others look alike. It is folded, as one
/// identifier may be found by writings that are several of another kind. What was typed
/// is not kept, it may be a password in the wrong place.
pub fn subject_of_name(key: &str) -> String {
    let digest = blake3::derive_key("admit 2026 name at sign-in", folded(key).as_bytes());
    format!("name {}", blake3::Hash::from_bytes(digest).to_hex())
}

/// What is counted of a user by the user: requests of codes, and prompts.
pub fn subjects_of_user(user: UserKey) -> [String; 2] {
    [reset_subject(&format!("user {user}")), prompt_subject(user)]
}

/// What requests of a code are counted by, for an account.
pub fn reset_subject(account: &str) -> String {
    format!("reset {account}")
}

/// What mails that prompt a user to set a password are counted by.
pub fn prompt_subject(user: UserKey) -> String {
    format!("prompt user {user}")
}
