//! What a check works with.

use crate::base::spill::scratch::Scratch;
use crate::ports::store::{Outcome, Users};
use crate::ports::watch::Watch;
use crate::rows::choices::Choices;
use crate::users::access::Access;

/// What an earlier session of the same import has done.
#[derive(Debug, Default)]
pub struct Earlier {
    /// The number of the last row whose outcome is stored; 0 for none.
    pub last_row: u64,
    /// By row number.
    outcomes: Vec<Option<Outcome>>,
}

impl Earlier {
    /// Nothing taken down yet of a session that ended after this row.
    pub fn up_to(last_row: u64) -> Earlier {
        Earlier {
            last_row,
            outcomes: Vec::new(),
        }
    }

    /// Takes down what was done with a row.
    pub fn note(&mut self, row: u64, outcome: Outcome) {
        let row = row as usize;
        if self.outcomes.len() <= row {
            self.outcomes.resize(row + 1, None);
        }
        self.outcomes[row] = Some(outcome);
    }

    /// What was done with a row.
    pub fn outcome(&self, row: u64) -> Option<Outcome> {
        self.outcomes.get(row as usize).copied().flatten()
    }
}

/// What a check works with.
pub struct CheckInput<'a> {
    /// The directory to compare with.
    pub directory: &'a dyn Users,
    /// Organizations, roles and permissions.
    pub access: &'a Access,
    /// What the person importing chose.
    pub choices: &'a Choices,
    /// Room for what does not fit in memory.
    pub scratch: &'a dyn Scratch,
    /// Hears how far it has come.
    pub watch: &'a dyn Watch,
    /// Random: makes crafted files no slower than others.
    pub seed: u64,
    /// What an earlier session did.
    pub earlier: Earlier,
    /// Whether an import follows that creates most of its rows: then their
    /// identifiers are put in order while the file is read.
    pub keeps_claims: bool,
    /// Whether it is to be said what would be changed of users who are there.
    pub keeps_changes: bool,
}
