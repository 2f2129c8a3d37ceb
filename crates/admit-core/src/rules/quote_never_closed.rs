//! FIL017: a quote that opens and never closes.

use crate::findings::finding::{Finding, Findings};
use crate::rows::raw::{Column, RowPlace};
use crate::rules::view::Check;

rule! {
    /// ## What it finds
    /// A value that begins with a quote and has none at its end. Also when the next quote
    /// belongs to a later row.
    ///
    /// ## Why it matters
    /// Read by the letter, the value goes on over the following rows, which would vanish
    /// in it.
    ///
    /// ## What becomes of the row
    /// The row where the quote opens is not imported. Reading goes on at the next line that
    /// is a row by itself; where lines in between could not be told apart, the message says
    /// how many. They are not imported.
    ///
    /// ## What to do
    /// Put the missing quote where the value ends. Where closing it at one place gives the
    /// right number of values, the corrected line is suggested.
    ///
    /// ## Example
    /// ```csv
    /// id,email,first_name
    /// 1,ana@example.org,"Ana    <- FIL017
    /// 2,bo@example.org,"Bo"
    /// 3,cy@example.org,Cy
    /// ```
    "FIL017" "quote-never-closed", Error; fix Suggest; scope Row;
    message "The quote opened in row {row}, column {column}, is never closed{after}.";
    became "";
    help "Put a quote at the end of the value in column {column}.";
    check Check::Raised
}

/// Raised by the CSV reader. `lost` is the number of lines after the row that
/// could not be told apart; `line` the row as written and as it would have to
/// be written.
pub fn found(
    place: RowPlace,
    column: &Column,
    lost: u64,
    line: Option<(&str, String)>,
    findings: &mut Findings,
) {
    let after = match lost {
        0 => String::new(),
        1 => ", so 1 line after it could not be told apart".to_owned(),
        n => format!(", so {n} lines after it could not be told apart"),
    };
    let mut finding = Finding::of(&RULE)
        .row(place)
        .column(&column.name, column.field)
        .arg("n", lost)
        .arg("after", after);
    if let Some((written, closed)) = line {
        finding = finding.value(written).suggest(closed);
    }
    findings.add(finding);
}
