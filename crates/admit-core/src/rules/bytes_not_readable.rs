//! FIL011: bytes that are no text.

use crate::findings::finding::{Finding, Findings};
use crate::rows::raw::{Column, RowPlace};
use crate::rules::view::Check;

rule! {
    /// ## What it finds
    /// A row with bytes that mean nothing in the encoding of the file.
    ///
    /// ## Why it matters
    /// A letter was damaged, mostly by joining files of different encodings. Guessing
    /// it would store a wrong name.
    ///
    /// ## What becomes of the row
    /// The row is not imported. All others are.
    ///
    /// ## What to do
    /// Write the value again and save the file as UTF-8.
    ///
    /// ## Example
    /// ```csv escaped
    /// id,email,first_name
    /// 1,ana@example.org,José
    /// 2,bo@example.org,Zo\xEB    <- FIL011
    /// ```
    "FIL011" "bytes-not-readable", Error; fix None; scope Row;
    verb "Save the row in the right encoding";
    message "Row {row} has bytes that are not {encoding}, first in column {column}.";
    became "";
    help "Write the value again in a program that saves UTF-8. If every row with special letters shows this, name the encoding of the file with --encoding.";
    check Check::Raised
}

/// Raised by readers of text. `column` is where the first such byte stands.
pub fn found(
    place: RowPlace,
    column: &Column,
    encoding: &str,
    findings: &mut Findings,
) {
    let finding = Finding::of(&RULE).row(place).column(&column.name, column.field);
    findings.add(finding.arg("encoding", encoding));
}
