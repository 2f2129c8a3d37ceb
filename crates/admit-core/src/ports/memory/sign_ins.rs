//! What sign-in and reset keep, in memory.

use super::MemoryStore;
use crate::ports::store::{
    Attempt, AttemptLimit, Grant, Mail, ResetCode, SecretDigest, SignIns, StoreError, StoredMail,
};
use crate::users::user::UserKey;
use std::collections::BTreeMap;

/// What sign-in and reset keep.
#[derive(Debug, Default)]
pub(super) struct Kept {
    attempts: BTreeMap<String, Attempts>,
    sign_ins: BTreeMap<UserKey, i64>,
    dearest_check: u64,
    codes: Vec<ResetCode>,
    grants: Vec<Grant>,
    outbox: Vec<StoredMail>,
}

#[derive(Debug)]
struct Attempts {
    count: u32,
    /// When they are forgotten.
    until: i64,
}

impl SignIns for MemoryStore {
    fn take_attempt(
        &self,
        subject: &str,
        limit: AttemptLimit,
        now: i64,
    ) -> Result<Attempt, StoreError> {
        let attempts = &mut self.state().sign_in.attempts;
        attempts.retain(|_, kept| kept.until > now);
        let kept = attempts.entry(subject.to_owned());
        let kept = kept.or_insert(Attempts { count: 0, until: 0 });
        if kept.count >= limit.attempts {
            return Ok(Attempt::Locked { until: kept.until });
        }
        kept.count += 1;
        kept.until = now + limit.window;
        Ok(Attempt::Allowed)
    }

    fn return_attempt(&self, subject: &str) -> Result<(), StoreError> {
        let attempts = &mut self.state().sign_in.attempts;
        if let Some(kept) = attempts.get_mut(subject) {
            kept.count -= 1;
            if kept.count == 0 {
                attempts.remove(subject);
            }
        }
        Ok(())
    }

    fn clear_attempts(&self, subject: &str) -> Result<(), StoreError> {
        self.state().sign_in.attempts.remove(subject);
        Ok(())
    }

    fn note_sign_in(&self, user: UserKey, now: i64) -> Result<(), StoreError> {
        self.state().sign_in.sign_ins.insert(user, now);
        Ok(())
    }

    fn last_sign_ins(&self, users: &[UserKey]) -> Result<Vec<Option<i64>>, StoreError> {
        let state = self.state();
        let last = |user| state.sign_in.sign_ins.get(user).copied();
        Ok(users.iter().map(last).collect())
    }

    fn dearest_check(&self) -> Result<u64, StoreError> {
        Ok(self.state().sign_in.dearest_check)
    }

    fn set_dearest_check(&self, microseconds: u64) -> Result<(), StoreError> {
        self.state().sign_in.dearest_check = microseconds;
        Ok(())
    }

    fn raise_dearest_check(&self, microseconds: u64) -> Result<(), StoreError> {
        let dearest = &mut self.state().sign_in.dearest_check;
        *dearest = (*dearest).max(microseconds);
        Ok(())
    }

    fn put_code(&self, code: &ResetCode, mail: Option<&Mail>, now: i64) -> Result<(), StoreError> {
        let kept = &mut self.state().sign_in;
        kept.grants.retain(|grant| grant.expires > now);
        kept.codes.retain(|other| {
            other.expires > now && other.subject != code.subject && other.browser != code.browser
        });
        kept.codes.push(code.clone());
        let number = kept.outbox.len() as u64 + 1;
        kept.outbox.extend(mail.map(|mail| StoredMail {
            number,
            mail: mail.clone(),
        }));
        Ok(())
    }

    fn take_try(&self, browser: &SecretDigest, now: i64) -> Result<Option<ResetCode>, StoreError> {
        let codes = &mut self.state().sign_in.codes;
        let found = codes
            .iter_mut()
            .find(|code| code.browser == *browser && code.expires > now && code.tries > 0);
        Ok(found.map(|code| {
            code.tries -= 1;
            code.clone()
        }))
    }

    fn redeem_code(&self, code: &ResetCode, grant: &Grant) -> Result<bool, StoreError> {
        let kept = &mut self.state().sign_in;
        let same = |other: &ResetCode| other.subject == code.subject && other.code == code.code;
        let found = kept.codes.iter().position(same);
        if let Some(at) = found {
            kept.codes.remove(at);
            kept.grants.push(grant.clone());
        }
        Ok(found.is_some())
    }

    fn put_grant(&self, grant: &Grant) -> Result<(), StoreError> {
        self.state().sign_in.grants.push(grant.clone());
        Ok(())
    }

    fn grant(&self, digest: &SecretDigest, now: i64) -> Result<Option<Grant>, StoreError> {
        Ok(self.state().sign_in.grant(digest, now))
    }

    fn redeem_grant(&self, digest: &SecretDigest, now: i64) -> Result<Option<UserKey>, StoreError> {
        let kept = &mut self.state().sign_in;
        let user = kept.grant(digest, now).map(|grant| grant.user);
        if let Some(user) = user {
            kept.void(user);
        }
        Ok(user)
    }

    fn void_grants(&self, user: UserKey) -> Result<(), StoreError> {
        self.state().sign_in.void(user);
        Ok(())
    }

    fn outbox(&self, after: u64, limit: u64) -> Result<Vec<StoredMail>, StoreError> {
        let state = self.state();
        let mails = state.sign_in.outbox.iter();
        let page = mails.filter(|mail| mail.number > after);
        Ok(page.take(limit as usize).cloned().collect())
    }
}

impl Kept {
    pub(super) fn has_signed_in(&self, user: UserKey) -> bool {
        self.sign_ins.contains_key(&user)
    }

    fn grant(&self, digest: &SecretDigest, now: i64) -> Option<Grant> {
        let mut grants = self.grants.iter();
        let found = grants.find(|grant| grant.digest == *digest && grant.expires > now);
        found.cloned()
    }

    fn void(&mut self, user: UserKey) {
        self.grants.retain(|grant| grant.user != user);
        let theirs = |code: &ResetCode| code.sent_to.as_ref().is_some_and(|(key, _)| *key == user);
        self.codes.retain(|code| !theirs(code));
    }
}
