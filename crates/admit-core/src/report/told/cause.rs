//! Why most of a file failed: what is one cause is said once.

use super::rules::FailingColumn;
use crate::base::limits::{MOST_ROWS_MIN, MOST_ROWS_PERCENT_MIN};
use crate::findings::rule::{Rule, Scope, Severity};
use crate::import::report::Report;

/// The rule behind most of the rejected rows of a file of which most rows were
/// rejected. Such a file was often exported wrongly.
#[derive(Debug, PartialEq, Eq)]
pub struct MostRows<'a> {
    /// The rule.
    pub rule: &'static Rule,
    /// How many of the rejected rows it explains.
    pub explains: u64,
    /// How many rows were rejected.
    pub rejected: u64,
    /// The column that fails with it as a whole, if one does.
    pub column: Option<FailingColumn<'a>>,
}

impl<'a> MostRows<'a> {
    /// Of a run, if most of its rows were rejected. The column it names is taken
    /// out of `columns`.
    pub(super) fn of(
        report: &Report,
        columns: &mut Vec<FailingColumn<'a>>,
    ) -> Option<MostRows<'a>> {
        let ledger = &report.record.ledger;
        let done = ledger.read - ledger.not_reached;
        let is_most = ledger.rejected * 100 >= done * MOST_ROWS_PERCENT_MIN;
        if report.fatal || done < MOST_ROWS_MIN || !is_most {
            return None;
        }
        let tally = report
            .tally
            .rules()
            .filter(|tally| tally.rule.scope != Scope::File && tally.severity == Severity::Error)
            .max_by_key(|tally| tally.count)?;
        let place = columns.iter().position(|one| one.rule == tally.rule);
        Some(MostRows {
            rule: tally.rule,
            explains: tally.count.min(ledger.rejected),
            rejected: ledger.rejected,
            column: place.map(|place| columns.remove(place)),
        })
    }
}
