//! What sign-in and reset keep, in memory.

use super::MemoryStore;
use crate::base::limits::{KNOWN_BROWSERS_MAX, OUTBOX_MILLISECONDS};
use crate::ports::store::{
    Attempt, Counted, Counter, Grant, Mail, MailEnd, ResetCode, SecretDigest, SignIns, StoreError,
    StoredMail, UserSession, subject_of_name, subjects_of_user,
};
use crate::users::user::{IdentifierKey, UserKey};
use std::collections::BTreeMap;

/// What sign-in and reset keep.
#[derive(Debug, Default)]
pub(super) struct Kept {
    attempts: BTreeMap<String, Attempts>,
    sign_ins: BTreeMap<UserKey, i64>,
    dearest_check: u64,
    codes: Vec<ResetCode>,
    grants: Vec<Grant>,
    pub(super) user_sessions: Vec<UserSession>,
    outbox: Vec<StoredMail>,
    mails: u64,
    /// Users with the browsers that they signed in from, the latest last.
    browsers: Vec<(UserKey, SecretDigest)>,
}

#[derive(Debug)]
struct Attempts {
    count: u32,
    /// When they are forgotten.
    until: i64,
}

impl SignIns for MemoryStore {
    fn take_attempt(&self, counters: &[Counter], now: i64) -> Result<Attempt, StoreError> {
        let attempts = &mut self.state().sign_in.attempts;
        attempts.retain(|_, kept| kept.until > now);
        let full = counters.iter().filter_map(|counter| {
            let kept = attempts.get(&counter.subject)?;
            (kept.count >= counter.limit.attempts).then_some(kept.until)
        });
        if let Some(until) = full.max() {
            return Ok(Attempt::Locked { until });
        }
        for Counter { subject, limit } in counters {
            let kept = attempts.entry(subject.clone());
            let kept = kept.or_insert(Attempts { count: 0, until: 0 });
            kept.count += 1;
            kept.until = now + limit.window;
        }
        Ok(Attempt::Allowed)
    }

    fn return_attempt(&self, counters: &[Counter]) -> Result<(), StoreError> {
        let kept = &mut self.state().sign_in;
        for counter in counters {
            kept.take_off(&counter.subject, 1);
        }
        Ok(())
    }

    fn forgive_attempts(&self, counters: &[Counter]) -> Result<(), StoreError> {
        let kept = &mut self.state().sign_in;
        let Some((first, others)) = counters.split_first() else {
            return Ok(());
        };
        if let Some(gone) = kept.attempts.remove(&first.subject) {
            for counter in others {
                kept.take_off(&counter.subject, gone.count);
            }
        }
        Ok(())
    }

    fn clear_attempts(&self, subject: &str) -> Result<(), StoreError> {
        self.state().sign_in.clear(subject);
        Ok(())
    }

    fn attempts(&self, subject: &str, now: i64) -> Result<Vec<Counted>, StoreError> {
        let state = self.state();
        let below = format!("{subject} ");
        let is_of = |own: &String| own == subject || own.starts_with(&below);
        let attempts = state.sign_in.attempts.iter();
        let kept = attempts.filter(|(own, kept)| is_of(own) && kept.until > now);
        let counted = kept.map(|(own, kept)| Counted {
            subject: own.clone(),
            count: kept.count,
            until: kept.until,
        });
        Ok(counted.collect())
    }

    fn note_sign_in(
        &self,
        user: UserKey,
        browser: Option<&SecretDigest>,
        now: i64,
    ) -> Result<(), StoreError> {
        let kept = &mut self.state().sign_in;
        kept.sign_ins.insert(user, now);
        if let Some(browser) = browser {
            kept.browsers.retain(|known| *known != (user, *browser));
            kept.browsers.push((user, *browser));
            let count = kept.browsers.iter().filter(|known| known.0 == user).count();
            if count > KNOWN_BROWSERS_MAX
                && let Some(at) = kept.browsers.iter().position(|known| known.0 == user)
            {
                kept.browsers.remove(at);
            }
        }
        Ok(())
    }

    fn knows_browser(&self, user: UserKey, browser: &SecretDigest) -> Result<bool, StoreError> {
        let state = self.state();
        Ok(state.sign_in.browsers.contains(&(user, *browser)))
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
        kept.sweep(now);
        kept.codes
            .retain(|other| (&other.browser, &other.subject) != (&code.browser, &code.subject));
        kept.codes.push(code.clone());
        kept.mails += u64::from(mail.is_some());
        let number = kept.mails;
        kept.outbox
            .extend(mail.map(|mail| StoredMail::new(number, mail.clone())));
        Ok(())
    }

    fn take_try(&self, browser: &SecretDigest, now: i64) -> Result<Vec<ResetCode>, StoreError> {
        let codes = &mut self.state().sign_in.codes;
        let mut found: Vec<ResetCode> = codes
            .iter_mut()
            .filter(|code| code.browser == *browser && code.expires > now && code.tries > 0)
            .map(|code| {
                code.tries -= 1;
                code.clone()
            })
            .collect();
        found.sort_unstable_by(|a, b| a.subject.cmp(&b.subject));
        Ok(found)
    }

    fn redeem_code(&self, code: &ResetCode, grant: &Grant) -> Result<bool, StoreError> {
        let kept = &mut self.state().sign_in;
        let same = |other: &ResetCode| {
            (&other.browser, &other.subject, &other.code)
                == (&code.browser, &code.subject, &code.code)
        };
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

    fn outbox(&self, after: u64, limit: u64, now: i64) -> Result<Vec<StoredMail>, StoreError> {
        let mut state = self.state();
        state.sign_in.sweep(now);
        let mails = state.sign_in.outbox.iter();
        let page = mails.filter(|mail| mail.number > after);
        Ok(page.take(limit as usize).cloned().collect())
    }

    fn latest_mails(
        &self,
        before: u64,
        limit: u64,
        now: i64,
    ) -> Result<Vec<StoredMail>, StoreError> {
        let mut state = self.state();
        state.sign_in.sweep(now);
        let mails = state.sign_in.outbox.iter().rev();
        let page = mails.filter(|mail| mail.number < before);
        Ok(page.take(limit as usize).cloned().collect())
    }

    fn waiting_mails(&self, most: u64, now: i64) -> Result<u64, StoreError> {
        let state = self.state();
        let mails = state.sign_in.outbox.iter().map(|stored| &stored.mail);
        let waiting = mails.filter(|mail| mail.code.is_some() && mail.code_ends > now);
        Ok(most.min(waiting.count() as u64))
    }

    fn claim_mail(&self, now: i64, until: i64) -> Result<Option<StoredMail>, StoreError> {
        let mut state = self.state();
        let mails = state.sign_in.outbox.iter_mut();
        let due = mails.filter(|stored| {
            stored.next_try.is_some_and(|due| due <= now) && stored.mail.is_of_use(now)
        });
        let found = due.min_by_key(|stored| (stored.attempts, stored.number));
        Ok(found.map(|stored| {
            stored.attempts += 1;
            stored.next_try = Some(until);
            stored.clone()
        }))
    }

    fn settle_mail(
        &self,
        number: u64,
        attempt: u32,
        end: &MailEnd,
        now: i64,
    ) -> Result<bool, StoreError> {
        let mut state = self.state();
        let mut mails = state.sign_in.outbox.iter_mut();
        let found = mails.find(|stored| {
            (stored.number, stored.attempts) == (number, attempt) && stored.next_try.is_some()
        });
        let Some(stored) = found else {
            return Ok(false);
        };
        (stored.next_try, stored.failed) = match end {
            MailEnd::Sent => (None, None),
            MailEnd::Again { at, why } => (Some(*at), Some(why.clone())),
            MailEnd::Failed(why) => (None, Some(why.clone())),
        };
        if *end == MailEnd::Sent {
            stored.sent = Some(now);
            stored.mail.code = None;
        }
        Ok(true)
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

    /// Ends every grant and code of a user.
    pub(super) fn void(&mut self, user: UserKey) {
        self.grants.retain(|grant| grant.user != user);
        self.user_sessions.retain(|session| session.user != user);
        let theirs = |code: &ResetCode| code.sent_to.as_ref().is_some_and(|(key, _)| *key == user);
        self.codes.retain(|code| !theirs(code));
        self.browsers.retain(|(key, _)| *key != user);
        for stored in &mut self.outbox {
            if stored.mail.user == user {
                stored.mail.code = None;
            }
        }
    }

    /// Removes what has ended.
    fn sweep(&mut self, now: i64) {
        self.grants.retain(|grant| grant.expires > now);
        self.codes.retain(|code| code.expires > now);
        self.outbox
            .retain(|stored| stored.mail.created > now - OUTBOX_MILLISECONDS);
        for stored in &mut self.outbox {
            if stored.mail.code_ends <= now {
                stored.mail.code = None;
            }
        }
    }

    fn take_off(&mut self, subject: &str, count: u32) {
        if let Some(kept) = self.attempts.get_mut(subject) {
            kept.count = kept.count.saturating_sub(count);
            if kept.count == 0 {
                self.attempts.remove(subject);
            }
        }
    }

    fn clear(&mut self, subject: &str) {
        let below = format!("{subject} ");
        self.attempts
            .retain(|kept, _| kept != subject && !kept.starts_with(&below));
    }

    /// Everything that is kept of a user who is removed.
    pub(super) fn remove(&mut self, user: UserKey, identifiers: &[IdentifierKey]) {
        self.void(user);
        self.sign_ins.remove(&user);
        self.outbox.retain(|stored| stored.mail.user != user);
        for subject in subjects_of_user(user) {
            self.clear(&subject);
        }
        for identifier in identifiers {
            self.clear(&subject_of_name(&identifier.key));
        }
    }
}
