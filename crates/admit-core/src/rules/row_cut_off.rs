//! ROW017: a file that ends inside a row.

use crate::findings::finding::{Finding, Findings};
use crate::rows::raw::{CellCount, RowPlace};
use crate::rules::view::Check;

rule! {
    /// ## What it finds
    /// A last row with fewer values than the header has columns, and no line end after it.
    ///
    /// ## Why it matters
    /// The file was cut off, by a full disk or a broken download. The last value may be a part
    /// of one, and rows may be missing below it.
    ///
    /// ## What becomes of the row
    /// The row is not imported.
    ///
    /// ## What to do
    /// Get the file again from its source. If it is whole, add the missing values or a line
    /// end.
    ///
    /// ## Example
    /// ```csv cut
    /// id,email,first_name,last_name
    /// 1,ana@example.org,Ana,Ray
    /// 2,bo@example.org,B    <- ROW017
    /// ```
    "ROW017" "row-cut-off", Error; fix None; scope Row;
    verb "Complete the row";
    message "The file ends inside row {row}, after {found} of {expected} cells.";
    became "";
    help "Get the file again from its source; rows may be missing after this one.";
    check Check::Raised
}

/// Raised by the CSV reader.
pub fn found(place: RowPlace, count: CellCount, findings: &mut Findings) {
    let finding = Finding::of(&RULE).row(place);
    findings.add(
        finding
            .arg("found", count.found)
            .arg("expected", count.expected),
    );
}
