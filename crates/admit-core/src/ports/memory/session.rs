//! Writing an import into memory.

use super::MemoryStore;
use super::state::State;
use crate::ports::store::{
    Checkpoint, ImportBatch, ImportRecord, ImportSession, Mode, Reversal, Reverted, StoreError,
};
use crate::users::change::{Applied, Claim, UserUpdate, Write};
use crate::users::user::UserKey;
use std::sync::MutexGuard;

/// Holds the lock until it is dropped, or until that is taken away.
pub(super) struct MemorySession<'s> {
    pub store: &'s MemoryStore,
    /// Which lock it is; no two are the same.
    pub lock: u64,
}

impl Drop for MemorySession<'_> {
    fn drop(&mut self) {
        let mut state = self.store.state();
        state.lock.take_if(|lock| *lock == self.lock);
    }
}

impl MemorySession<'_> {
    /// The state, if the lock is still this one's.
    fn state(&self) -> Result<MutexGuard<'_, State>, StoreError> {
        let state = self.store.state();
        if state.lock == Some(self.lock) {
            Ok(state)
        } else {
            Err(StoreError::LockLost)
        }
    }
}

impl ImportSession for MemorySession<'_> {
    fn begin(&self, record: &ImportRecord) -> Result<u64, StoreError> {
        Ok(self.state()?.begin(record))
    }

    fn begin_anew(&self, record: &ImportRecord) -> Result<(), StoreError> {
        let state = &mut *self.state()?;
        let kept = state.import_mut(record.number, Mode::Import)?;
        kept.findings.clear();
        kept.outcomes.clear();
        let checkpoint = Checkpoint {
            record: Some(record.clone()),
            ..Checkpoint::default()
        };
        state.keep(record.number, Mode::Import, &checkpoint)
    }

    fn record(&self, import: u64, checkpoint: &Checkpoint) -> Result<(), StoreError> {
        self.state()?.keep(import, Mode::Import, checkpoint)
    }

    fn reserve(&self, count: u64) -> Result<UserKey, StoreError> {
        Ok(self.state()?.reserve(count))
    }

    fn claim(&self, import: u64, claims: &[Claim]) -> Result<Vec<usize>, StoreError> {
        Ok(self.state()?.claim(import, claims))
    }

    fn give_up(&self, claims: &[Claim]) -> Result<(), StoreError> {
        let state = &mut *self.state()?;
        for claim in claims {
            state.give_up(claim);
        }
        Ok(())
    }

    fn release(&self, import: u64) -> Result<(), StoreError> {
        self.state()?.release(import);
        Ok(())
    }

    fn apply(
        &self,
        batch: &ImportBatch<'_>,
        settle: &dyn Fn(&[Applied]) -> Checkpoint,
    ) -> Result<Vec<Applied>, StoreError> {
        let state = &mut *self.state()?;
        let ImportBatch {
            import,
            now,
            writes,
            claimed,
            unless_drifted: _,
        } = *batch;
        state.import_mut(import, Mode::Import)?;
        let drifted = state.drifted(writes);
        if batch.is_left(&drifted) {
            return Ok(drifted);
        }
        let answers: Vec<Applied> = writes
            .iter()
            .map(|planned| match &planned.write {
                Write::Create(new) => state.create(new, now, Some(import), claimed),
                Write::Update(update) => state.update(update, now, Some(import)),
            })
            .collect();
        // As if the transaction had been repeated.
        drop(settle(&answers));
        state.keep(import, Mode::Import, &settle(&answers))?;
        Ok(answers)
    }

    fn exchange(
        &self,
        import: u64,
        now: i64,
        updates: &[UserUpdate],
    ) -> Result<Vec<Applied>, StoreError> {
        let state = &mut *self.state()?;
        state.import_mut(import, Mode::Import)?;
        let updates: Vec<&UserUpdate> = updates.iter().collect();
        let answers = state.stand_together(&updates);
        let written = updates.into_iter().zip(&answers);
        let written: Vec<&UserUpdate> = written
            .filter(|(_, answer)| **answer == Applied::Updated)
            .map(|(update, _)| update)
            .collect();
        state.give_up_all(&written);
        for update in written {
            let answer = state.update(update, now, Some(import));
            assert!(answer == Applied::Updated, "who stands can be written");
        }
        Ok(answers)
    }

    fn revert(
        &self,
        import: u64,
        now: i64,
        reversals: &[Reversal],
        settle: &dyn Fn(&[Reverted]) -> Checkpoint,
    ) -> Result<Vec<Reverted>, StoreError> {
        let state = &mut *self.state()?;
        state.import_mut(import, Mode::Import)?;
        let answers: Vec<Reverted> = reversals
            .iter()
            .map(|reversal| match reversal {
                Reversal::Remove(user) => state.remove(user, import),
                Reversal::Restore(restoration) => state.restore(restoration, import, now),
                Reversal::Together(all) => state.restore_together(all, import, now),
            })
            .collect();
        drop(settle(&answers));
        state.keep(import, Mode::Import, &settle(&answers))?;
        Ok(answers)
    }
}
