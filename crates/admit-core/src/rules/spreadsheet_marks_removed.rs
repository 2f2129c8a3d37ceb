//! XLS013: marks that a spreadsheet or a program put around a value.

use crate::findings::finding::{Finding, Findings};
use crate::rows::raw::CellRef;
use crate::rules::view::Check;

rule! {
    /// ## What it finds
    /// A value with a mark that is not part of it: an apostrophe in front, `="00077"`,
    /// quotation marks around it, also those of Python (`b'Bo'`), `_x000D_` behind it, or the `.0` of a whole number where
    /// an id, a phone number, a username, an organization, a yes or a no, or a count of
    /// iterations belongs.
    ///
    /// ## Why it matters
    /// Spreadsheets and programs add such marks to keep a value as text, or because they
    /// keep whole numbers with decimals. With them an id is another id.
    ///
    /// ## What becomes of the row
    /// The row is imported; nothing is left out. The value is read without the marks.
    ///
    /// ## What to do
    /// Nothing, if the value is right without them.
    ///
    /// ## Example
    /// ```csv
    /// id,email
    /// 1001,ana@example.org
    /// 1002.0,bo@example.org    <- XLS013
    /// ```
    "XLS013" "spreadsheet-marks-removed", Notice; fix Auto; scope Cell;
    verb "Look at marks that were taken off";
    message "{field} has marks of a spreadsheet or a program around it.";
    became "It {was} read as \"{read}\".";
    help "";
    check Check::Raised
}

/// Raised by the conversion.
pub fn found(cell: CellRef<'_>, read: &str, findings: &mut Findings) {
    findings.add(Finding::of(&RULE).cell(cell).arg("read", read));
}
