//! DUP005: duplicate username in file.

use crate::findings::finding::{Finding, Findings};
use crate::rows::raw::CellRef;
use crate::rules::view::Check;

rule! {
    /// ## What it finds
    /// A username that an earlier row of the file gives to another user. Upper
    /// and lower case do not count.
    ///
    /// ## Why it matters
    /// A username leads to one user; with two owners nobody could tell who signs
    /// in.
    ///
    /// ## What becomes of the row
    /// The user is imported without the username; a row that lists several usernames loses all of
    /// them. Where no other identifier is left, the row is not imported.
    ///
    /// ## What to do
    /// Leave the username to the user whose it is.
    ///
    /// ## Example
    /// ```csv
    /// id,email,username
    /// 1,ana@example.org,ana.b
    /// 2,bo@example.org,ana.b    <- DUP005
    /// ```
    "DUP005" "duplicate-username-in-file", Warning, only_identifier; fix Choose; scope Cell;
    verb "Say whose username it is";
    message "Row {row} has the same username as row {first} ({value}), for another user.";
    became "The username {was} left out.";
    help "Give the username to one of the two users.";
    check Check::Raised
}

/// Raised when the rows of a file are compared with one another.
pub fn found(cell: Option<CellRef<'_>>, first: u64, findings: &mut Findings) {
    let mut finding = Finding::of(&RULE).related(first);
    if let Some(cell) = cell {
        finding = finding.cell(cell);
    }
    findings.add(finding);
}
