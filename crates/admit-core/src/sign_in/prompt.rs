//! Prompting somebody to set a password, by mail: who tries to sign in is shown the
//! same whether anybody has the name or not.

use super::reset::{Reason, Reset};
use super::{Named, Origin, SignIn};
use crate::base::limits::PROMPT_MILLISECONDS;
use crate::ports::store::{Attempt, AttemptLimit, Counter, StoreError, prompt_subject};

impl SignIn<'_> {
    /// Sends a code to whoever has the name, for the browser that tried; once an
    /// hour at most. Without a browser no code can be used, and none is sent.
    pub(super) fn prompt(
        &self,
        now: i64,
        origin: Origin<'_>,
        named: &Named,
    ) -> Result<(), StoreError> {
        let (Some(browser), Some(user)) = (origin.browser, &named.user) else {
            return Ok(());
        };
        if self.store.tells_at_once()? {
            return Ok(());
        }
        let once = Counter {
            subject: prompt_subject(user.key),
            limit: AttemptLimit {
                attempts: 1,
                window: PROMPT_MILLISECONDS,
            },
        };
        if self.store.take_attempt(&[once], now)? == Attempt::Allowed {
            Reset { sign_in: *self }.send(now, named, browser, Reason::TriedToSignIn)?;
        }
        Ok(())
    }
}
