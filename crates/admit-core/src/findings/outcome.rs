//! What became of a row, and whether it has become so or only would.

use crate::users::user::UserKey;
use serde::{Deserialize, Serialize};

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

impl Outcome {
    /// The outcome of this number.
    pub fn of_number(number: u8) -> Option<Outcome> {
        [
            Outcome::Created,
            Outcome::Updated,
            Outcome::Unchanged,
            Outcome::Rejected,
            Outcome::NotReached,
        ]
        .into_iter()
        .find(|outcome| *outcome as u8 == number)
    }
}

/// What became of one row of an import, and of whom it speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RowOutcome {
    /// The row's number.
    pub row: u64,
    /// What was done with it.
    pub outcome: Outcome,
    /// The number of the user that it became or belongs to; 0 for none.
    pub user: UserKey,
}

impl RowOutcome {
    /// Of a row that became nobody.
    pub fn of(row: u64, outcome: Outcome) -> RowOutcome {
        RowOutcome {
            row,
            outcome,
            user: 0,
        }
    }
}

/// Whether a run writes users, or only says what it would write.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    /// It ends before anything of the directory is written.
    Check,
    /// It writes.
    #[default]
    Import,
}
