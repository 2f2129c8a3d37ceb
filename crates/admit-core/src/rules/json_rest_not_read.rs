//! FIL028: a JSON file whose end is missing or cannot be told apart.

use crate::findings::finding::{Finding, Findings};
use crate::rules::view::Check;

rule! {
    /// ## What it finds
    /// A JSON list of users that is not closed at the end of the file, or text
    /// that follows behind its end.
    ///
    /// ## Why it matters
    /// Users may be missing: an export that was cut off looks like this, and so
    /// do two exports joined into one file.
    ///
    /// ## What becomes of the row
    /// The rows in front of the place are read. What is behind it is not.
    ///
    /// ## What to do
    /// Compare the number of rows with the number of users at the source, and
    /// export the file again if they differ.
    ///
    /// ## Example
    /// ```ndjson
    /// [    <- FIL020, FIL028
    ///   {"id": "1", "email": "ana@example.org"},
    /// ```
    "FIL028" "json-rest-not-read", Warning; fix None; scope File;
    verb "Correct the JSON behind the last user";
    message "The list of users could be read up to line {line}: {reason}.";
    became "Users behind that place, if any, {were_not} imported.";
    help "Check whether the export finished, and that the number of rows is right.";
    check Check::Raised
}

/// Raised at the end of the file. `reason` is a clause.
pub fn found(line: u64, reason: &str, findings: &mut Findings) {
    findings.add(Finding::of(&RULE).arg("line", line).arg("reason", reason));
}
