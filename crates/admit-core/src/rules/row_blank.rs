//! ROW001: rows without any value.

use crate::findings::finding::{Finding, Findings};
use crate::rules::view::Check;

rule! {
    /// ## What it finds
    /// Lines without any value, or with separators only.
    ///
    /// ## Why it matters
    /// It does not. They are counted so that the numbers of rows agree with what a
    /// spreadsheet shows.
    ///
    /// ## What becomes of the row
    /// A blank row is skipped and counted apart from the rows read. It keeps its number.
    ///
    /// ## What to do
    /// Nothing.
    ///
    /// ## Example
    /// ```csv
    /// id,email    <- ROW001
    /// 1,ana@example.org
    ///
    /// 2,bo@example.org
    /// ```
    "ROW001" "row-blank", Notice; fix Auto; scope File;
    message "{n} blank {rows} skipped.";
    help "";
    check Check::Raised
}

/// Raised once at the end of a source.
pub fn found(rows: u64, findings: &mut Findings) {
    findings.add(
        Finding::of(&RULE)
            .arg("n", rows)
            .arg("rows", if rows == 1 { "row was" } else { "rows were" }),
    );
}
