//! DUP103: username taken.

use crate::findings::finding::{Finding, Findings};
use crate::rows::raw::CellRef;
use crate::rules::view::Check;
use uuid::Uuid;

rule! {
    /// ## What it finds
    /// A username that belongs to another user of the directory.
    ///
    /// ## Why it matters
    /// A username leads to one user only.
    ///
    /// ## What becomes of the row
    /// The user is imported without the username; a row that lists several usernames loses all of
    /// them. Where no other identifier is left, the row is not imported.
    ///
    /// ## What to do
    /// Leave the username to the user whose it is, or change it there first.
    ///
    /// ## Example
    /// ```csv before
    /// id,email,username
    /// 1,ana@example.org,ana.b
    /// ```
    /// ```csv
    /// id,email,username
    /// 2,bo@example.org,ana.b    <- DUP103
    /// ```
    "DUP103" "username-taken", Warning, only_identifier; fix None; scope Cell;
    verb "Choose another username";
    message "\"{value}\" already belongs to {other}.";
    became "It {was} left out.";
    help "Give the username to one of the two users.";
    check Check::Raised
}

/// Raised when a row is matched with the directory.
pub fn found(cell: Option<CellRef<'_>>, other: &str, user: Uuid, findings: &mut Findings) {
    let mut finding = Finding::of(&RULE).arg("other", other).user(user);
    if let Some(cell) = cell {
        finding = finding.cell(cell);
    }
    findings.add(finding);
}
