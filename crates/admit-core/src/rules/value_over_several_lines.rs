//! FIL030: a quoted value that goes over lines where its column has none.

use crate::findings::finding::{Finding, Findings, HELD_LINES};
use crate::rows::raw::{Column, Reach, RowPlace};
use crate::rules::view::Check;

rule! {
    /// ## What it finds
    /// A line break in a value that cannot have one: an id, an address, a name, a username, a
    /// yes or no. (Lists, phone numbers and free texts may go over several lines.)
    ///
    /// ## Why it matters
    /// Either two values stand in one cell, or a quote is missing in one line and one too many
    /// in a later line, and the value has swallowed the rows between them.
    ///
    /// ## What becomes of the row
    /// It is not imported, and neither is any line inside the quotes. The message names the
    /// first and the last line.
    ///
    /// ## What to do
    /// Look where the value should end. If a quote is missing there, put it there; if two
    /// values stand in the cell, leave one of them in it.
    ///
    /// ## Example
    /// ```csv
    /// id,first_name,last_name
    /// 1,"Ana,Roe    <- FIL030
    /// 2,Bo,Li
    /// 3,Cy",Fox
    /// 4,Di,Ray
    /// ```
    "FIL030" "value-over-several-lines", Error; fix Suggest; scope Row;
    verb "Put the value on one line";
    message "Row {row} goes from line {from} to line {last}: its value of {column} contains a line break.";
    became "";
    help "Put a quote where the value of {column} ends, or leave one value in the cell.";
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
    let mut finding = Finding::of(&RULE)
        .row(place)
        .column(&column.name, column.field)
        .arg("from", reach.line)
        .arg("last", reach.last)
        .arg(HELD_LINES, reach.last - reach.line + 1);
    if let Some((written, closed)) = line {
        finding = finding.value(written).suggest(closed);
    }
    findings.add(finding);
}
