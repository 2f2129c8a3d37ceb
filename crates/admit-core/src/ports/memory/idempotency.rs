//! Requests that are sent again, in memory.

use super::MemoryStore;
use crate::base::limits::{REQUEST_REMEMBERED_MILLISECONDS, REQUEST_RUNNING_MILLISECONDS};
use crate::ports::store::{Begun, Idempotency, RequestAnswer, RequestKey, StoreError};

/// A request, by who sent it and its key.
#[derive(Debug)]
pub(super) struct Kept {
    body: [u8; 32],
    begun: i64,
    answer: Option<RequestAnswer>,
}

impl Idempotency for MemoryStore {
    fn begin_request(&self, key: &RequestKey, now: i64) -> Result<Begun, StoreError> {
        let requests = &mut self.state().requests;
        requests.retain(|_, kept| kept.begun > now - REQUEST_REMEMBERED_MILLISECONDS);
        let known_by = (key.who.clone(), key.key.clone());
        if let Some(kept) = requests.get(&known_by) {
            let is_dead = kept.answer.is_none() && kept.begun <= now - REQUEST_RUNNING_MILLISECONDS;
            if !is_dead {
                return Ok(match &kept.answer {
                    _ if kept.body != key.body => Begun::OtherBody,
                    Some(answer) => Begun::Answered(answer.clone()),
                    None => Begun::Running,
                });
            }
        }
        let kept = Kept {
            body: key.body,
            begun: now,
            answer: None,
        };
        requests.insert(known_by, kept);
        Ok(Begun::New)
    }

    fn finish_request(&self, key: &RequestKey, answer: &RequestAnswer) -> Result<(), StoreError> {
        let requests = &mut self.state().requests;
        let kept = requests.get_mut(&(key.who.clone(), key.key.clone()));
        if let Some(kept) = kept.filter(|kept| kept.body == key.body) {
            kept.answer.get_or_insert_with(|| answer.clone());
        }
        Ok(())
    }

    fn forget_request(&self, key: &RequestKey) -> Result<(), StoreError> {
        let requests = &mut self.state().requests;
        let known_by = (key.who.clone(), key.key.clone());
        let runs = |kept: &Kept| kept.body == key.body && kept.answer.is_none();
        if requests.get(&known_by).is_some_and(runs) {
            requests.remove(&known_by);
        }
        Ok(())
    }
}
