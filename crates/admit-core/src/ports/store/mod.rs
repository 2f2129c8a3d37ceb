//! What a store fulfils: the directory, the history of imports, access.
//!
//! The traits are blocking and shaped for bulk. A file can never cause a
//! [`StoreError`]: a clash of identifiers or a user changed meanwhile is an
//! answer about a row.

mod access_tables;
mod directory;
mod error;
mod history;
pub mod image;
mod imports;
mod sign_ins;

pub use access_tables::AccessTables;
pub use directory::{Directory, Overview, UserQuery};
pub use error::StoreError;
pub use history::{Change, CreatedUser, History, Restoration, Reversal, Reverted};
pub use imports::{
    Checkpoint, FindingQuery, ImportLock, ImportRecord, ImportState, Imports, Ledger, Mode,
    Outcome, StoredFinding, import_of_text, short_id,
};
pub use sign_ins::{
    Attempt, AttemptLimit, Grant, Mail, ResetCode, SecretDigest, SignIns, StoredMail,
};

/// Everything a store fulfils.
pub trait Store: Directory + History + Imports + AccessTables + SignIns + Send + Sync {}
impl<T: Directory + History + Imports + AccessTables + SignIns + Send + Sync> Store for T {}
