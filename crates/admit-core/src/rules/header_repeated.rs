//! ROW004: the column names once more.

use crate::findings::finding::{Finding, Findings};
use crate::rows::raw::RowPlace;
use crate::rules::view::Check;

rule! {
    /// ## What it finds
    /// A row whose values are the column names.
    ///
    /// ## Why it matters
    /// Files that were joined from several exports hold the header of each.
    ///
    /// ## What becomes of the row
    /// The row is skipped and does not count as read.
    ///
    /// ## What to do
    /// Nothing.
    ///
    /// ## Example
    /// ```csv
    /// id,email
    /// 1,ana@example.org
    /// id,email    <- ROW004
    /// 2,bo@example.org
    /// ```
    "ROW004" "header-repeated", Notice; fix Auto; scope Row;
    verb "Look at repeated headers";
    message "Row {row} repeats the header.";
    became "It {was} skipped.";
    help "";
    check Check::Raised
}

/// Raised by the CSV reader.
pub fn found(place: RowPlace, findings: &mut Findings) {
    findings.add(Finding::of(&RULE).row(place));
}
