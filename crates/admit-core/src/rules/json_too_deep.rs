//! FIL025: JSON nested too deep.

use crate::base::limits::JSON_DEPTH_MAX;
use crate::findings::finding::{Finding, Findings};
use crate::findings::shown::shown;
use crate::rows::raw::RowPlace;
use crate::rules::view::Check;

rule! {
    /// ## What it finds
    /// A row in which lists and objects stand inside one another more than 32
    /// levels deep.
    ///
    /// ## Why it matters
    /// No user needs it, and every program that reads such data later pays for
    /// it.
    ///
    /// ## What becomes of the row
    /// The row is not imported.
    ///
    /// ## What to do
    /// Flatten the value, or take it out.
    ///
    /// ## Example
    /// ```ndjson
    /// {"id": "1", "email": "ana@example.org"}
    /// {"id": "2", "email": "bo@example.org", "notes": [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]}    <- FIL025
    /// ```
    "FIL025" "json-too-deep", Error; fix None; scope Row;
    verb "Nest the JSON less deeply";
    message "In row {row}, \"{key}\" is nested more than {limit} levels deep.";
    became "";
    help "Flatten the value, or take it out.";
    check Check::Raised
}

/// Raised where a row is read. `key` is the outermost key of the value.
pub fn found(place: RowPlace, key: &str, findings: &mut Findings) {
    let finding = Finding::of(&RULE).row(place);
    findings.add(finding.arg("key", shown(key)).arg("limit", JSON_DEPTH_MAX));
}
