//! IDN003: an id that can't be one.

use crate::findings::finding::{Finding, Findings};
use crate::rows::raw::CellRef;
use crate::rules::view::Check;

rule! {
    /// ## What it finds
    /// An id with a space inside, with characters that can't be seen, or with more
    /// than 255 characters.
    ///
    /// ## Why it matters
    /// Ids are compared exactly. One that people can't see in full is one that they
    /// can't correct.
    ///
    /// ## What becomes of the row
    /// The row is not imported.
    ///
    /// ## What to do
    /// Write the id as the source has it. A space often means that two columns were
    /// joined.
    ///
    /// ## Example
    /// ```csv
    /// id,email
    /// 1,ana@example.org
    /// 2 b,bo@example.org    <- IDN003
    /// ```
    "IDN003" "id-malformed", Error; fix None; scope Cell;
    verb "Correct the id";
    message "The id has {problem}.";
    became "";
    help "Write the id as its source has it.";
    check Check::Raised
}

/// Raised by the conversion.
pub fn found(cell: CellRef<'_>, problem: &str, findings: &mut Findings) {
    findings.add(Finding::of(&RULE).cell(cell).arg("problem", problem));
}
