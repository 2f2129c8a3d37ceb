//! ROW001: rows without any value.

use crate::base::numbers::grouped;
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
    message "{rows} blank.";
    became "They {were} skipped.";
    help "";
    check Check::Raised
}

/// Raised once at the end of a source.
pub fn found(rows: u64, findings: &mut Findings) {
    let finding = Finding::of(&RULE);
    findings.add(match rows {
        1 => finding.arg("rows", "1 row is").became("It {was} skipped."),
        n => finding.arg("rows", format!("{} rows are", grouped(n))),
    });
}
