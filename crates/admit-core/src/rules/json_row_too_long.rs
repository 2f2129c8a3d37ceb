//! FIL026: a JSON row that is longer than a row may be.

use crate::base::limits::RECORD_BYTES_MAX;
use crate::findings::finding::{Finding, Findings};
use crate::rows::raw::RowPlace;
use crate::rules::view::Check;

rule! {
    /// ## What it finds
    /// A line (or an element of a JSON list) of more than 1,048,576 bytes.
    ///
    /// ## Why it matters
    /// It is two thousand times the usual: mostly a line break or a closing
    /// bracket is missing, so that many users became one row, or a picture was
    /// put into a value.
    ///
    /// ## What becomes of the row
    /// The row is not imported. Reading goes on behind it.
    ///
    /// ## What to do
    /// Write one user per line, and keep pictures and documents out of the file.
    ///
    /// ## Example
    /// ```text
    /// {"id": "1", "picture": "data:image/png;base64,… two million characters …"}
    /// ```
    "FIL026" "json-row-too-long", Error; fix None; scope Row;
    verb "Shorten the row";
    message "Row {row} has {bytes} bytes; {limit} are read.";
    became "";
    help "See whether a line break or a closing bracket is missing after line {line}.";
    check Check::Raised
}

/// Raised where a row is read. `bytes` is its length.
pub fn found(place: RowPlace, bytes: u64, findings: &mut Findings) {
    let finding = Finding::of(&RULE).row(place);
    findings.add(finding.arg("bytes", bytes).arg("limit", RECORD_BYTES_MAX));
}
