//! ROW006: white space around a value.

use crate::findings::finding::{Finding, Findings};
use crate::rows::raw::CellRef;
use crate::rules::view::Check;

rule! {
    /// ## What it finds
    /// Spaces, no-break spaces, tabs or line ends before or after a value. Where spaces
    /// stand around names of columns too, whoever wrote the file puts them beside its
    /// separators, and nothing is said of them.
    ///
    /// ## Why it matters
    /// They come from copying and from fixed-width exports. Kept, they would make
    /// two users of one.
    ///
    /// ## What becomes of the row
    /// The row is imported; nothing is left out. The value is stored without them.
    ///
    /// ## What to do
    /// Nothing. To be rid of the notice, trim the column at its source.
    ///
    /// ## Example
    /// ```csv
    /// id,email
    /// 1,ana@example.org
    /// 2, bo@example.org    <- ROW006
    /// ```
    "ROW006" "whitespace-removed", Notice; fix Auto; scope Cell;
    verb "Look at spaces that were taken off";
    message "{field} has spaces around it.";
    became "They {were} removed.";
    help "";
    check Check::Raised
}

/// Raised by the conversion.
pub fn found(cell: CellRef<'_>, findings: &mut Findings) {
    findings.add(Finding::of(&RULE).cell(cell));
}
