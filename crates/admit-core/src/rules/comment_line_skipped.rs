//! FIL015: a comment above the column names.

use crate::findings::finding::{Finding, Findings};
use crate::rows::raw::RowPlace;
use crate::rules::view::Check;

rule! {
    /// ## What it finds
    /// A line above the column names that starts with `#`.
    ///
    /// ## Why it matters
    /// Some programs write the date and the filter of an export there. Under the column
    /// names such a line would be a row.
    ///
    /// ## What becomes of the row
    /// The line is skipped. No row is left out.
    ///
    /// ## What to do
    /// Nothing, if it is a comment.
    ///
    /// ## Example
    /// ```csv
    /// # exported on 1 March    <- FIL015
    /// id,email
    /// 1,ana@example.org
    /// ```
    "FIL015" "comment-line-skipped", Notice; fix Auto; scope Row;
    verb "Look at lines that were skipped";
    message "Line {line} starts with \"#\".";
    became "It {was} skipped.";
    help "If it is a row, put the value in quotes or move the line below the column names.";
    check Check::Raised
}

/// Raised when a CSV is opened.
pub fn found(row: u64, line: u64, findings: &mut Findings) {
    findings.add(Finding::of(&RULE).row(RowPlace { row, line, byte: 0 }));
}
