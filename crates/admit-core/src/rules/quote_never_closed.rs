//! FIL017: a quote that opens and never closes.

use crate::findings::finding::{Finding, Findings, HELD_LINES};
use crate::rows::raw::{Column, Reach, RowPlace};
use crate::rules::view::Check;

rule! {
    /// ## What it finds
    /// A value that begins with a quote and has none where it could end. Also when the next
    /// quote belongs to a later row.
    ///
    /// ## Why it matters
    /// Whether the lines below are rows or the text of the value cannot be told. Users made
    /// out of a text that somebody typed into a field could be anybody, with any role.
    ///
    /// ## What becomes of the row
    /// The row where the quote opens is not imported, and no line below it, up to the first
    /// that both ways of reading agree on. Where none follows, that is the rest of the file.
    /// The message names the first and the last of these lines.
    ///
    /// ## What to do
    /// Put the missing quote where the value ends, and import the file again. Where closing
    /// it at one place gives the right number of values, the corrected line is suggested. In a
    /// fix file the lines stand as one row: write one row for each of them, with the same
    /// `admit_row`. Only when as many came is it counted as in.
    ///
    /// ## Example
    /// ```csv
    /// id,email,first_name
    /// 1,ana@example.org,"Ana    <- FIL017
    /// 2,bo@example.org,"Bo"
    /// 3,cy@example.org,Cy
    /// ```
    "FIL017" "quote-never-closed", Error; fix Suggest; scope Row;
    verb "Close the quote";
    message "The quote opened in row {row}, column {column}, is {how}{lines}.";
    became "";
    help "Put a quote at the end of the value in column {column}.";
    check Check::Raised
}

/// Raised by the CSV reader. `reach` are the lines held back; `line` the row as
/// written and as it would have to be written.
pub fn found(
    place: RowPlace,
    column: &Column,
    reach: Reach,
    line: Option<(&str, String)>,
    findings: &mut Findings,
) {
    let how = if reach.to_end {
        "never closed"
    } else {
        "not closed where its value ends"
    };
    let mut finding = Finding::of(&RULE)
        .row(place)
        .column(&column.name, column.field)
        .arg("how", how)
        .arg("n", reach.last - reach.line)
        .arg(HELD_LINES, reach.last - reach.line + 1)
        .arg("lines", reach.clause());
    if let Some((written, closed)) = line {
        finding = finding.value(written).suggest(closed);
    }
    findings.add(finding);
}
