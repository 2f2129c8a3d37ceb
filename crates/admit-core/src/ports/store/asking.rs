//! Asking for what is to be done with an import, and deleting one: with everything that
//! belongs to it, in one transaction.

use super::{JobKind, NewEntry, StoreError, Upload, UploadChange};
use crate::rows::cell_correction::CellCorrection;
use uuid::Uuid;

/// An import as somebody saw it who decided what is to be done with it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Seen {
    /// The number of its latest job, if it had one.
    pub job: Option<u64>,
    /// [`Upload::choices`]; nothing where nothing was handed in here.
    pub choices: Option<String>,
}

/// A change of what is read in place of a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CellChange {
    /// Reads this in its place.
    Put(CellCorrection),
    /// Reads what the file has.
    TakeBack {
        /// The number of its row.
        row: u64,
        /// The name of its column in the file.
        column: String,
    },
}

/// A job of an import, and what is to be changed with it.
#[derive(Clone, Debug)]
pub struct Ask<'a> {
    /// The import, by its public id.
    pub import: Uuid,
    /// What there is to do.
    pub kind: JobKind,
    /// Who asks for it.
    pub by: &'a str,
    /// The import as it was when that was decided.
    pub seen: Seen,
    /// What becomes of the upload.
    pub change: UploadChange,
    /// What is read in place of cells.
    pub cells: Vec<CellChange>,
    /// What the audit trail says of it.
    pub deeds: &'a [NewEntry],
}

impl Ask<'_> {
    /// Whether something is to be taken back that is not among these.
    pub fn lacks(&self, corrections: &[CellCorrection]) -> bool {
        let is_missing = |cell: &CellChange| match cell {
            CellChange::Put(_) => false,
            CellChange::TakeBack { row, column } => !corrections
                .iter()
                .any(|one| one.row == *row && one.column == *column),
        };
        self.cells.iter().any(is_missing)
    }

    /// Whether an upload is as it was seen, and can be worked on.
    pub fn fits(&self, upload: Option<&Upload>) -> bool {
        let needs_file = self.kind != JobKind::Undo;
        let has_file =
            upload.is_some_and(|upload| upload.removed.is_none() && upload.coming.is_none());
        upload.map(|upload| &upload.choices) == self.seen.choices.as_ref()
            && (has_file || !needs_file)
    }
}

/// What became of asking for a job.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// It is kept under this number, and everything is as it was to be.
    Begun(u64),
    /// The import is not as it was seen, or something is at work on it. Nothing is changed.
    Changed,
    /// There is no such import. Nothing is changed.
    Gone,
    /// Nothing is read in place of the cell that is to be taken back. Nothing is changed.
    NoSuchCell,
}

/// What became of deleting an import.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deleted {
    /// Neither the upload is there any more nor the record of what was found.
    Done,
    /// There was neither.
    NotThere,
    /// Something is at work on it. Nothing is changed.
    Busy,
    /// It has created or changed users. Nothing is changed.
    WroteUsers,
}

/// Asking for what is to be done with imports.
pub trait Asking {
    /// Asks for a job of an import that is at rest and as it was seen, changes with it what
    /// is to be changed, and notes the deeds: all of it or nothing.
    fn ask(&self, ask: &Ask<'_>, now: i64) -> Result<Asked, StoreError>;

    /// Deletes an import that wrote no users while nothing is at work on it, with the run
    /// over the passwords beside its file, and notes the deed. Its bytes are removed by
    /// [`Sources`](super::Sources).
    fn delete_import(
        &self,
        import: Uuid,
        passwords: Uuid,
        deed: &NewEntry,
        now: i64,
    ) -> Result<Deleted, StoreError>;
}
