//! RUN009: changed while running.

use crate::findings::finding::{Finding, Findings};
use crate::rows::raw::Column;
use crate::rules::view::Check;

rule! {
    /// ## What it finds
    /// A user that somebody changed, or an identifier that somebody took, between
    /// the check of the file and the writing of its rows.
    ///
    /// ## Why it matters
    /// Writing what was decided before would undo what was done meanwhile.
    ///
    /// ## What becomes of the row
    /// The row is not imported; the newer values are kept.
    ///
    /// ## What to do
    /// Import the file again.
    ///
    /// ## Example
    /// It needs somebody at work in the directory during an import:
    /// ```text
    /// admit import users.csv       # meanwhile: admit users edit ana@example.org --last-name Berg
    /// ```
    "RUN009" "changed-while-running", Error; fix None; scope Row;
    message "The directory changed while the import ran: {what}.";
    became "";
    help "Import the file again; the row is then compared anew.";
    check Check::Raised
}

/// Raised when a write meets a directory that is not the one that was checked.
pub fn found(what: &str, findings: &mut Findings) {
    findings.add(Finding::of(&RULE).arg("what", what));
}

/// Raised when somebody has taken an identifier of a row, which stands in `column`.
pub fn found_taken(kind: &str, key: &str, column: Option<&Column>, findings: &mut Findings) {
    let what = format!("the {kind} \"{key}\" was taken by somebody else");
    let finding = Finding::of(&RULE).arg("what", what).value(key);
    findings.add(match column {
        Some(column) => finding.column(&column.name, column.field),
        None => finding,
    });
}
