//! ROW022: a header that is longer than names are.

use crate::base::limits::{COLUMN_NAME_BYTES_MAX, RECORD_BYTES_MAX};
use crate::base::numbers::grouped;
use crate::findings::finding::{Finding, Findings};
use crate::rules::view::Check;

rule! {
    /// ## What it finds
    /// A header of more than 1 MiB, or the name of a column of more than 4 KiB.
    ///
    /// ## Why it matters
    /// No names are so long. Mostly a quote or a line end is missing, and the rows stand in
    /// the header.
    ///
    /// ## What becomes of the row
    /// Nothing is imported.
    ///
    /// ## What to do
    /// Open the file in a text editor and look at its first line.
    ///
    /// ## Example
    /// ```text
    /// a header in which a column has a name of 5,000 letters
    /// ```
    "ROW022" "header-too-long", Error; fix None; scope File;
    verb "Shorten the header";
    message "{what} of {file} has {n} bytes; {limit} is the most.";
    became "";
    help "Look whether a quote or a line end is missing in the first line.";
    check Check::Raised
}

/// Raised when a source is opened, of a whole header that was not read to its end.
pub fn found(file: &str, findings: &mut Findings) {
    let more = format!("more than {}", grouped(RECORD_BYTES_MAX as u64));
    add(file, "The header", more, RECORD_BYTES_MAX, findings);
}

/// Raised of the name of one column; without its bytes if it was not read to its end.
pub fn of_column(file: &str, column: &str, bytes: Option<usize>, findings: &mut Findings) {
    let bytes = match bytes {
        Some(bytes) => grouped(bytes as u64),
        None => format!("more than {}", grouped(COLUMN_NAME_BYTES_MAX as u64)),
    };
    let what = format!("The name of column {column}");
    add(file, &what, bytes, COLUMN_NAME_BYTES_MAX, findings);
}

fn add(file: &str, what: &str, bytes: String, limit: usize, findings: &mut Findings) {
    let finding = Finding::of(&RULE).arg("file", file).arg("what", what);
    findings.add(finding.arg("n", bytes).arg("limit", grouped(limit as u64)));
}
