//! What a store fulfils: the directory, the history of imports, access.
//!
//! The traits are blocking and shaped for bulk. A file can never cause a
//! [`StoreError`]: a clash of identifiers or a user changed meanwhile is an
//! answer about a row.

mod access_tables;
mod history;
mod sign_ins;

use crate::findings::tally::RuleCount;
pub use crate::users::access::AccessChange;
use crate::users::change::{Applied, Claim, PlannedWrite};
pub use access_tables::AccessTables;
pub use history::{Change, CreatedUser, History, Restoration, Reversal, Reverted};
pub use sign_ins::{
    Attempt, AttemptLimit, Grant, Mail, ResetCode, SecretDigest, SignIns, StoredMail,
};

use crate::findings::finding::Finding;
use crate::findings::rule::Severity;
use crate::users::user::{Fingerprint, IdentifierKey, StoredUser, UserKey, UserRow};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

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

/// What the directory holds, counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Overview {
    /// How many users.
    pub users: u64,
    /// The highest user number ever given, 0 for none. Numbers are not reused.
    pub last_user: UserKey,
}

/// What was done with a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[repr(u8)]
pub enum Outcome {
    /// A user was created.
    Created = 1,
    /// A user was changed.
    Updated = 2,
    /// Nothing to do.
    Unchanged = 3,
    /// Not imported; a finding says why.
    Rejected = 4,
    /// The run stopped before it.
    NotReached = 5,
}

/// Rows by what became of them. `read` is the sum of the others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ledger {
    /// Rows read.
    pub read: u64,
    /// Users created.
    pub created: u64,
    /// Users changed.
    pub updated: u64,
    /// Nothing to do.
    pub unchanged: u64,
    /// Not imported.
    pub rejected: u64,
    /// The run stopped before them.
    pub not_reached: u64,
}

impl Ledger {
    /// Counts one row's outcome.
    pub fn count(&mut self, outcome: Outcome) {
        match outcome {
            Outcome::Created => self.created += 1,
            Outcome::Updated => self.updated += 1,
            Outcome::Unchanged => self.unchanged += 1,
            Outcome::Rejected => self.rejected += 1,
            Outcome::NotReached => self.not_reached += 1,
        }
    }

    /// The rows accounted for.
    pub fn sum(&self) -> u64 {
        self.created + self.updated + self.unchanged + self.rejected + self.not_reached
    }

    /// Whether every row read is accounted for.
    pub fn balances(&self) -> bool {
        self.read == self.sum()
    }
}

/// How far an import has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ImportState {
    /// Reading and judging; nothing of the directory is written.
    Checking,
    /// Writing.
    Applying,
    /// Every row has its outcome.
    Complete,
    /// Stopped part-way; can be resumed.
    Stopped,
    /// Being taken back; if that was cut short, undoing it again goes on.
    Undoing,
    /// Taken back.
    Undone,
}

impl ImportState {
    /// The word for it in output and in the store.
    pub const fn name(self) -> &'static str {
        match self {
            ImportState::Checking => "checking",
            ImportState::Applying => "applying",
            ImportState::Complete => "complete",
            ImportState::Stopped => "stopped",
            ImportState::Undoing => "undoing",
            ImportState::Undone => "undone",
        }
    }

    /// The state of this name.
    pub fn of_name(name: &str) -> Option<ImportState> {
        [
            ImportState::Checking,
            ImportState::Applying,
            ImportState::Complete,
            ImportState::Stopped,
            ImportState::Undoing,
            ImportState::Undone,
        ]
        .into_iter()
        .find(|state| state.name() == name)
    }
}

/// One run over one source, as the history keeps it.
#[derive(Clone, Debug, PartialEq)]
pub struct ImportRecord {
    /// The store's own number, from 1.
    pub number: u64,
    /// The public id (UUID v7).
    pub id: Uuid,
    /// The file's name as shown; `-` for standard input.
    pub file: String,
    /// Where to read it again, if it can be; an absolute path.
    pub path: Option<String>,
    /// BLAKE3 of its bytes, in hex.
    pub digest: String,
    /// What was chosen for the run, as JSON (see `mapping::Settings`).
    pub settings: String,
    /// Whether it only checked.
    pub dry_run: bool,
    /// How far it has come.
    pub state: ImportState,
    /// When it began, in milliseconds since 1970 UTC.
    pub started: i64,
    /// When it ended or stopped.
    pub finished: Option<i64>,
    /// How long it worked, in seconds, over all its sessions.
    pub seconds: f64,
    /// Rows whose outcome is stored: the first this many of the file, in order.
    pub rows_done: u64,
    /// The ledger so far.
    pub ledger: Ledger,
    /// Findings by rule and severity.
    pub counts: Vec<RuleCount>,
}

/// What an import stores together with a batch of writes, in one transaction.
#[derive(Clone, Debug, Default)]
pub struct Progress {
    /// Outcomes of rows in the order of the file, following those stored before.
    /// Pairs of row number and outcome.
    pub outcomes: Vec<(u64, Outcome)>,
    /// Findings to add, in the order to show them.
    pub findings: Vec<Finding>,
    /// The record from now on: state, finished, seconds, rows done, ledger and
    /// counts are taken from it.
    pub record: Option<ImportRecord>,
}

/// Which findings to give.
#[derive(Clone, Debug, Default)]
pub struct FindingQuery {
    /// Only these rules, by code; empty for all.
    pub rules: Vec<String>,
    /// Only this severity.
    pub severity: Option<Severity>,
    /// Only this column, by its name in the file.
    pub column: Option<String>,
    /// Only this row.
    pub row: Option<u64>,
    /// After this position (see [`StoredFinding::position`]); 0 for the first page.
    pub after: u64,
    /// At most this many.
    pub limit: u64,
}

/// A finding of a stored import.
#[derive(Clone, Debug, PartialEq)]
pub struct StoredFinding {
    /// Its place in the import's list, from 1, for paging.
    pub position: u64,
    /// The finding.
    pub finding: Finding,
}

/// Which users to give, ascending by number.
#[derive(Clone, Debug, Default)]
pub struct UserQuery {
    /// After this user; 0 for the first page.
    pub after: UserKey,
    /// At most this many.
    pub limit: u64,
    /// Only users of whom an identifier or a name contains this text, without case.
    pub search: Option<String>,
    /// Only members of this organization.
    pub organization: Option<u32>,
}

impl UserQuery {
    /// Whether the text searched for, if any, is in an identifier or a name of
    /// this user. Only ASCII letters compare without case.
    pub fn finds(&self, row: &UserRow) -> bool {
        let Some(search) = &self.search else {
            return true;
        };
        let needle = search.to_ascii_lowercase();
        let found = |text: &str| text.to_ascii_lowercase().contains(&needle);
        let names = [&row.first_name, &row.last_name];
        let name: Vec<&str> = names.into_iter().flatten().map(String::as_str).collect();
        found(&name.join(" "))
            || row
                .identities
                .iter()
                .any(|identity| found(&identity.key) || found(identity.value()))
    }
}

/// An import's id as far as a person needs it: its end, which no two share in
/// practice.
pub fn short_id(id: Uuid) -> String {
    let text = id.simple().to_string();
    text[text.len() - 8..].to_owned()
}

/// Of the imports given as pairs of anything and id, the one with this id, or
/// the only one whose id begins or ends with this text.
pub fn import_of_text<T>(text: &str, imports: impl Iterator<Item = (T, Uuid)>) -> Option<T> {
    let text = text.trim().to_ascii_lowercase();
    if text.is_empty() {
        return None;
    }
    let mut found = None;
    for (import, id) in imports {
        let id = id.hyphenated().to_string();
        if id == text {
            return Some(import);
        }
        if id.starts_with(&text) || id.ends_with(&text) {
            if found.is_some() {
                return None;
            }
            found = Some(import);
        }
    }
    found
}

/// The users.
pub trait Directory {
    /// What the directory holds, counted.
    fn overview(&self) -> Result<Overview, StoreError>;

    /// Calls `visit` with every user's number and fingerprint, in the order of
    /// numbers. Users whose fingerprint is 0 may be left out.
    fn fingerprints(&self, visit: &mut dyn FnMut(UserKey, Fingerprint)) -> Result<(), StoreError>;

    /// Who owns each identifier, in the order asked. Claims of users that do
    /// not exist yet do not count.
    fn owners(&self, keys: &[IdentifierKey]) -> Result<Vec<Option<UserKey>>, StoreError>;

    /// The users of these numbers, in the order asked.
    fn users(&self, keys: &[UserKey]) -> Result<Vec<Option<StoredUser>>, StoreError>;

    /// A page of users.
    fn list(&self, query: &UserQuery) -> Result<Vec<StoredUser>, StoreError>;

    /// Reserves identifiers for users about to be created, given in ascending
    /// order of (kind, key), in one transaction. Answers with the indices of
    /// those that are taken, or whose user number was given to somebody
    /// meanwhile; what is claimed for the same user already is not taken. Claims
    /// whose user is never created are released by [`Directory::release_claims`].
    /// From then on [`Overview::last_user`] is no less than any number claimed
    /// for.
    fn claim(&self, claims: &[Claim]) -> Result<Vec<usize>, StoreError>;

    /// Gives up these claims.
    fn release(&self, claims: &[Claim]) -> Result<(), StoreError>;

    /// Gives up every claim whose user does not exist. Answers how many.
    fn release_claims(&self) -> Result<u64, StoreError>;

    /// Writes a batch in one transaction, together with what `settle` makes of
    /// the answers. `claimed` says that the identifiers of the new users were
    /// claimed before; otherwise they are inserted here. The writes count in
    /// their order, as if each came alone. `import` is the number
    /// of the import the writes belong to; `None` for work by hand. `now` is
    /// the time to stamp, in milliseconds since 1970 UTC.
    fn apply(
        &self,
        import: Option<u64>,
        now: i64,
        writes: &[PlannedWrite],
        claimed: bool,
        settle: &mut dyn FnMut(&[Applied]) -> Progress,
    ) -> Result<Vec<Applied>, StoreError>;
}

/// Held while an import runs; dropping it lets the next one in. Released by the
/// system when the process dies.
pub trait ImportLock: Send {}

/// The history of imports.
pub trait Imports {
    /// Lets one import run at a time; [`StoreError::ImportRunning`] otherwise.
    fn lock(&self) -> Result<Box<dyn ImportLock>, StoreError>;

    /// Begins an import: stores the record and answers with its number.
    fn begin(&self, record: &ImportRecord) -> Result<u64, StoreError>;

    /// Stores progress without writing users, in one transaction.
    fn record(&self, import: u64, progress: &Progress) -> Result<(), StoreError>;

    /// Every import, the latest first.
    fn imports(&self) -> Result<Vec<ImportRecord>, StoreError>;

    /// The import of this id, or of the only id that ends or begins so.
    fn import(&self, id: &str) -> Result<Option<ImportRecord>, StoreError>;

    /// A page of an import's findings, in the order they were stored.
    fn findings(&self, import: u64, query: &FindingQuery)
    -> Result<Vec<StoredFinding>, StoreError>;

    /// The outcomes stored for an import, in the order of the file.
    fn outcomes(&self, import: u64, visit: &mut dyn FnMut(u64, Outcome)) -> Result<(), StoreError>;
}

/// Everything a store fulfils.
pub trait Store: Directory + History + Imports + AccessTables + SignIns + Send + Sync {}
impl<T: Directory + History + Imports + AccessTables + SignIns + Send + Sync> Store for T {}
