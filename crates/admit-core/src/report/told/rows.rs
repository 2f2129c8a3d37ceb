//! What became of the rows, in the order to tell it.

use crate::ports::store::{Ledger, Outcome};

/// The ledger of a run: rows read, what became of them, and blank ones beside.
#[derive(Debug, PartialEq, Eq)]
pub struct Rows {
    /// Rows read: the sum of the outcomes.
    pub read: u64,
    /// What became of how many rows. Rows that were not reached are left out
    /// where there are none.
    pub outcomes: Vec<(Outcome, u64)>,
    /// Blank rows, which were skipped and count nowhere else.
    pub blank: u64,
}

impl Rows {
    /// Of a run with this ledger, that skipped `blank` rows.
    pub fn of(ledger: &Ledger, blank: u64) -> Rows {
        let is_told =
            |(outcome, count): &(Outcome, u64)| *outcome != Outcome::NotReached || *count > 0;
        Rows {
            read: ledger.read,
            outcomes: outcomes(ledger).into_iter().filter(is_told).collect(),
            blank,
        }
    }

    /// How many rows had this outcome.
    pub fn count(&self, outcome: Outcome) -> u64 {
        let of = |(one, count): &(Outcome, u64)| (*one == outcome).then_some(*count);
        self.outcomes.iter().find_map(of).unwrap_or(0)
    }
}

/// How many rows had each outcome, all of them, in the order to tell them.
pub fn outcomes(ledger: &Ledger) -> [(Outcome, u64); 5] {
    [
        (Outcome::Created, ledger.created),
        (Outcome::Updated, ledger.updated),
        (Outcome::Unchanged, ledger.unchanged),
        (Outcome::Rejected, ledger.rejected),
        (Outcome::NotReached, ledger.not_reached),
    ]
}
