//! Asking for what is to be done with imports, in memory.

use super::MemoryStore;
use crate::ports::store::{
    Added, Ask, Asked, Asking, CellChange, Deleted, Forgotten, NewEntry, NewJob, StoreError,
};
use uuid::Uuid;

impl Asking for MemoryStore {
    fn ask(&self, ask: &Ask<'_>, now: i64) -> Result<Asked, StoreError> {
        let mut state = self.state();
        let id = ask.import;
        let upload = state.uploads.upload(id);
        if upload.is_none() && !state.has_import(id) {
            return Ok(Asked::Gone);
        }
        let is_at_rest = state.jobs.open_of(id).is_none();
        if !is_at_rest || state.jobs.latest_of(id) != ask.seen.job || !ask.fits(upload) {
            return Ok(Asked::Changed);
        }
        if ask.lacks(&state.uploads.cells_of(id)) {
            return Ok(Asked::NoSuchCell);
        }
        for cell in &ask.cells {
            match cell {
                CellChange::TakeBack { row, column } => {
                    state.uploads.remove_cell(id, *row, column);
                }
                CellChange::Put(cell) => {
                    state.uploads.put_cell(id, cell);
                }
            }
        }
        state.uploads.change(id, &ask.change);
        let job = NewJob {
            kind: ask.kind,
            import: Some(id),
            by: ask.by.to_owned(),
            due: now,
        };
        for deed in ask.deeds {
            state.note(deed, now);
        }
        Ok(match state.jobs.add(&job, now) {
            Added::New(number) => Asked::Begun(number),
            Added::Busy(_) => Asked::Changed,
        })
    }

    fn delete_import(
        &self,
        import: Uuid,
        passwords: Uuid,
        deed: &NewEntry,
        now: i64,
    ) -> Result<Deleted, StoreError> {
        let mut state = self.state();
        if state.jobs.open_of(import).is_some() {
            return Ok(Deleted::Busy);
        }
        let runs = [passwords, import];
        if runs.into_iter().any(|run| state.has_written(run)) {
            return Ok(Deleted::WroteUsers);
        }
        let mut was_there = false;
        for run in runs {
            was_there |= state.forget_import(run) == Forgotten::Done;
        }
        was_there |= state.uploads.remove(import);
        if !was_there {
            return Ok(Deleted::NotThere);
        }
        state.note(deed, now);
        Ok(Deleted::Done)
    }
}
