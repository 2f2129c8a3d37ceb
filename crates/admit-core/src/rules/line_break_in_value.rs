//! VAL044: a line break inside a value.

use crate::findings::finding::{Finding, Findings};
use crate::rows::raw::CellRef;
use crate::rules::view::Check;

rule! {
    /// ## What it finds
    /// A line break in the middle of an id, a username, a key or another value of one line.
    /// In names it is read as a space, and several addresses or phone numbers are told
    /// apart by rules of their own.
    ///
    /// ## Why it matters
    /// No such value has one. The cell holds several values, or text of somewhere else.
    ///
    /// ## What becomes of the row
    /// The row is imported without the value. If the value is an id or an email, or all
    /// that told this user from others, the row is not imported.
    ///
    /// ## What to do
    /// Write the value in one line. If the cell holds several values, keep one.
    ///
    /// ## Example
    /// ```csv escaped
    /// id,email,phone
    /// 1,ana@example.org,+61412345678
    /// 2,bo@example.org,"+61412\n345679"    <- VAL044
    /// ```
    "VAL044" "line-break-in-value", Warning, only_identifier; fix None; scope Cell;
    verb "Take out the line break";
    message "{field} has a line break in it.";
    became "It {was} left out.";
    help "Write the value in one line.";
    check Check::Raised
}

/// Raised by the conversion.
pub fn found(cell: CellRef<'_>, findings: &mut Findings) {
    findings.add(Finding::of(&RULE).cell(cell).lost());
}
