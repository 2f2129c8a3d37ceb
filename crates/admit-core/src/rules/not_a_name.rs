//! VAL040: something in a name that is none.

use crate::findings::finding::{Finding, Findings};
use crate::rows::raw::CellRef;
use crate::rules::view::Check;

rule! {
    /// ## What it finds
    /// A first name, last name or whole name that is a number without letters, the `TRUE` or
    /// `FALSE` of a spreadsheet, or a placeholder that no program has filled in:
    /// `{{first_name}}`, `%NAME%`.
    ///
    /// ## Why it matters
    /// The columns may have shifted, or a spreadsheet has put its own value there: dates,
    /// for it, are numbers such as 43891.
    ///
    /// ## What becomes of the row
    /// The row is imported without the name. A name that the directory has stays.
    ///
    /// ## What to do
    /// Write the name, or leave the cell empty.
    ///
    /// ## Example
    /// ```csv
    /// id,email,first_name
    /// 1,ana@example.org,Ana
    /// 2,bo@example.org,43891    <- VAL040
    /// ```
    "VAL040" "not-a-name", Warning; fix None; scope Cell;
    verb "Write the name";
    message "{field} is {what}, not a name.";
    became "It {was} left out.";
    help "Write the name, or leave the cell empty.";
    check Check::Raised
}

/// Raised by the conversion.
pub fn found(cell: CellRef<'_>, what: &str, findings: &mut Findings) {
    findings.add(Finding::of(&RULE).cell(cell).arg("what", what));
}
