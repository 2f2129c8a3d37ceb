//! ROW010: a name that a spreadsheet would calculate.

use crate::findings::finding::{Finding, Findings};
use crate::rows::raw::CellRef;
use crate::rules::view::Check;

rule! {
    /// ## What it finds
    /// A name that starts with `=`, `@`, `+` or `-`.
    ///
    /// ## Why it matters
    /// Admit stores it as text and never calculates it. A spreadsheet that opens a
    /// later export might, and such names are now and then typed on purpose for
    /// that.
    ///
    /// ## What becomes of the row
    /// The row is imported; nothing is left out. Exports that Admit writes are
    /// marked so that spreadsheets take it for text.
    ///
    /// ## What to do
    /// Look whether the name is right.
    ///
    /// ## Example
    /// ```csv
    /// id,first_name
    /// 1,Ana
    /// 2,=Bo    <- ROW010
    /// ```
    "ROW010" "text-starts-like-a-formula", Notice; fix None; scope Cell;
    verb "Look at text that starts like a formula";
    message "{field} starts with \"{char}\". It is read as text.";
    became "";
    help "Look whether the value is right.";
    check Check::Raised
}

/// Raised by the conversion.
pub fn found(cell: CellRef<'_>, sign: char, findings: &mut Findings) {
    findings.add(Finding::of(&RULE).cell(cell).arg("char", sign));
}
