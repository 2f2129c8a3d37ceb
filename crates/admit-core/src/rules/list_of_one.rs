//! VAL048: a list with one text where a text belongs.

use crate::findings::finding::{Finding, Findings};
use crate::rows::raw::CellRef;
use crate::rules::view::Check;

rule! {
    /// ## What it finds
    /// A JSON list with one text in it where one text belongs, as directories give the
    /// values of attributes: `"email": ["ana@example.org"]`.
    ///
    /// ## Why it matters
    /// It can be read in one way only; a list of two could not.
    ///
    /// ## What becomes of the row
    /// The row is imported with that text; nothing is left out.
    ///
    /// ## What to do
    /// Nothing. To be rid of the notice, write the text by itself.
    ///
    /// ## Example
    /// ```ndjson
    /// {"id": "1", "email": "ana@example.org"}
    /// {"id": "2", "email": ["bo@example.org"]}    <- VAL048
    /// {"id": "3", "email": ["cy@example.org", "di@example.org"]}    <- VAL013
    /// ```
    "VAL048" "list-of-one", Notice; fix Auto; scope Cell;
    verb "Look at lists of one";
    message "{column} is a list with one text in it.";
    became "The text {was} taken.";
    help "";
    check Check::Raised
}

/// Raised where a value is converted.
pub fn found(cell: CellRef<'_>, findings: &mut Findings) {
    findings.add(Finding::of(&RULE).cell(cell));
}
