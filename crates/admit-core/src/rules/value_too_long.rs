//! ROW005: a value or a row longer than what is kept.

use crate::finding::{Finding, Findings};
use crate::record::RowPlace;
use crate::rules::Check;

rule! {
    /// ## What it finds
    /// A row that is longer than what Admit reads as one.
    ///
    /// ## Why it matters
    /// No user takes a megabyte. Mostly lines were joined, or a value is a whole document.
    ///
    /// ## What becomes of the row
    /// The row is not imported. Nothing is ever cut to fit.
    ///
    /// ## What to do
    /// Shorten the value, or look whether line ends are missing.
    ///
    /// ## Example
    /// ```text
    /// a row of more than 1,048,576 bytes
    /// ```
    "ROW005" "value-too-long", Error; fix None; scope Row;
    message "Row {row} has {n} {unit}; Admit keeps {max}. {became}";
    help "Shorten the value. A row this long is mostly a file whose lines were joined.";
    check Check::Raised
}

/// Raised by readers for a record of this many bytes, which was passed over.
pub fn found_row(place: RowPlace, bytes: u64, max: usize, findings: &mut Findings) {
    let finding = Finding::of(&RULE).row(place).arg("n", bytes).arg("unit", "bytes").arg("max", max);
    findings.add(finding.arg("became", "The row was not imported."));
}
