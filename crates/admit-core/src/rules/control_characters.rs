//! ROW008: control characters inside a value.

use crate::findings::finding::{Finding, Findings};
use crate::rows::raw::CellRef;
use crate::rules::view::Check;

rule! {
    /// ## What it finds
    /// Tabs, bells and other control characters in the middle of a value. Line
    /// breaks are no such thing: they have rules of their own.
    ///
    /// ## Why it matters
    /// No name, address or key has them. The cell is damaged, or holds several
    /// values.
    ///
    /// ## What becomes of the row
    /// The row is imported without the value. If the value is an id or an email, or
    /// all that told this user from others, the row is not imported.
    ///
    /// ## What to do
    /// Write the value again without them.
    ///
    /// ## Example
    /// ```csv escaped
    /// id,first_name
    /// 1,Ana
    /// 2,B\u{7}o    <- ROW008
    /// ```
    "ROW008" "control-characters", Warning, only_identifier; fix None; scope Cell;
    verb "Take out the control characters";
    message "{field} contains control characters.";
    became "It {was} left out.";
    help "Write the value again without them.";
    check Check::Raised
}

/// Raised by the conversion.
pub fn found(cell: CellRef<'_>, findings: &mut Findings) {
    findings.add(Finding::of(&RULE).cell(cell).lost());
}
