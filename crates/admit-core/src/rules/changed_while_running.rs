//! RUN009: changed while running.

use crate::findings::finding::{Finding, Findings};
use crate::rows::raw::Column;
use crate::rules::view::Check;

rule! {
    /// ## What it finds
    /// A user of whom somebody changed what the row would change, too, or an identifier
    /// that somebody took, between the check of the file and the writing of its rows.
    /// Whoever only signed in, or was changed in something else, is no such user.
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
    verb "Import again after the other change";
    message "The directory changed while the import ran: {what}.";
    became "";
    help "Import the file again: the row is then compared with what is there now, and --on-conflict says which of the two counts.";
    check Check::Raised
}

/// Raised when a write meets a directory that is not the one that was checked.
pub fn found(what: &str, findings: &mut Findings) {
    findings.add(Finding::of(&RULE).arg("what", what));
}

/// Raised when somebody has taken an identifier of a row, which stands in `column`, or
/// has `kept` it who was to give it up.
pub fn found_taken(
    (kind, key): (&str, &str),
    kept: bool,
    column: Option<&Column>,
    findings: &mut Findings,
) {
    let became = if kept {
        "still belongs to somebody who was to give it up"
    } else {
        "was taken by somebody else"
    };
    let what = format!("the {kind} \"{key}\" {became}");
    let finding = Finding::of(&RULE).arg("what", what).value(key);
    findings.add(match column {
        Some(column) => finding.column(&column.name, column.field),
        None => finding,
    });
}
