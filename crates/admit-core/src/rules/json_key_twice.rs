//! FIL024: a key that an object has twice.

use crate::findings::finding::{Finding, Findings};
use crate::findings::shown::shown;
use crate::rows::raw::RowPlace;
use crate::rules::view::Check;

rule! {
    /// ## What it finds
    /// A JSON object in which the same key stands twice, at the top of the row
    /// or further inside.
    ///
    /// ## Why it matters
    /// Programs disagree on which of the two values counts, so the file does
    /// not say which one is meant.
    ///
    /// ## What becomes of the row
    /// The row is not imported.
    ///
    /// ## What to do
    /// Take out the value that is not meant. Several values of one kind are
    /// written as a list.
    ///
    /// ## Example
    /// ```ndjson
    /// {"id": "1", "email": "ana@example.org"}
    /// {"id": "2", "email": "bo@example.org", "email": "bob@example.org"}    <- FIL024
    /// ```
    "FIL024" "json-key-twice", Error; fix None; scope Row;
    verb "Take out the key that stands twice";
    message "Row {row} has the key \"{key}\" twice.";
    became "";
    help "Keep one of the two.";
    check Check::Raised
}

/// Raised where a row is read.
pub fn found(place: RowPlace, key: &str, findings: &mut Findings) {
    findings.add(Finding::of(&RULE).row(place).arg("key", shown(key)));
}
