//! The people who operate Admit, in memory.

use super::MemoryStore;
use crate::passwords::stored::Secret;
use crate::ports::store::{
    NOBODY_YET, Operator, OperatorChange, OperatorKind, OperatorLink, Operators, SecretDigest,
    Session, StoreError, operator_key,
};

/// The operators with their links and sessions.
#[derive(Debug, Default)]
pub(super) struct Kept {
    operators: Vec<Operator>,
    /// How many there ever were.
    numbers: u64,
    links: Vec<OperatorLink>,
    sessions: Vec<Session>,
}

impl Operators for MemoryStore {
    fn operators(&self) -> Result<Vec<Operator>, StoreError> {
        Ok(self.state().operators.operators.clone())
    }

    fn operator(&self, email: &str) -> Result<Option<Operator>, StoreError> {
        Ok(self.state().operators.of_address(email).cloned())
    }

    fn operator_of_number(&self, number: u64) -> Result<Option<Operator>, StoreError> {
        Ok(self.state().operators.of_number(number).cloned())
    }

    fn add_operator(
        &self,
        email: &str,
        kind: OperatorKind,
        now: i64,
    ) -> Result<Option<u64>, StoreError> {
        let kept = &mut self.state().operators;
        let is_free = kept.of_address(email).is_none();
        Ok(is_free.then(|| kept.add(email, kind, now)))
    }

    fn set_operator_kind(
        &self,
        number: u64,
        kind: OperatorKind,
    ) -> Result<OperatorChange, StoreError> {
        let kept = &mut self.state().operators;
        let is_last = kind != OperatorKind::Administrator && kept.is_last_administrator(number);
        let Some(operator) = kept.of_number_mut(number) else {
            return Ok(OperatorChange::Unknown);
        };
        if is_last {
            return Ok(OperatorChange::LastAdministrator);
        }
        if operator.kind != kind {
            operator.kind = kind;
            kept.end_sessions(number);
        }
        Ok(OperatorChange::Done)
    }

    fn remove_operator(&self, number: u64) -> Result<OperatorChange, StoreError> {
        let kept = &mut self.state().operators;
        if kept.of_number(number).is_none() {
            return Ok(OperatorChange::Unknown);
        }
        if kept.is_last_administrator(number) {
            return Ok(OperatorChange::LastAdministrator);
        }
        kept.operators.retain(|operator| operator.number != number);
        kept.links.retain(|link| link.operator != number);
        kept.end_sessions(number);
        Ok(OperatorChange::Done)
    }

    fn set_operator_password(&self, number: u64, hash: &Secret) -> Result<bool, StoreError> {
        Ok(self.state().operators.set_password(number, hash))
    }

    fn put_link(&self, link: &OperatorLink) -> Result<bool, StoreError> {
        let kept = &mut self.state().operators;
        if !kept.can_have_link(link.operator) {
            return Ok(false);
        }
        kept.links
            .retain(|other| other.operator != link.operator && other.digest != link.digest);
        kept.links.push(link.clone());
        Ok(true)
    }

    fn link(&self, digest: &SecretDigest, now: i64) -> Result<Option<u64>, StoreError> {
        Ok(self.state().operators.link(digest, now))
    }

    fn redeem_link(
        &self,
        digest: &SecretDigest,
        hash: &Secret,
        now: i64,
    ) -> Result<Option<u64>, StoreError> {
        let kept = &mut self.state().operators;
        let operator = kept.link(digest, now);
        let operator = operator.filter(|number| *number != NOBODY_YET);
        if let Some(number) = operator {
            kept.set_password(number, hash);
        }
        Ok(operator)
    }

    fn redeem_first_link(
        &self,
        digest: &SecretDigest,
        email: &str,
        hash: &Secret,
        now: i64,
    ) -> Result<Option<u64>, StoreError> {
        let kept = &mut self.state().operators;
        if kept.link(digest, now) != Some(NOBODY_YET) {
            return Ok(None);
        }
        kept.links.retain(|link| link.operator != NOBODY_YET);
        let known = kept.of_address(email).map(|operator| operator.number);
        let number = known.unwrap_or_else(|| kept.add(email, OperatorKind::Administrator, now));
        if let Some(operator) = kept.of_number_mut(number) {
            operator.kind = OperatorKind::Administrator;
        }
        kept.set_password(number, hash);
        Ok(Some(number))
    }

    fn put_session(&self, session: &Session, verified: &Secret) -> Result<bool, StoreError> {
        let kept = &mut self.state().operators;
        let now = session.created;
        let operator = kept.of_number_mut(session.operator);
        let operator = operator.filter(|operator| operator.password.as_ref() == Some(verified));
        let Some(operator) = operator else {
            return Ok(false);
        };
        operator.last_sign_in = Some(now);
        kept.sessions
            .retain(|other| other.expires > now && other.digest != session.digest);
        kept.sessions.push(session.clone());
        Ok(true)
    }

    fn session(
        &self,
        digest: &SecretDigest,
        now: i64,
    ) -> Result<Option<(Session, Operator)>, StoreError> {
        let kept = &self.state().operators;
        let mut sessions = kept.sessions.iter();
        let found = sessions.find(|session| session.digest == *digest && session.expires > now);
        Ok(found.and_then(|session| {
            let operator = kept.of_number(session.operator)?;
            Some((session.clone(), operator.clone()))
        }))
    }

    fn end_session(&self, digest: &SecretDigest) -> Result<(), StoreError> {
        let kept = &mut self.state().operators;
        kept.sessions.retain(|session| session.digest != *digest);
        Ok(())
    }

    fn end_sessions(&self, operator: u64) -> Result<(), StoreError> {
        self.state().operators.end_sessions(operator);
        Ok(())
    }
}

impl Kept {
    fn of_address(&self, email: &str) -> Option<&Operator> {
        let key = operator_key(email);
        let mut all = self.operators.iter();
        all.find(|operator| operator_key(&operator.email) == key)
    }

    fn of_number(&self, number: u64) -> Option<&Operator> {
        let mut all = self.operators.iter();
        all.find(|operator| operator.number == number)
    }

    fn of_number_mut(&mut self, number: u64) -> Option<&mut Operator> {
        let mut all = self.operators.iter_mut();
        all.find(|operator| operator.number == number)
    }

    fn add(&mut self, email: &str, kind: OperatorKind, now: i64) -> u64 {
        self.numbers += 1;
        self.operators.push(Operator {
            number: self.numbers,
            email: email.to_owned(),
            kind,
            password: None,
            created: now,
            last_sign_in: None,
        });
        self.numbers
    }

    /// The administrators who have a password.
    fn administrators(&self) -> impl Iterator<Item = u64> {
        let all = self.operators.iter().filter(|operator| {
            operator.kind == OperatorKind::Administrator && operator.password.is_some()
        });
        all.map(|operator| operator.number)
    }

    fn is_last_administrator(&self, number: u64) -> bool {
        self.administrators().eq([number])
    }

    fn can_have_link(&self, operator: u64) -> bool {
        if operator == NOBODY_YET {
            return self.administrators().next().is_none();
        }
        self.of_number(operator).is_some()
    }

    fn link(&self, digest: &SecretDigest, now: i64) -> Option<u64> {
        let mut links = self.links.iter();
        let found = links.find(|link| link.digest == *digest && link.expires > now);
        let operator = found.map(|link| link.operator);
        operator.filter(|number| self.can_have_link(*number))
    }

    fn set_password(&mut self, number: u64, hash: &Secret) -> bool {
        let Some(operator) = self.of_number_mut(number) else {
            return false;
        };
        operator.password = Some(hash.clone());
        self.links.retain(|link| link.operator != number);
        self.end_sessions(number);
        true
    }

    fn end_sessions(&mut self, operator: u64) {
        self.sessions.retain(|session| session.operator != operator);
    }
}
