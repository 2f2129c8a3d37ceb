//! FIL022: a row that is JSON, but not an object.

use crate::findings::finding::{Finding, Findings};
use crate::rows::raw::RowPlace;
use crate::rules::view::Check;

rule! {
    /// ## What it finds
    /// A line (or an element of a JSON list) that is a list, a text, a number,
    /// `true`, `false` or `null`.
    ///
    /// ## Why it matters
    /// Only an object says which value is the email and which is the name.
    ///
    /// ## What becomes of the row
    /// The row is not imported.
    ///
    /// ## What to do
    /// Write each user as an object: keys and values in curly brackets.
    ///
    /// ## Example
    /// ```ndjson
    /// {"id": "1", "email": "ana@example.org"}
    /// ["2", "bo@example.org"]    <- FIL022
    /// ```
    "FIL022" "json-line-not-an-object", Error; fix None; scope Row;
    verb "Write the user as an object";
    message "Line {line} is {kind}, not a user object.";
    became "";
    help "Write the user as keys and values in curly brackets.";
    check Check::Raised
}

/// Raised where a row is read. `kind` says what it is instead.
pub fn found(place: RowPlace, kind: &str, findings: &mut Findings) {
    findings.add(Finding::of(&RULE).row(place).arg("kind", kind));
}
