//! The ledger: rows read, and what became of them, as a sum that balances.

use super::sumbar;
use crate::pages::words;
use admit_core::ports::store::Ledger;
use askama::Template;

/// Whether something was done or would be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mood {
    /// It would be done.
    Before,
    /// It is being done, or was.
    Done,
}

/// A ledger on a page.
#[derive(Template)]
#[template(path = "partials/ledger.html")]
pub struct LedgerPart {
    read: u64,
    terms: Vec<Term>,
    bar: String,
    is_wide: bool,
}

/// One of its terms.
struct Term {
    label: &'static str,
    count: u64,
    is_error: bool,
    /// What it is called in live events.
    name: &'static str,
}

impl LedgerPart {
    /// Of an import.
    pub fn of(ledger: &Ledger, mood: Mood, is_wide: bool) -> LedgerPart {
        let said = |before, done| match mood {
            Mood::Before => before,
            Mood::Done => done,
        };
        let term = |name, label, count| Term {
            label,
            count,
            is_error: name == "rejected" && count > 0,
            name,
        };
        let mut terms = vec![
            term("created", said("to create", "created"), ledger.created),
            term("updated", said("to update", "updated"), ledger.updated),
            term("unchanged", "unchanged", ledger.unchanged),
            term("rejected", said("to reject", "rejected"), ledger.rejected),
        ];
        if ledger.not_reached > 0 {
            terms.push(term("not_reached", "not reached", ledger.not_reached));
        }
        let counts: Vec<u64> = terms.iter().map(|term| term.count).collect();
        LedgerPart {
            read: ledger.read,
            bar: sumbar(&counts, false),
            terms,
            is_wide,
        }
    }
}
