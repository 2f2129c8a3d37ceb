//! The history of imports.

use crate::findings::finding::Finding;
use crate::findings::outcome::{Mode, Outcome, RowOutcome};
use crate::findings::rule::Severity;
use crate::findings::tally::RuleCount;
use crate::ports::store::error::StoreError;
use crate::ports::store::session::{Checkpoint, ImportSession};
use crate::users::changes::Changes;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

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

    /// The rows whose users are in.
    pub fn let_in(&self) -> u64 {
        self.created + self.updated + self.unchanged
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
    /// What was chosen for the run, as JSON (see [`Choices`](crate::rows::choices::Choices)).
    pub choices: String,
    /// Whether it wrote users.
    pub mode: Mode,
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

/// Which findings to give.
#[derive(Clone, Debug, Default)]
pub struct FindingQuery {
    /// Only these rules, by code; empty for all.
    pub rules: Vec<String>,
    /// Only this severity.
    pub severity: Option<Severity>,
    /// Only those at least as severe as this.
    pub at_least: Option<Severity>,
    /// Only this column, by its name in the file.
    pub column: Option<String>,
    /// Only this row.
    pub row: Option<u64>,
    /// Only of rows from the first of these to the second.
    pub rows: Option<(u64, u64)>,
    /// Only of this value, as findings show it.
    pub value: Option<String>,
    /// Only of values with this in them, as findings show them; small and capital letters of
    /// ASCII are one.
    pub contains: Option<String>,
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

/// Which imports to give, the latest first.
#[derive(Clone, Debug, Default)]
pub struct ImportQuery {
    /// Only those of a source with this digest.
    pub digest: Option<String>,
    /// Only those that have come so far.
    pub state: Option<ImportState>,
    /// Only those before this number; `None` for the first page.
    pub before: Option<u64>,
    /// At most this many.
    pub limit: u64,
}

/// What became of forgetting an import.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Forgotten {
    /// Nothing is kept of it.
    Done,
    /// It wrote users, so that it stays.
    WroteUsers,
    /// There is no such import.
    NotThere,
}

/// The history of imports.
pub trait Imports {
    /// Lets one import, or the undo of one, run at a time;
    /// [`StoreError::ImportRunning`] otherwise. Imports that were running when their
    /// process died are stopped from now on, and what they had claimed is free.
    fn lock(&self) -> Result<Box<dyn ImportSession + '_>, StoreError>;

    /// Begins a check: stores the record and answers with its number. A check writes
    /// nothing but its history, so that any number of them may run beside an import.
    fn begin_check(&self, record: &ImportRecord) -> Result<u64, StoreError>;

    /// Stores how far a check has come.
    fn record_check(&self, import: u64, checkpoint: &Checkpoint) -> Result<(), StoreError>;

    /// Stores what a check would change of users who are there, instead of what was stored.
    fn record_changes(&self, import: u64, changes: &Changes) -> Result<(), StoreError>;

    /// What a check would change of users who are there, if that was stored.
    fn changes_ahead(&self, import: u64) -> Result<Option<Changes>, StoreError>;

    /// A page of imports, the latest first.
    fn imports(&self, query: &ImportQuery) -> Result<Vec<ImportRecord>, StoreError>;

    /// The import of this id, or of the only id that ends or begins so.
    fn import(&self, id: &str) -> Result<Option<ImportRecord>, StoreError>;

    /// The imports of these ids, in no order; those that there are.
    fn imports_of(&self, ids: &[Uuid]) -> Result<Vec<ImportRecord>, StoreError>;

    /// A page of an import's findings, in the order they were stored.
    fn findings(&self, import: u64, query: &FindingQuery)
    -> Result<Vec<StoredFinding>, StoreError>;

    /// The outcomes stored for an import, in the order of the file. `visit` never
    /// calls the store.
    fn outcomes(&self, import: u64, visit: &mut dyn FnMut(RowOutcome)) -> Result<(), StoreError>;

    /// Forgets a check, or an import that wrote no user, by its public id: its record with
    /// all that was found. Its number is not given again. If it is running, whoever runs it
    /// hears [`StoreError::ImportForgotten`] and writes nothing more.
    fn forget_import(&self, id: Uuid) -> Result<Forgotten, StoreError>;
}
