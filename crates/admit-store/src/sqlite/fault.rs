//! What goes wrong inside a function of the store, before it is said what was
//! being done.

use admit_core::ports::store::StoreError;
use rusqlite::ErrorCode;
use std::fmt::Display;

/// An error of a statement, or one that is described already.
#[derive(Debug)]
pub(super) enum Fault {
    Statement(rusqlite::Error),
    Described(StoreError),
}

/// What is said where nothing can be written.
pub(super) const READ_ONLY: &str = "it can only be read: its file or the folder is write-protected";

impl From<rusqlite::Error> for Fault {
    fn from(error: rusqlite::Error) -> Fault {
        Fault::Statement(error)
    }
}

impl From<StoreError> for Fault {
    fn from(error: StoreError) -> Fault {
        Fault::Described(error)
    }
}

impl Fault {
    /// The error as callers see it. `doing` is a phrase like "writing users".
    pub(super) fn doing(self, doing: &'static str) -> StoreError {
        match self {
            Fault::Described(error) => error,
            Fault::Statement(error) => match error.sqlite_error_code() {
                Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => StoreError::Busy,
                Some(ErrorCode::DiskFull) => StoreError::Full { doing },
                Some(ErrorCode::ReadOnly) => StoreError::Failed {
                    doing,
                    reason: READ_ONLY.to_owned(),
                },
                _ => StoreError::Failed {
                    doing,
                    reason: reason(&error),
                },
            },
        }
    }
}

/// What SQLite said, without the statement.
pub(super) fn reason(error: &rusqlite::Error) -> String {
    match error {
        rusqlite::Error::SqliteFailure(_, Some(text)) => text.clone(),
        other => other.to_string(),
    }
}

/// A stored value that cannot be read.
pub(super) fn corrupt(
    table: &'static str,
    column: &'static str,
    row: &dyn Display,
    reason: &dyn Display,
) -> Fault {
    Fault::Described(StoreError::Corrupt {
        table,
        column,
        row: row.to_string(),
        reason: reason.to_string(),
    })
}
