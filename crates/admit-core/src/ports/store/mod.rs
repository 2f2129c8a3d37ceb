//! What a store fulfils, split by who needs it.
//!
//! The traits are blocking and shaped for bulk. A file can never cause a
//! [`StoreError`]: a clash of identifiers or a user changed meanwhile is an
//! answer about a row.

mod access_tables;
mod asking;
mod audit;
mod error;
mod hand_writes;
mod history;
mod idempotency;
pub mod image;
mod imports;
mod jobs;
mod maintenance;
mod mappings;
mod operators;
mod search_index;
mod session;
mod sign_ins;
mod sources;
mod tokens;
mod uploads;
mod user_sessions;
mod users;

pub use crate::findings::outcome::{Mode, Outcome, RowOutcome};
pub use access_tables::AccessTables;
pub use asking::{Ask, Asked, Asking, CellChange, Deleted, Seen};
pub use audit::{Audit, AuditEntry, AuditQuery, BEFORE_THE_FIRST, NewEntry};
pub use error::StoreError;
pub use hand_writes::HandWrites;
pub use history::{Change, CreatedUser, History, Restoration, Reversal, Reverted};
pub use idempotency::{Begun, Idempotency, RequestAnswer, RequestKey};
pub use imports::{
    FindingQuery, Forgotten, ImportQuery, ImportRecord, ImportState, Imports, Ledger,
    StoredFinding, import_of_text, short_id,
};
pub use jobs::{
    Added, Job, JobEnd, JobKind, JobProgress, JobQuery, JobSignal, JobState, Jobs, Lease, NewJob,
};
pub use maintenance::{Maintenance, Totals};
pub use mappings::{Mappings, RememberedMapping};
pub use operators::{
    NOBODY_YET, Operator, OperatorChange, OperatorKind, OperatorLink, Operators, Session,
    operator_key, subject_of_operator,
};
pub use search_index::SearchIndex;
pub use session::{Checkpoint, ImportBatch, ImportSession};
pub use sign_ins::{
    Attempt, AttemptLimit, CODE_MARK, Counted, Counter, Grant, Mail, MailEnd, ResetCode,
    SecretDigest, SignIns, StoredMail, prompt_subject, reset_subject, subject_of_name,
    subjects_of_user,
};
pub use sources::{Receiving, Sources};
pub use tokens::{Scope, Token, Tokens};
pub use uploads::{Coming, FilePart, Upload, UploadChange, UploadQuery, UploadedFile, Uploads};
pub use user_sessions::{UserSession, UserSessions};
pub use users::{UserQuery, Users};

/// Everything a store fulfils.
pub trait Store:
    Users
    + HandWrites
    + Imports
    + History
    + AccessTables
    + SignIns
    + UserSessions
    + Mappings
    + Operators
    + Tokens
    + Audit
    + Idempotency
    + Uploads
    + Sources
    + Jobs
    + Asking
    + SearchIndex
    + Maintenance
    + Send
    + Sync
{
}
impl<T> Store for T where
    T: Users
        + HandWrites
        + Imports
        + History
        + AccessTables
        + SignIns
        + UserSessions
        + Mappings
        + Operators
        + Tokens
        + Audit
        + Idempotency
        + Uploads
        + Sources
        + Jobs
        + Asking
        + SearchIndex
        + Maintenance
        + Send
        + Sync
{
}
