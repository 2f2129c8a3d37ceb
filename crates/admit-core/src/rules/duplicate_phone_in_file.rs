//! DUP004: duplicate phone in file.

use crate::findings::finding::{Finding, Findings};
use crate::rows::raw::CellRef;
use crate::rules::view::Check;

rule! {
    /// ## What it finds
    /// A phone that an earlier row of the file gives to another user.
    ///
    /// ## Why it matters
    /// A phone leads to one user; with two owners nobody could tell who signs in.
    ///
    /// ## What becomes of the row
    /// The user is imported without the phone; a row that lists several phones loses all of
    /// them. Where no other identifier is left, the row is not imported.
    ///
    /// ## What to do
    /// Leave the phone to the user whose it is.
    ///
    /// ## Example
    /// ```csv
    /// id,email,phone
    /// 1,ana@example.org,+61412345678
    /// 2,bo@example.org,+61412345678    <- DUP004
    /// ```
    "DUP004" "duplicate-phone-in-file", Warning, only_identifier; fix Choose; scope Cell;
    verb "Say whose phone it is";
    message "Row {row} has the same phone as row {first} ({value}), for another user.";
    became "The phone {was} left out.";
    help "Give the phone to one of the two users.";
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
