//! Tokens of the API, in memory.

use super::MemoryStore;
use crate::base::limits::TOKEN_USED_MILLISECONDS;
use crate::ports::store::{SecretDigest, StoreError, Token, Tokens};

impl Tokens for MemoryStore {
    fn add_token(&self, token: &Token) -> Result<bool, StoreError> {
        let kept = &mut self.state().tokens;
        let is_free = !kept.contains_key(&token.name);
        if is_free {
            kept.insert(token.name.clone(), token.clone());
        }
        Ok(is_free)
    }

    fn tokens(&self) -> Result<Vec<Token>, StoreError> {
        Ok(self.state().tokens.values().cloned().collect())
    }

    fn token_of_digest(&self, digest: &SecretDigest) -> Result<Option<Token>, StoreError> {
        let state = self.state();
        let mut tokens = state.tokens.values();
        Ok(tokens.find(|token| token.digest == *digest).cloned())
    }

    fn note_token_used(&self, digest: &SecretDigest, now: i64) -> Result<(), StoreError> {
        let mut state = self.state();
        let mut tokens = state.tokens.values_mut();
        if let Some(token) = tokens.find(|token| token.digest == *digest)
            && token
                .last_used
                .is_none_or(|last| last + TOKEN_USED_MILLISECONDS <= now)
        {
            token.last_used = Some(now);
        }
        Ok(())
    }

    fn revoke_token(&self, name: &str) -> Result<bool, StoreError> {
        Ok(self.state().tokens.remove(name).is_some())
    }
}
