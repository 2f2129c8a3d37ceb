//! HDR003: values under no name.

use crate::findings::finding::{Finding, Findings};
use crate::rules::view::Check;

rule! {
    /// ## What it finds
    /// A column without a name in the header that has values in rows.
    ///
    /// ## Why it matters
    /// Nobody can say what the values are.
    ///
    /// ## What becomes of the row
    /// The rows are imported without these values.
    ///
    /// ## What to do
    /// Name the column, or delete it if it is not needed.
    ///
    /// ## Example
    /// ```csv
    /// id,email,    <- HDR003
    /// 1,ana@example.org,x
    /// 2,bo@example.org,
    /// ```
    "HDR003" "column-without-name", Warning; fix Choose; scope Column;
    verb "Name the column";
    message "Column {letter} has no name.";
    became "Its {n} values {were} left out.";
    help "Give the column a name in the header.";
    check Check::Raised
}

/// Raised at the end of a CSV. `letter` is what spreadsheets call the column.
pub fn found(letter: &str, values: u64, findings: &mut Findings) {
    let finding = Finding::of(&RULE).arg("letter", letter);
    findings.add(finding.values_left_out(values));
}
