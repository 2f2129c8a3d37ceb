//! RUN011: ledger does not balance.

use crate::base::numbers::grouped;
use crate::findings::finding::{Finding, Findings};
use crate::rules::view::Check;

rule! {
    /// ## What it finds
    /// A ledger whose outcomes do not add up to the rows read.
    ///
    /// ## Why it matters
    /// Every row is admitted or you know why not; here that promise is broken.
    ///
    /// ## What becomes of the row
    /// The outcomes stored are right as far as they go.
    ///
    /// ## What to do
    /// Report it. Importing the file again is safe.
    ///
    /// ## Example
    /// It is checked at the end of every run and has no example: a file cannot cause it.
    /// ```text
    /// rows read = created + updated + unchanged + rejected + not reached
    /// ```
    "RUN011" "ledger-does-not-balance", Error; fix None; scope Run;
    verb "Report a ledger that does not balance";
    message "{read} rows were read but {sum} are accounted for. This is a bug in Admit.";
    became "";
    help "Report it with the numbers above; nothing else of the file is needed.";
    check Check::Raised
}

/// Raised at the end of a run.
pub fn found(read: u64, sum: u64, findings: &mut Findings) {
    findings.add(Finding::of(&RULE).arg("read", grouped(read)).arg("sum", sum));
}
