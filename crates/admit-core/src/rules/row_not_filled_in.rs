//! ROW016: a row of a fix file that is still in one piece.

use crate::findings::finding::{Finding, Findings};
use crate::rules::view::Check;

rule! {
    /// ## What it finds
    /// In a fix file, a row whose cells could not be told apart in the earlier import and that
    /// has not been filled in yet: its text stands under `admit_written`, and its columns are
    /// blank.
    ///
    /// ## Why it matters
    /// Only a person can tell which value belongs into which column.
    ///
    /// ## What becomes of the row
    /// It is not imported.
    ///
    /// ## What to do
    /// Write the values into the columns. The text under `admit_written` may stay; it counts no
    /// longer as soon as a column has a value. Delete the row if nobody needs it.
    ///
    /// ## Example
    /// ```csv
    /// admit_row,id,first_name,admit_written    <- HDR012
    /// 2,,,"1;Ana;"    <- ROW016
    /// 3,2,Bo,"2;Bo;"
    /// ```
    "ROW016" "row-not-filled-in", Error; fix None; scope Cell;
    verb "Fill in the cells of the row";
    message "Row {row} still stands in one piece under admit_written.";
    became "";
    help "Write its values into the columns; then admit_written counts no longer.";
    check Check::Raised
}

/// Raised by the mapping of a fix file.
pub fn found(findings: &mut Findings) {
    findings.add(Finding::of(&RULE));
}
