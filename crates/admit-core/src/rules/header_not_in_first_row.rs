//! HDR002: lines above the column names.

use crate::findings::finding::{Finding, Findings};
use crate::rows::raw::RowPlace;
use crate::rules::view::Check;

rule! {
    /// ## What it finds
    /// Column names that stand in a later row than the first, under a title or other text.
    ///
    /// ## Why it matters
    /// What stands above is not read.
    ///
    /// ## What becomes of the row
    /// The rows under the column names are read. Those above are skipped.
    ///
    /// ## What to do
    /// Check that the rows above name no users, or delete them.
    ///
    /// ## Example
    /// ```csv
    /// Users of Acme
    /// id,email    <- HDR002
    /// 1,ana@example.org
    /// ```
    "HDR002" "header-not-in-first-row", Notice; fix Choose; scope File;
    verb "Look at the row with the column names";
    message "Column names were found in row {row}.";
    became "Rows above them that {were} skipped: {n}.";
    help "Check that the rows above name no users.";
    check Check::Raised
}

/// Raised when a CSV is opened. `row` and `line` are where the names stand.
pub fn found(row: u64, line: u64, skipped: usize, findings: &mut Findings) {
    let finding = Finding::of(&RULE).row(RowPlace { row, line, byte: 0 });
    findings.add(finding.arg("n", skipped));
}
