//! Users who are signed in, in memory.

use super::MemoryStore;
use crate::ports::store::{SecretDigest, StoreError, UserSession, UserSessions};

impl UserSessions for MemoryStore {
    fn put_user_session(&self, session: &UserSession) -> Result<(), StoreError> {
        let mut state = self.state();
        let kept = &mut state.sign_in.user_sessions;
        kept.retain(|other| other.expires > session.created && other.digest != session.digest);
        kept.push(session.clone());
        Ok(())
    }

    fn user_session(
        &self,
        digest: &SecretDigest,
        now: i64,
    ) -> Result<Option<UserSession>, StoreError> {
        let state = self.state();
        let mut kept = state.sign_in.user_sessions.iter();
        let found = kept.find(|session| session.digest == *digest && session.expires > now);
        Ok(found.cloned())
    }

    fn end_user_session(&self, digest: &SecretDigest) -> Result<(), StoreError> {
        let mut state = self.state();
        let kept = &mut state.sign_in.user_sessions;
        kept.retain(|session| session.digest != *digest);
        Ok(())
    }
}
