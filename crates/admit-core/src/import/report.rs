//! How a run ended.

use crate::findings::tally::Tally;
use crate::import::expected::Expected;
use crate::import::left::Left;
use crate::import::remembered::MappingChanges;
use crate::ports::store::ImportRecord;
use crate::rows::raw::Column;
use crate::users::changes::Changes;

/// How a run ended.
pub struct Report {
    /// The record as stored.
    pub record: ImportRecord,
    /// What was found, counted, with a few examples.
    pub tally: Tally,
    /// The columns with the fields they feed.
    pub columns: Vec<Column>,
    /// How many values each of them has, in the same order.
    pub values: Vec<u64>,
    /// A few values of each of them, of those whose values may be shown.
    pub samples: Vec<Vec<String>>,
    /// Blank rows skipped.
    pub blank_rows: u64,
    /// What a check would change of users who are there.
    pub changes: Changes,
    /// Whether a finding about the file held back every row.
    pub fatal: bool,
    /// Why it ended before its work was done.
    pub ended: Option<Ended>,
    /// The import it went on with.
    pub resumed_after: Option<u64>,
    /// Whom a check expects, if it was asked for.
    pub expected: Expected,
    /// What is left of the imports whose fix file this was.
    pub left: Vec<Left>,
    /// What it changed of the mappings that were remembered.
    pub mappings: MappingChanges,
}

impl Report {
    /// Of a run that found and read nothing.
    pub fn of(record: ImportRecord) -> Report {
        Report {
            record,
            tally: Tally::default(),
            columns: Vec::new(),
            values: Vec::new(),
            samples: Vec::new(),
            blank_rows: 0,
            changes: Changes::default(),
            fatal: false,
            ended: None,
            resumed_after: None,
            expected: Expected::default(),
            left: Vec::new(),
            mappings: MappingChanges::default(),
        }
    }
}

/// Why a run ended before its work was done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ended {
    /// Somebody asked for it.
    Interrupted,
    /// More rows were rejected than allowed; nothing was written.
    TooManyErrors {
        /// How many rows the check rejected.
        rejected: u64,
        /// How many are allowed.
        max: u64,
    },
    /// Access would be taken away and nobody said that it may be; nothing was written.
    NotConfirmed {
        /// From how many users.
        users: u64,
    },
    /// The parameters of the source's project were not given; nothing was written.
    ParametersMissing,
    /// The source has other bytes than when the run began; nothing of those was written.
    SourceChanged,
    /// The disk or the database failed; the reason.
    Failed(String),
}
