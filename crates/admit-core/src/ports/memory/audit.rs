//! The audit trail, in memory.

use super::MemoryStore;
use super::state::State;
use crate::ports::store::{Audit, AuditEntry, AuditQuery, BEFORE_THE_FIRST, NewEntry, StoreError};

impl State {
    /// Notes an entry; answers with its number.
    pub(super) fn note(&mut self, entry: &NewEntry, now: i64) -> u64 {
        let last = self.audit.last();
        let (number, digest) =
            last.map_or((0, BEFORE_THE_FIRST), |last| (last.number, last.digest));
        self.audit
            .push(AuditEntry::after(number, &digest, entry, now));
        number + 1
    }
}

impl Audit for MemoryStore {
    fn note(&self, entry: &NewEntry, now: i64) -> Result<u64, StoreError> {
        Ok(self.state().note(entry, now))
    }

    fn audit(&self, query: &AuditQuery) -> Result<Vec<AuditEntry>, StoreError> {
        let state = self.state();
        let latest_first = state.audit.iter().rev();
        let asked_for = latest_first.filter(|entry| query.admits(entry));
        Ok(asked_for.take(query.limit as usize).cloned().collect())
    }

    fn verify_audit(&self) -> Result<Option<u64>, StoreError> {
        let mut last = (0, BEFORE_THE_FIRST);
        for entry in &self.state().audit {
            if !entry.follows(last.0, &last.1) {
                return Ok(Some(last.0 + 1));
            }
            last = (entry.number, entry.digest);
        }
        Ok(None)
    }
}
