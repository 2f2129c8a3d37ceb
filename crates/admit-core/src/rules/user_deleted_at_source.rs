//! VAL033: a user who was deleted where the file comes from.

use crate::findings::finding::{Finding, Findings};
use crate::rows::raw::CellRef;
use crate::rules::view::Check;

rule! {
    /// ## What it finds
    /// A row that says that the user was deleted at its source: a date under `deleted_at`,
    /// TRUE under `is_deleted`, `deleted` under `status`.
    ///
    /// ## Why it matters
    /// Databases often keep what was deleted, and their exports hold it. Such users must not
    /// be let in again.
    ///
    /// ## What becomes of the row
    /// The row is imported; the user is imported as suspended and cannot sign in.
    ///
    /// ## What to do
    /// Leave the row out of the file, or hold all of them back with
    /// `--deny user-deleted-at-source`.
    ///
    /// ## Example
    /// ```csv
    /// email,deleted_at
    /// ana@example.org,
    /// bo@example.org,2024-05-01    <- VAL033
    /// ```
    "VAL033" "user-deleted-at-source", Warning; fix Choose; scope Cell;
    verb "Decide about users deleted at the source";
    message "The user was deleted at the source.";
    became "The user {was} imported as suspended and cannot sign in.";
    kept "{shut_out}.";
    help "Leave the row out, or hold back all such rows with --deny user-deleted-at-source.";
    check Check::Raised
}

/// Raised when a row's state is read.
pub fn found(cell: CellRef<'_>, findings: &mut Findings) {
    findings.add(Finding::of(&RULE).cell(cell));
}
