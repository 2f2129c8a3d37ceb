//! FIL018: a quote in the middle of a value.

use crate::findings::finding::{Finding, Findings};
use crate::findings::rule::Severity;
use crate::rows::raw::{CellRef, Column, Reach, RowPlace};
use crate::rules::view::Check;

rule! {
    /// ## What it finds
    /// A quote inside a value that is not written twice, as in `O"Brien` or `"Jen "JJ" Smith"`.
    ///
    /// ## Why it matters
    /// A quote begins or ends a value. One in the middle can be read in more than one way.
    ///
    /// ## What becomes of the row
    /// The row is not imported. Where a later line could close the quote, the lines up to it
    /// are not imported either, and the message names them. In the column names the quote is
    /// left out.
    ///
    /// ## What to do
    /// Write the value in quotes and each quote inside it twice: `"Jen ""JJ"" Smith"`.
    ///
    /// ## Example
    /// ```csv
    /// id,email,first_name
    /// 1,ana@example.org,"Jen "JJ" Smith"    <- FIL018
    /// 2,bo@example.org,"Bo ""B"" Lee"
    /// 3,cy@example.org,O"Brien    <- FIL018
    /// ```
    "FIL018" "stray-quote", Error; fix Suggest; scope Row;
    verb "Double the quote inside the value";
    message "Row {row} has a quote in the middle of {column}{lines}.";
    became "The column names {were} read without it.";
    help "Write the value in quotes and each quote inside it twice.";
    check Check::Raised
}

/// Raised by the CSV reader. `repair` is the cell as written, and as it has to
/// be written.
pub fn found(
    place: RowPlace,
    column: &Column,
    repair: Option<(CellRef<'_>, String)>,
    findings: &mut Findings,
) {
    let mut finding = Finding::of(&RULE)
        .row(place)
        .column(&column.name, column.field);
    if let Some((cell, repaired)) = repair {
        finding = finding.cell(cell).suggest(repaired);
    }
    findings.add(finding.arg("lines", ""));
}

/// The same where a later line may close the quote: `reach` are the lines held
/// back.
pub fn found_over(place: RowPlace, column: &Column, reach: Reach, findings: &mut Findings) {
    let finding = Finding::of(&RULE)
        .row(place)
        .column(&column.name, column.field)
        .arg("lines", reach.clause());
    findings.add(finding);
}

/// Raised for the row that names the columns, which is read without the quote.
pub fn found_in_header(place: RowPlace, column: &str, findings: &mut Findings) {
    let mut finding = Finding::of(&RULE).row(place).column(column, None);
    finding.severity = Severity::Notice;
    findings.add(finding.arg("lines", ""));
}
