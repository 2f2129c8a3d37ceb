//! Uploads in memory.

use super::MemoryStore;
use crate::ports::store::{Coming, NewJob, StoreError, Upload, UploadChange, UploadQuery, Uploads};
use crate::rows::cell_correction::CellCorrection;
use std::collections::BTreeMap;
use uuid::Uuid;

/// What is kept of uploads.
#[derive(Debug, Default)]
pub(super) struct Kept {
    uploads: BTreeMap<Uuid, Upload>,
    /// By upload, row and column.
    cells: BTreeMap<(Uuid, u64, String), String>,
}

impl Kept {
    /// The upload of this id, while it is still coming.
    fn coming(&mut self, id: Uuid) -> Option<&mut Upload> {
        let found = self.uploads.get_mut(&id);
        found.filter(|upload| upload.coming.is_some())
    }

    pub(super) fn upload(&self, id: Uuid) -> Option<&Upload> {
        self.uploads.get(&id)
    }

    pub(super) fn change(&mut self, id: Uuid, change: &UploadChange) -> bool {
        let found = self.uploads.get_mut(&id);
        found.map(|upload| change.make(upload)).is_some()
    }

    pub(super) fn remove(&mut self, id: Uuid) -> bool {
        self.cells.retain(|(of, ..), _| *of != id);
        self.uploads.remove(&id).is_some()
    }

    pub(super) fn put_cell(&mut self, id: Uuid, correction: &CellCorrection) -> bool {
        let is_known = self.uploads.contains_key(&id);
        if is_known {
            let CellCorrection { row, column, text } = correction.clone();
            self.cells.insert((id, row, column), text);
        }
        is_known
    }

    pub(super) fn cells_of(&self, id: Uuid) -> Vec<CellCorrection> {
        let cells = self.cells.range((id, 0, String::new())..);
        let own = cells.take_while(|((of, ..), _)| *of == id);
        own.map(|((_, row, column), text)| CellCorrection {
            row: *row,
            column: column.clone(),
            text: text.clone(),
        })
        .collect()
    }

    pub(super) fn remove_cell(&mut self, id: Uuid, row: u64, column: &str) -> bool {
        self.cells.remove(&(id, row, column.to_owned())).is_some()
    }
}

/// An upload with its files in order.
fn sorted(upload: &Upload) -> Upload {
    let mut upload = upload.clone();
    upload.files.sort_by_key(|file| file.part);
    upload
}

impl Uploads for MemoryStore {
    fn put_upload(&self, upload: &Upload) -> Result<bool, StoreError> {
        let uploads = &mut self.state().uploads.uploads;
        let is_new = !uploads.contains_key(&upload.id);
        if is_new {
            uploads.insert(upload.id, sorted(upload));
        }
        Ok(is_new)
    }

    fn note_coming(&self, id: Uuid, coming: &Coming) -> Result<bool, StoreError> {
        let kept = &mut self.state().uploads;
        let found = kept.coming(id).and_then(|upload| upload.coming.as_mut());
        Ok(found.map(|kept| *kept = *coming).is_some())
    }

    fn finish_upload(&self, upload: &Upload, job: &NewJob, now: i64) -> Result<bool, StoreError> {
        let mut state = self.state();
        let Some(kept) = state.uploads.coming(upload.id) else {
            return Ok(false);
        };
        *kept = sorted(upload);
        state.jobs.add(job, now);
        Ok(true)
    }

    fn upload(&self, id: Uuid) -> Result<Option<Upload>, StoreError> {
        Ok(self.state().uploads.upload(id).cloned())
    }

    fn uploads_of(&self, ids: &[Uuid]) -> Result<Vec<Upload>, StoreError> {
        let state = self.state();
        let found = ids.iter().filter_map(|id| state.uploads.uploads.get(id));
        Ok(found.cloned().collect())
    }

    fn uploads(&self, query: &UploadQuery) -> Result<Vec<Upload>, StoreError> {
        let state = self.state();
        let latest_first = state.uploads.uploads.values().rev();
        let has = |upload: &Upload, digest: &String| {
            let mut files = upload.files.iter();
            files.any(|file| file.digest == *digest)
        };
        Ok(latest_first
            .filter(|upload| query.before.is_none_or(|before| upload.id < before))
            .filter(|upload| query.digest.as_ref().is_none_or(|one| has(upload, one)))
            .take(query.limit as usize)
            .cloned()
            .collect())
    }

    fn change_upload(&self, id: Uuid, change: &UploadChange) -> Result<bool, StoreError> {
        Ok(self.state().uploads.change(id, change))
    }

    fn remove_upload(&self, id: Uuid) -> Result<bool, StoreError> {
        Ok(self.state().uploads.remove(id))
    }

    fn uploads_kept_before(&self, time: i64, limit: u64) -> Result<Vec<Upload>, StoreError> {
        let state = self.state();
        let all = state.uploads.uploads.values();
        let whole = all.filter(|upload| upload.removed.is_none() && upload.coming.is_none());
        let kept = whole.filter(|upload| upload.created < time);
        let idle = kept.filter(|upload| state.jobs.open_of(upload.id).is_none());
        let mut kept: Vec<Upload> = idle.cloned().collect();
        kept.sort_by_key(|upload| (upload.created, upload.id));
        kept.truncate(limit as usize);
        Ok(kept)
    }

    fn uploads_unheard_since(&self, time: i64, limit: u64) -> Result<Vec<Upload>, StoreError> {
        let state = self.state();
        let all = state.uploads.uploads.values();
        let left = all.filter(|upload| upload.coming.is_some_and(|coming| coming.heard < time));
        Ok(left.take(limit as usize).cloned().collect())
    }

    fn put_cell_correction(
        &self,
        id: Uuid,
        correction: &CellCorrection,
    ) -> Result<bool, StoreError> {
        Ok(self.state().uploads.put_cell(id, correction))
    }

    fn cell_corrections(&self, id: Uuid) -> Result<Vec<CellCorrection>, StoreError> {
        Ok(self.state().uploads.cells_of(id))
    }

    fn remove_cell_correction(&self, id: Uuid, row: u64, column: &str) -> Result<bool, StoreError> {
        Ok(self.state().uploads.remove_cell(id, row, column))
    }
}
