//! FIL020: JSON that is not one user per line.

use crate::findings::finding::{Finding, Findings};
use crate::rules::view::Check;

rule! {
    /// ## What it finds
    /// A file of JSON that does not hold one user per line, but one list of
    /// users, an object with a list under `users` (or `data`), or objects that
    /// run over several lines.
    ///
    /// ## Why it matters
    /// The rows of such a file are counted by their place in the list, not by
    /// lines. A row's line is shown beside its number.
    ///
    /// ## What becomes of the row
    /// Nothing is left out. Each object of the list is one row.
    ///
    /// ## What to do
    /// Nothing, if the number of rows is the number of users that you expect.
    ///
    /// ## Example
    /// ```ndjson
    /// [    <- FIL020
    ///   {"id": "1", "email": "ana@example.org"},
    ///   {"id": "2", "email": "bo@example.org"}
    /// ]
    /// ```
    "FIL020" "json-array-read-as-lines", Notice; fix Auto; scope File;
    verb "Look at how the JSON is read";
    message "The file is {what}, not one user per line. It is read as {rows} rows.";
    became "";
    help "Check that this is the number of users in the file.";
    check Check::Raised
}

/// Raised at the end of the file. `what` says how the users are written.
pub fn found(what: &str, rows: u64, findings: &mut Findings) {
    findings.add(Finding::of(&RULE).arg("what", what).arg("rows", rows));
}
