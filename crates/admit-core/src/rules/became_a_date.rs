//! XLS010: a date where something else was.

use crate::findings::finding::{Finding, Findings};
use crate::rows::raw::CellRef;
use crate::rules::view::Check;

rule! {
    /// ## What it finds
    /// A date, such as `1-Mar`, `Mar-21`, `01.03.2021` or `2021-03-01`, where an id, a
    /// phone number, a username, an organization or a name belongs.
    ///
    /// ## Why it matters
    /// Spreadsheets turn what looks like a date into one: `3-1` becomes 1 March. What was
    /// typed cannot be told from it any more.
    ///
    /// ## What becomes of the row
    /// The row is imported without the value. If the value is an id or an email, or all
    /// that told this user from others, the row is not imported.
    ///
    /// ## What to do
    /// Get the value from its source. In the spreadsheet, format the column as text
    /// before the value is typed or the file is opened.
    ///
    /// ## Example
    /// ```csv
    /// id,email
    /// 1-1,ana@example.org
    /// 1-Mar,bo@example.org    <- XLS010
    /// ```
    "XLS010" "became-a-date", Warning, only_identifier; fix None; scope Cell;
    verb "Type the value as text again";
    message "{field} holds a date, {shown}; a spreadsheet may have made it of something else.";
    became "It {was} left out.";
    help "Get the value from its source, with the column formatted as text.";
    check Check::Raised
}

/// Raised by the conversion.
pub fn found(cell: CellRef<'_>, text: &str, findings: &mut Findings) {
    findings.add(Finding::of(&RULE).cell(cell).arg("shown", text).lost());
}
