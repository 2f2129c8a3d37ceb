//! DUP127: an email that is somebody else's username.

use crate::findings::finding::{Finding, Findings};
use crate::rows::raw::CellRef;
use crate::rules::view::Check;
use uuid::Uuid;

rule! {
    /// ## What it finds
    /// An email address that another user of the directory has as a username.
    ///
    /// ## Why it matters
    /// Whoever signs in with it could be either of the two.
    ///
    /// ## What becomes of the row
    /// The row is not imported, and the user in the directory is not changed.
    ///
    /// ## What to do
    /// If both are one person, put that user's id or username into this row. If they
    /// are two, give the other user another username first.
    ///
    /// ## Example
    /// ```csv before
    /// id,username
    /// 1,bo@example.org    <- IDN007
    /// ```
    /// ```csv
    /// id,email
    /// 2,bo@example.org    <- DUP127
    /// ```
    "DUP127" "email-is-anothers-username", Error; fix Choose; scope Cell;
    verb "Settle whose email it is";
    message "{value} is the username of {other}.";
    became "";
    help "If both are one person, give the row that user's id. Otherwise change that username first: admit users edit.";
    check Check::Raised
}

/// Raised when a row is matched with the directory.
pub fn found(cell: Option<CellRef<'_>>, other: &str, user: Uuid, findings: &mut Findings) {
    let finding = Finding::of(&RULE).arg("other", other).user(user);
    findings.add(match cell {
        Some(cell) => finding.cell(cell),
        None => finding,
    });
}
