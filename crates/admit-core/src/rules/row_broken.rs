//! ROW018: a row that line breaks cut in pieces.

use crate::findings::finding::{Finding, Findings};
use crate::rows::raw::{Reach, RowPlace};
use crate::rules::view::Check;

rule! {
    /// ## What it finds
    /// Rows below each other that have too few values each, and as many as the header has
    /// columns together.
    ///
    /// ## Why it matters
    /// They are one row in which a value contains a line break and does not stand in quotes.
    /// Read one by one they would be people who do not exist.
    ///
    /// ## What becomes of the row
    /// None of the lines is imported. They count as one row; the message names the first and
    /// the last.
    ///
    /// ## What to do
    /// Join the lines, or put the value with the line break in quotes. If each of them is a
    /// row, write the separators for its empty values.
    ///
    /// ## Example
    /// ```csv
    /// id,first_name,last_name,email
    /// 7,Ana    <- ROW018
    /// Maria,Ruiz,ana@example.org
    /// 8,Bo,Lee,bo@example.org
    /// ```
    "ROW018" "row-broken", Error; fix Suggest; scope Row;
    verb "Join the lines of one row";
    message "Lines {from} to {last} have too few cells each and make one row together.";
    became "";
    help "Join the lines, or write the separators for the empty values of each.";
    check Check::Raised
}

/// Raised by the CSV reader. `reach` are the lines; `line` their text, and how
/// they may be written as one.
pub fn found(
    place: RowPlace,
    reach: Reach,
    line: Option<(&str, String)>,
    findings: &mut Findings,
) {
    let mut finding = Finding::of(&RULE)
        .row(place)
        .arg("from", reach.line)
        .arg("last", reach.last);
    if let Some((written, joined)) = line {
        finding = finding.value(written).suggest(joined);
    }
    findings.add(finding);
}
