//! The people who operate Admit: who may do what, how they set their password, and
//! who of them is signed in. They are no users, and no import reads or writes them.

use super::{SecretDigest, StoreError};
use crate::passwords::stored::Secret;
use crate::users::fold::folded;

/// What an operator may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum OperatorKind {
    /// Everything, operators, tokens and settings included.
    Administrator,
    /// Importing and undoing, and what concerns users and their access.
    Importer,
    /// Looking.
    Viewer,
}

impl OperatorKind {
    /// Every kind, from the one that may do most.
    pub const ALL: [OperatorKind; 3] = [
        OperatorKind::Administrator,
        OperatorKind::Importer,
        OperatorKind::Viewer,
    ];

    /// The word for it.
    pub const fn name(self) -> &'static str {
        match self {
            OperatorKind::Administrator => "administrator",
            OperatorKind::Importer => "importer",
            OperatorKind::Viewer => "viewer",
        }
    }

    /// The kind of this name.
    pub fn of_name(name: &str) -> Option<OperatorKind> {
        let mut all = OperatorKind::ALL.into_iter();
        all.find(|kind| kind.name() == name)
    }
}

/// Somebody who operates Admit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Operator {
    /// From 1. It is never given again.
    pub number: u64,
    /// As it was given. No two differ by [`operator_key`] only.
    pub email: String,
    /// What this one may do.
    pub kind: OperatorKind,
    /// An Argon2id hash; `None` until a password is set.
    pub password: Option<Secret>,
    /// When it was added, in milliseconds since 1970 UTC.
    pub created: i64,
    /// When this one signed in last, in milliseconds since 1970 UTC.
    pub last_sign_in: Option<i64>,
}

/// Whose link it is that makes the first administrator.
pub const NOBODY_YET: u64 = 0;

/// The right to set the password of an operator, once. There is one for each, and one for
/// the first administrator, whoever that will be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OperatorLink {
    /// Of the secret in the link.
    pub digest: SecretDigest,
    /// The number of the operator, or [`NOBODY_YET`].
    pub operator: u64,
    /// When it ends, in milliseconds since 1970 UTC.
    pub expires: i64,
}

/// An operator who is signed in with a browser.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// Of the secret that the browser keeps.
    pub digest: SecretDigest,
    /// The number of the operator.
    pub operator: u64,
    /// When the operator signed in, in milliseconds since 1970 UTC.
    pub created: i64,
    /// When it ends, in milliseconds since 1970 UTC.
    pub expires: i64,
}

/// What became of a change to an operator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OperatorChange {
    /// It is as it was asked for.
    Done,
    /// There is no such operator.
    Unknown,
    /// Nothing: it is the last administrator who has a password, and without one nobody
    /// could let anybody in.
    LastAdministrator,
}

/// The people who operate Admit. Every answer that decides something is given and
/// written in one transaction.
pub trait Operators {
    /// All of them, by number.
    fn operators(&self) -> Result<Vec<Operator>, StoreError>;

    /// The one of this address, however it is written.
    fn operator(&self, email: &str) -> Result<Option<Operator>, StoreError>;

    /// The one of this number.
    fn operator_of_number(&self, number: u64) -> Result<Option<Operator>, StoreError>;

    /// Adds one without a password, and answers with the number; `None` if there is one
    /// of this address.
    fn add_operator(
        &self,
        email: &str,
        kind: OperatorKind,
        now: i64,
    ) -> Result<Option<u64>, StoreError>;

    /// Makes an operator one of this kind. If that changes anything, the sessions end.
    fn set_operator_kind(
        &self,
        number: u64,
        kind: OperatorKind,
    ) -> Result<OperatorChange, StoreError>;

    /// Removes an operator with all sessions and the link.
    fn remove_operator(&self, number: u64) -> Result<OperatorChange, StoreError>;

    /// Sets the password of an operator, and ends all sessions and the link. Answers
    /// whether there is such an operator.
    fn set_operator_password(&self, number: u64, hash: &Secret) -> Result<bool, StoreError>;

    /// Keeps a link in place of any other of its operator. Answers whether there is such
    /// an operator; else nothing is kept. One for [`NOBODY_YET`] is kept as long as no
    /// administrator has a password, and is none from then on.
    fn put_link(&self, link: &OperatorLink) -> Result<bool, StoreError>;

    /// Whose link this is; `None` if there is none or it ended.
    fn link(&self, digest: &SecretDigest, now: i64) -> Result<Option<u64>, StoreError>;

    /// Uses a link up and sets the password as [`Operators::set_operator_password`]
    /// does. Of many callers one is told whose it was. One for [`NOBODY_YET`] is none here.
    fn redeem_link(
        &self,
        digest: &SecretDigest,
        hash: &Secret,
        now: i64,
    ) -> Result<Option<u64>, StoreError>;

    /// Uses up a link for [`NOBODY_YET`]: whoever has this address is an administrator with
    /// this password from now on. Of many callers one is told the number.
    fn redeem_first_link(
        &self,
        digest: &SecretDigest,
        email: &str,
        hash: &Secret,
        now: i64,
    ) -> Result<Option<u64>, StoreError>;

    /// Keeps a session, and notes when the operator signed in. `verified` is the hash
    /// that the password was compared with: answers whether it is still the operator's;
    /// else nothing is kept. Sessions that ended by then are removed.
    fn put_session(&self, session: &Session, verified: &Secret) -> Result<bool, StoreError>;

    /// A session and who it is of, as of now; `None` if there is none or it ended.
    fn session(
        &self,
        digest: &SecretDigest,
        now: i64,
    ) -> Result<Option<(Session, Operator)>, StoreError>;

    /// Ends a session.
    fn end_session(&self, digest: &SecretDigest) -> Result<(), StoreError>;

    /// Ends every session of an operator.
    fn end_sessions(&self, operator: u64) -> Result<(), StoreError>;
}

/// What the addresses of operators are compared by.
pub fn operator_key(email: &str) -> String {
    folded(email.trim())
}

/// What attempts at signing in with an operator's address are counted by, whether or not
/// anybody has it. What was typed is not kept, it may be a password in the wrong place.
pub fn subject_of_operator(email: &str) -> String {
    let key = operator_key(email);
    let digest = blake3::derive_key("admit 2026 operator at sign-in", key.as_bytes());
    format!("operator {}", blake3::Hash::from_bytes(digest).to_hex())
}
