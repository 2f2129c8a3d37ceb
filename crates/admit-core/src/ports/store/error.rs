//! What goes wrong with a store.

use std::io::ErrorKind;

/// The world is wrong: what only an operator can mend.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database cannot be opened or reached.
    #[error("the database {database} cannot be opened: {reason}")]
    Unavailable {
        /// Which database.
        database: String,
        /// What it said.
        reason: String,
    },
    /// A statement failed.
    #[error("the database failed while {doing}: {reason}")]
    Failed {
        /// What was being done, as a phrase ("writing users").
        doing: &'static str,
        /// What it said.
        reason: String,
    },
    /// There is no room left.
    #[error("there is no room left on the disk while {doing}")]
    Full {
        /// What was being done.
        doing: &'static str,
    },
    /// Another process holds the database's write lock.
    #[error("another process is writing to the database; try again shortly")]
    Busy,
    /// Another import of this directory is running.
    #[error("another import into this database is running")]
    ImportRunning,
    /// The lock that this import held was given to another one. What was written
    /// before stands.
    #[error(
        "another process has taken over the right to import into this database; \
         what was written until then stands"
    )]
    LockLost,
    /// The import or check was forgotten while it was running.
    #[error("it was removed from the history while it was running")]
    ImportForgotten,
    /// A stored value cannot be read.
    #[error("the database holds a value that cannot be read: {table}.{column} of {row}: {reason}")]
    Corrupt {
        /// Which table.
        table: &'static str,
        /// Which column.
        column: &'static str,
        /// Which row.
        row: String,
        /// Why.
        reason: String,
    },
}

impl StoreError {
    /// What a file that cannot be written or read means.
    pub fn of_io(doing: &'static str, error: &std::io::Error) -> StoreError {
        match error.kind() {
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => StoreError::Full { doing },
            _ => StoreError::Failed {
                doing,
                reason: error.to_string(),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Error;

    #[test]
    fn a_disk_without_room_is_told_apart() {
        for (kind, is_full) in [
            (ErrorKind::StorageFull, true),
            (ErrorKind::QuotaExceeded, true),
            (ErrorKind::PermissionDenied, false),
        ] {
            let error = StoreError::of_io("receiving an upload", &Error::from(kind));
            assert_eq!(matches!(error, StoreError::Full { .. }), is_full, "{kind}");
            assert!(error.to_string().contains("receiving an upload"));
        }
    }
}
