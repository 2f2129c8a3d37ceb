//! ROW003: a row with fewer cells than there are columns.

use crate::findings::finding::{Finding, Findings};
use crate::findings::rule::Severity;
use crate::rows::raw::{CellCount, RowPlace};
use crate::rules::view::Check;

rule! {
    /// ## What it finds
    /// A row with fewer values than the header has columns.
    ///
    /// ## Why it matters
    /// Either the last columns were left off because they are blank, or a line break cut the
    /// row in two.
    ///
    /// ## What becomes of the row
    /// If at least half of the values are there, each fits its column, and no id, email,
    /// username or suspension is missing, the row is read and the missing ones count as blank;
    /// the finding is a notice then. Otherwise the row is not imported.
    ///
    /// ## What to do
    /// Add the missing values, or put a value that contains a line break in quotes.
    ///
    /// ## Example
    /// ```csv
    /// id,email,first_name,last_name
    /// 1,ana@example.org,Ana,Ray
    /// 2    <- ROW003
    /// 3,cy@example.org,Cy    <- ROW003
    /// ```
    "ROW003" "row-too-few-cells", Error; fix None; scope Row;
    verb "Complete the cells of the row";
    message "Row {row} has {found} of the {expected} cells that the header has.";
    became "It {was} read with the missing ones blank.";
    help "Missing: {missing}. A line break inside a value has to stand in quotes.";
    check Check::Raised
}

/// Raised by the CSV reader. `severity` is a notice when the row is read
/// nevertheless; `missing` are the columns without a cell.
pub fn found(
    place: RowPlace,
    count: CellCount,
    missing: &[&str],
    severity: Severity,
    findings: &mut Findings,
) {
    let mut finding = Finding::of(&RULE)
        .row(place)
        .arg("found", count.found)
        .arg("expected", count.expected);
    finding.severity = severity;
    findings.add(finding.arg("missing", missing.join(", ")));
}
