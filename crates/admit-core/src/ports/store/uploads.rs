//! Files that were handed in to be imported.

use super::{NewJob, StoreError};
use crate::findings::outcome::Mode;
use crate::rows::cell_correction::CellCorrection;
use uuid::Uuid;

/// Which of the files of an upload.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FilePart {
    /// The users, or whatever was handed in alone.
    Users,
    /// Their passwords, in a file beside.
    Passwords,
}

impl FilePart {
    /// All of them.
    pub const ALL: [FilePart; 2] = [FilePart::Users, FilePart::Passwords];

    /// The word for it in the store.
    pub const fn name(self) -> &'static str {
        match self {
            FilePart::Users => "users",
            FilePart::Passwords => "passwords",
        }
    }

    /// The part of this name.
    pub fn of_name(name: &str) -> Option<FilePart> {
        FilePart::ALL.into_iter().find(|part| part.name() == name)
    }
}

/// A file as it was handed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UploadedFile {
    /// Which it is.
    pub part: FilePart,
    /// Its name as people know it.
    pub name: String,
    /// How many bytes it has.
    pub bytes: u64,
    /// BLAKE3 of them, in hex.
    pub digest: String,
}

/// How much has come of what is being handed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Coming {
    /// How many bytes, of all its files.
    pub bytes: u64,
    /// When something came last, in milliseconds since 1970 UTC.
    pub heard: i64,
}

/// What was handed in to be imported, and what was said of it. Its bytes are kept by
/// [`Sources`](super::Sources).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Upload {
    /// The public id (UUID v7) of the upload, and of the import that is made of it.
    pub id: Uuid,
    /// Its name as people know it.
    pub name: String,
    /// When it was handed in, in milliseconds since 1970 UTC.
    pub created: i64,
    /// Who handed it in.
    pub by: String,
    /// How far it is to go by itself.
    pub mode: Mode,
    /// What was chosen for the run, as JSON (see [`Choices`](crate::rows::choices::Choices)).
    pub choices: String,
    /// What has come so far of one whose files are still coming; nothing once they are
    /// whole.
    pub coming: Option<Coming>,
    /// The files, in the order of their parts; none while they are still coming.
    pub files: Vec<UploadedFile>,
    /// The columns as the last check saw them, as JSON.
    pub columns: Option<String>,
    /// Why it could not be looked at, as a sentence.
    pub failed: Option<String>,
    /// When its files were removed, in milliseconds since 1970 UTC.
    pub removed: Option<i64>,
    /// Whether somebody confirmed that access may be taken away.
    pub confirmed: bool,
}

/// What to change of an upload; what is `None` stays.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UploadChange {
    /// [`Upload::choices`].
    pub choices: Option<String>,
    /// [`Upload::mode`].
    pub mode: Option<Mode>,
    /// [`Upload::columns`].
    pub columns: Option<String>,
    /// [`Upload::failed`]; an empty one takes it back.
    pub failed: Option<String>,
    /// [`Upload::removed`].
    pub removed: Option<i64>,
    /// [`Upload::confirmed`].
    pub confirmed: Option<bool>,
}

impl UploadChange {
    /// Makes the change.
    pub fn make(&self, upload: &mut Upload) {
        if let Some(choices) = &self.choices {
            upload.choices.clone_from(choices);
        }
        if let Some(mode) = self.mode {
            upload.mode = mode;
        }
        if let Some(columns) = &self.columns {
            upload.columns = Some(columns.clone());
        }
        if let Some(failed) = &self.failed {
            upload.failed = Some(failed.clone()).filter(|why| !why.is_empty());
        }
        if let Some(removed) = self.removed {
            upload.removed = Some(removed);
        }
        if let Some(confirmed) = self.confirmed {
            upload.confirmed = confirmed;
        }
    }
}

/// Which uploads to give, the latest first.
#[derive(Clone, Debug, Default)]
pub struct UploadQuery {
    /// Only those before this one; `None` for the first page.
    pub before: Option<Uuid>,
    /// Only those one of whose files has this digest.
    pub digest: Option<String>,
    /// At most this many.
    pub limit: u64,
}

/// Files that were handed in to be imported.
pub trait Uploads {
    /// Keeps a new upload; answers whether its id was new. One that is known stays as it
    /// is.
    fn put_upload(&self, upload: &Upload) -> Result<bool, StoreError>;

    /// Keeps how much has come of an upload; answers whether it is still coming.
    fn note_coming(&self, id: Uuid, coming: &Coming) -> Result<bool, StoreError>;

    /// Keeps an upload whose files are whole in place of what was kept of it while they
    /// came, and with it the job that it is for; answers whether it was still coming.
    /// There is never the one without the other.
    fn finish_upload(&self, upload: &Upload, job: &NewJob, now: i64) -> Result<bool, StoreError>;

    /// The upload of this id.
    fn upload(&self, id: Uuid) -> Result<Option<Upload>, StoreError>;

    /// The uploads of these ids, in no order; those that there are.
    fn uploads_of(&self, ids: &[Uuid]) -> Result<Vec<Upload>, StoreError>;

    /// A page of uploads, the latest first.
    fn uploads(&self, query: &UploadQuery) -> Result<Vec<Upload>, StoreError>;

    /// Changes an upload; answers whether there is one.
    fn change_upload(&self, id: Uuid, change: &UploadChange) -> Result<bool, StoreError>;

    /// Forgets an upload with its corrections; answers whether there was one. Its bytes
    /// are removed by [`Sources`](super::Sources), its import by
    /// [`Imports::forget_import`](super::Imports::forget_import).
    fn remove_upload(&self, id: Uuid) -> Result<bool, StoreError>;

    /// The uploads from before this time whose files are still kept, the oldest first, at
    /// most `limit`. Those that are still coming, that a job is waiting for, or at work
    /// on, are left out.
    fn uploads_kept_before(&self, time: i64, limit: u64) -> Result<Vec<Upload>, StoreError>;

    /// The uploads that are still coming, and of which nothing has come since this time,
    /// in the order of their ids, at most `limit`.
    fn uploads_unheard_since(&self, time: i64, limit: u64) -> Result<Vec<Upload>, StoreError>;

    /// Keeps what to read in place of a cell, instead of what was kept for it; answers
    /// whether there is such an upload.
    fn put_cell_correction(
        &self,
        id: Uuid,
        correction: &CellCorrection,
    ) -> Result<bool, StoreError>;

    /// What to read in place of cells, ascending by row and column.
    fn cell_corrections(&self, id: Uuid) -> Result<Vec<CellCorrection>, StoreError>;

    /// Forgets what to read in place of a cell; answers whether anything was kept for it.
    fn remove_cell_correction(&self, id: Uuid, row: u64, column: &str) -> Result<bool, StoreError>;
}
