//! ROW014: two rows of a fix file that were the same row.

use crate::findings::finding::Finding;
use crate::rows::raw::CellRef;
use crate::rules::view::Check;

rule! {
    /// ## What it finds
    /// In a fix file, a row with the `admit_row` of a row above it.
    ///
    /// ## Why it matters
    /// A row was copied. That is right when one row became two on purpose, such as one for each
    /// organization, and a slip otherwise.
    ///
    /// ## What becomes of the row
    /// It is judged like every row: users are found by id, email, phone and username, never by
    /// `admit_row`. Rows that contradict one another are reported as such (DUP002, DUP003).
    ///
    /// ## What to do
    /// Delete one of the two if it was copied by accident.
    ///
    /// ## Example
    /// ```csv
    /// admit_row,id,first_name    <- HDR012
    /// 2,1,Ana
    /// 2,2,Bo    <- ROW014
    /// ```
    "ROW014" "admit-row-twice", Notice; fix None; scope Cell;
    verb "Look at rows that come twice";
    message "Row {row} has the same admit_row, {value}, as row {first}. Both are read by their own values.";
    became "";
    help "Delete one of the two if it was copied by accident.";
    check Check::Raised
}

/// Raised by the mapping of a fix file.
pub fn finding(cell: CellRef<'_>, first: u64) -> Finding {
    Finding::of(&RULE).cell(cell).related(first)
}
