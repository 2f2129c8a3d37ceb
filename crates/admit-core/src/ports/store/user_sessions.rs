//! Users who are signed in on the pages of Admit itself.

use super::{SecretDigest, StoreError};
use crate::users::user::UserKey;

/// A user who is signed in with a browser.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UserSession {
    /// Of the secret that the browser keeps.
    pub digest: SecretDigest,
    /// The user.
    pub user: UserKey,
    /// A digest of the user's password as it was: with another one it has ended.
    pub password: u64,
    /// When the user signed in, in milliseconds since 1970 UTC.
    pub created: i64,
    /// When it ends, in milliseconds since 1970 UTC.
    pub expires: i64,
}

/// Users who are signed in.
pub trait UserSessions {
    /// Keeps a session. Those that ended by then are removed.
    fn put_user_session(&self, session: &UserSession) -> Result<(), StoreError>;

    /// The session of this digest, as of now; `None` if there is none or it ended.
    fn user_session(
        &self,
        digest: &SecretDigest,
        now: i64,
    ) -> Result<Option<UserSession>, StoreError>;

    /// Ends a session.
    fn end_user_session(&self, digest: &SecretDigest) -> Result<(), StoreError>;
}
