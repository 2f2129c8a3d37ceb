//! ROW002: a row with more cells than there are columns.

use crate::findings::finding::{Finding, Findings};
use crate::rows::raw::{CellCount, CellRef, RowPlace};
use crate::rules::view::Check;

rule! {
    /// ## What it finds
    /// A row with more values than the header has columns. Empty ones at the end do not
    /// count, unless the values before them plainly stand one column too far to the right.
    ///
    /// ## Why it matters
    /// Mostly a value contains a comma and does not stand in quotes, so that all values
    /// after it are one column too far to the right.
    ///
    /// ## What becomes of the row
    /// The row is not imported.
    ///
    /// ## What to do
    /// Put the value with the comma in quotes. Where the other values fit their columns in
    /// one way only, the finding names the column and shows the value in quotes.
    ///
    /// ## Example
    /// ```csv
    /// email,first_name,email_verified
    /// ana@example.org,Ana,true
    /// bo@example.org,Lee, Bo,true    <- ROW002
    /// ```
    "ROW002" "row-too-many-cells", Error; fix Suggest; scope Row;
    verb "Put a value in quotes";
    message "Row {row} has {found} cells; the header has {expected}.";
    became "";
    help "A value that contains the separator (\"{delimiter}\") has to stand in quotes.";
    check Check::Raised
}

/// Raised by the CSV reader. `cell` is the value that should stand in quotes,
/// if only one can be meant.
pub fn found(
    place: RowPlace,
    count: CellCount,
    delimiter: &str,
    cell: Option<CellRef<'_>>,
    findings: &mut Findings,
) {
    let finding = Finding::of(&RULE)
        .row(place)
        .arg("found", count.found)
        .arg("expected", count.expected)
        .arg("delimiter", delimiter);
    findings.add(match cell {
        Some(cell) => {
            // A backslash in front of the separator is no part of the value.
            let bare = cell.text.replace(&format!("\\{delimiter}"), delimiter);
            let quoted = format!("\"{}\"", bare.replace('"', "\"\""));
            let help = format!(
                "Put the value of {} in quotes: {}.",
                cell.column,
                crate::findings::shown::shown(&quoted)
            );
            finding.cell(cell).suggest(quoted).help(help)
        }
        None => finding,
    });
}
