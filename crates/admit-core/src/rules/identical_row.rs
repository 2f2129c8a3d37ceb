//! DUP001: identical row.

use crate::findings::finding::{Finding, Findings};
use crate::rules::view::Check;

rule! {
    /// ## What it finds
    /// A row that says exactly what an earlier row of the file said.
    ///
    /// ## Why it matters
    /// It does no harm, but it often means that an export was joined twice.
    ///
    /// ## What becomes of the row
    /// Nothing is left to import from it. It counts as unchanged.
    ///
    /// ## What to do
    /// Delete one of the two rows.
    ///
    /// ## Example
    /// ```csv
    /// id,email
    /// 1,ana@example.org
    /// 1,ana@example.org    <- DUP001
    /// ```
    "DUP001" "identical-row", Warning; fix Auto; scope Row;
    verb "Look at rows that are identical";
    message "Row {row} says exactly what row {first} says.";
    became "It {was} counted as unchanged.";
    help "Delete one of the two rows.";
    check Check::Raised
}

/// Raised by the search for rows that belong together.
pub fn found(first: u64, findings: &mut Findings) {
    findings.add(Finding::of(&RULE).related(first));
}
