//! DUP126: a username that is somebody else's email.

use crate::findings::finding::{Finding, Findings};
use crate::rows::raw::CellRef;
use crate::rules::view::Check;
use uuid::Uuid;

rule! {
    /// ## What it finds
    /// A username that is the email address of another user, in the directory or in the
    /// file.
    ///
    /// ## Why it matters
    /// Whoever signs in with it could be either of the two.
    ///
    /// ## What becomes of the row
    /// The user is imported without the username; a row that lists several usernames loses all of
    /// them. Where no other identifier is left, the row is not imported.
    ///
    /// ## What to do
    /// If both are one person, put the address into the email column of this row. If
    /// they are two, give this one another username.
    ///
    /// ## Example
    /// ```csv
    /// id,email,username
    /// 1,ana@example.org,
    /// 2,bo@example.org,ana@example.org    <- DUP126, IDN007
    /// ```
    "DUP126" "username-is-anothers-email", Warning, only_identifier; fix Choose; scope Cell;
    verb "Choose another username";
    message "The username \"{value}\" is the email of {other}.";
    became "The username {was} left out.";
    help "Give this user another username, or leave it blank.";
    check Check::Raised
}

/// Raised when rows are compared with one another.
pub fn in_file(cell: Option<CellRef<'_>>, other: u64, findings: &mut Findings) {
    let finding = Finding::of(&RULE).arg("other", format!("row {other}"));
    let finding = finding.related(other);
    findings.add(match cell {
        Some(cell) => finding.cell(cell),
        None => finding,
    });
}

/// Raised when a row is matched with the directory.
pub fn in_directory(cell: Option<CellRef<'_>>, other: &str, user: Uuid, findings: &mut Findings) {
    let finding = Finding::of(&RULE).arg("other", other).user(user);
    findings.add(match cell {
        Some(cell) => finding.cell(cell),
        None => finding,
    });
}
