//! XLS004: what a spreadsheet shows where it has no value.

use crate::findings::finding::{Finding, Findings};
use crate::rows::raw::CellRef;
use crate::rules::view::Check;

rule! {
    /// ## What it finds
    /// A cell that holds what a spreadsheet shows in place of a value: `#REF!`, `#NAME?`,
    /// `#VALUE!`, `#DIV/0!`, in any of its languages (`#BEZUG!`, `#NOM?`), `Err:502`, or
    /// the bars `########` of a column that was too narrow.
    ///
    /// ## Why it matters
    /// The value is not in the file. Stored, such a text would become somebody's id or
    /// name, and the next row that has it would be taken for the same person.
    ///
    /// ## What becomes of the row
    /// The row is imported without the value. If the value is an id or an email, or all
    /// that told this user from others, the row is not imported.
    ///
    /// ## What to do
    /// Open the spreadsheet, mend the formula or widen the column, and save the file
    /// again.
    ///
    /// ## Example
    /// ```csv
    /// id,email,first_name
    /// 1,ana@example.org,Ana
    /// #REF!,bo@example.org,Bo    <- XLS004
    /// ```
    "XLS004" "cell-shows-error", Warning, only_identifier; fix None; scope Cell;
    verb "Replace the error of the spreadsheet";
    message "{field} shows {shown}, which spreadsheets write where they have no value.";
    became "It {was} left out.";
    help "Get the value from the spreadsheet and write it into the file.";
    check Check::Raised
}

/// Raised by the conversion.
pub fn found(cell: CellRef<'_>, text: &str, findings: &mut Findings) {
    findings.add(Finding::of(&RULE).cell(cell).arg("shown", text).lost());
}
