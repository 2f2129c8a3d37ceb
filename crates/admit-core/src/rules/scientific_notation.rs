//! XLS007: a number that was rounded to be shown.

use crate::findings::finding::{Finding, Findings};
use crate::rows::raw::CellRef;
use crate::rules::view::Check;

rule! {
    /// ## What it finds
    /// A number such as `4.91E+12` or `4,91E+12`, or one with decimals and more than 15
    /// digits, where an id, a phone number, a username, an organization or a name belongs.
    ///
    /// ## Why it matters
    /// Spreadsheets write long numbers so. The digits behind the first few are gone, and
    /// different numbers have become one and the same.
    ///
    /// ## What becomes of the row
    /// The row is imported without the value. If the value is an id or an email, or all
    /// that told this user from others, the row is not imported.
    ///
    /// ## What to do
    /// Get the value from its source. In the spreadsheet, format the column as text
    /// before the file is opened or saved.
    ///
    /// ## Example
    /// ```csv
    /// id,email,phone
    /// 1,ana@example.org,+61412345678
    /// 2,bo@example.org,6.14123E+10    <- XLS007
    /// ```
    "XLS007" "scientific-notation", Warning, only_identifier; fix None; scope Cell;
    verb "Type the number as text again";
    message "{field} is \"{shown}\", a number that a spreadsheet has rounded.";
    became "It {was} left out.";
    help "The other digits are not in the file: get the value from its source, with the column formatted as text.";
    check Check::Raised
}

/// Raised by the conversion.
pub fn found(cell: CellRef<'_>, text: &str, findings: &mut Findings) {
    findings.add(Finding::of(&RULE).cell(cell).arg("shown", text).lost());
}
