//! VAL030: a value inside a row that cannot be kept as it is.

use crate::findings::finding::{Finding, Findings};
use crate::rows::raw::CellRef;
use crate::rules::view::Check;

rule! {
    /// ## What it finds
    /// A list or an object in a cell that is not complete JSON, or one whose
    /// contents can't be kept: too large, too many entries, numbers with more
    /// digits than a number can hold, control characters. Also a membership in
    /// `organizations`, an identity or a role that says it is not in force or ends, as by
    /// `"deleted": true`, or whose `status` cannot be read.
    ///
    /// ## Why it matters
    /// Keeping part of it would change what it says. A membership that has ended and an
    /// identity that was deleted let nobody in.
    ///
    /// ## What becomes of the row
    /// The row is imported without the value that the message names. If it was the row's
    /// only identifier, the row is not imported.
    ///
    /// ## What to do
    /// Correct the value as the message says. Long numbers are kept digit by
    /// digit when they are written in quotes.
    ///
    /// ## Example
    /// ```ndjson
    /// {"id": "1", "properties": {"account": "12345678901234567890123"}}
    /// {"id": "2", "properties": {"account": 12345678901234567890123}}    <- VAL030
    /// {"id": "3", "identities": [{"type": "email", "identity": "cy@example.org", "deleted": true}]}    <- VAL030
    /// ```
    "VAL030" "value-not-readable", Warning, only_identifier; fix None; scope Cell;
    verb "Write a value that can be kept";
    message "{column} cannot be kept: {reason}.";
    became "It {was} left out.";
    help "";
    check Check::Raised
}

/// Raised where a value is converted. `reason` is a clause. The value is not
/// shown: what lies inside of it may be anything.
pub fn found(cell: CellRef<'_>, reason: &str, findings: &mut Findings) {
    findings.add(
        Finding::of(&RULE)
            .column(cell.column, cell.field)
            .arg("reason", reason),
    );
}
