//! FIL013: NUL characters.

use crate::findings::finding::{Finding, Findings};
use crate::rows::raw::{Column, RowPlace};
use crate::rules::view::Check;

rule! {
    /// ## What it finds
    /// A row with the character number 0, which no text holds.
    ///
    /// ## Why it matters
    /// It shows that the file was damaged, and databases cut text at it or refuse it.
    ///
    /// ## What becomes of the row
    /// The row is not imported. All others are.
    ///
    /// ## What to do
    /// Export the row again, or remove the characters in an editor that shows them.
    ///
    /// ## Example
    /// ```csv escaped
    /// id,email
    /// 1,ana@example.org
    /// 2,b\0o@example.org    <- FIL013
    /// ```
    "FIL013" "nul-bytes", Error; fix None; scope Row;
    verb "Take out the NUL characters";
    message "Row {row} contains NUL characters, first in column {column}.";
    became "";
    help "Remove the characters with the number 0, which most editors show as a box or not at all.";
    check Check::Raised
}

/// Raised by readers of text. `column` is where the first one stands.
pub fn found(place: RowPlace, column: &Column, findings: &mut Findings) {
    findings.add(Finding::of(&RULE).row(place).column(&column.name, column.field));
}
