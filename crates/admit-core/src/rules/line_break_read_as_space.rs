//! VAL045: a line break inside a name.

use crate::findings::finding::{Finding, Findings};
use crate::rows::raw::CellRef;
use crate::rules::view::Check;

rule! {
    /// ## What it finds
    /// A name in JSON that has a line break in it. In a CSV such a row is held back
    /// (FIL030): there, the quotes around it may have been meant otherwise.
    ///
    /// ## Why it matters
    /// Cells are typed in several lines when columns are narrow. The name is one name all
    /// the same.
    ///
    /// ## What becomes of the row
    /// The row is imported; nothing is left out. The line break is read as a space.
    ///
    /// ## What to do
    /// Nothing, if the cell holds one name.
    ///
    /// ## Example
    /// ```ndjson
    /// {"id":"1","first_name":"Ana"}
    /// {"id":"2","first_name":"Mia\nLou"}    <- VAL045
    /// ```
    "VAL045" "line-break-read-as-space", Notice; fix Auto; scope Cell;
    verb "Look at line breaks read as spaces";
    message "{field} has a line break in it.";
    became "It {was} read as \"{read}\".";
    help "";
    check Check::Raised
}

/// Raised by the conversion.
pub fn found(cell: CellRef<'_>, read: &str, findings: &mut Findings) {
    findings.add(Finding::of(&RULE).cell(cell).arg("read", read));
}
