//! DUP128: an id that is a known one but for leading zeros.

use crate::findings::finding::{Finding, Findings};
use crate::rows::raw::CellRef;
use crate::rules::view::Check;
use uuid::Uuid;

rule! {
    /// ## What it finds
    /// An id of digits that nobody has, where a user of the directory has the same one
    /// with more or fewer zeros in front.
    ///
    /// ## Why it matters
    /// Spreadsheets take zeros in front of numbers away. The row would become a second
    /// user beside the one it means.
    ///
    /// ## What becomes of the row
    /// The row is not imported, and the user in the directory is not changed.
    ///
    /// ## What to do
    /// Write the id as it is known, with the column's cells as text. If it is somebody
    /// else, add that user by hand: `admit users add`.
    ///
    /// ## Example
    /// ```csv before
    /// id,email
    /// 00123,ana@example.org
    /// ```
    /// ```csv
    /// id,email
    /// 123,ana@example.org    <- DUP128
    /// ```
    "DUP128" "id-differs-in-leading-zeros", Error; fix Suggest; scope Cell;
    verb "Write the id with its zeros";
    message "The id {value} differs from {known}, the id of {other}, in zeros at its front only.";
    became "";
    help "Write {known}, or add the user by hand if it is somebody else.";
    check Check::Raised
}

/// Raised when a row is matched with the directory.
pub fn found(
    cell: Option<CellRef<'_>>,
    known: &str,
    (other, user): (&str, Uuid),
    findings: &mut Findings,
) {
    let finding = Finding::of(&RULE)
        .arg("known", known)
        .arg("other", other)
        .suggest(known)
        .user(user);
    findings.add(match cell {
        Some(cell) => finding.cell(cell),
        None => finding,
    });
}
