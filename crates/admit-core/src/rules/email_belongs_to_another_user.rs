//! DUP101: email belongs to another user.

use crate::findings::finding::{Finding, Findings};
use crate::rows::raw::CellRef;
use crate::rules::view::Check;
use uuid::Uuid;

rule! {
    /// ## What it finds
    /// An email that belongs to a user of the directory who has another id than
    /// the row; in a file of passwords also a username or a phone number.
    ///
    /// ## Why it matters
    /// Taking the id over would make two people one, or one person two.
    ///
    /// ## What becomes of the row
    /// The row is not imported, and the user in the directory is not changed.
    ///
    /// ## What to do
    /// Find out which id is right. If the person changed ids, correct the id in
    /// the file.
    ///
    /// ## Example
    /// ```csv before
    /// id,email
    /// 1,ana@example.org
    /// ```
    /// ```csv
    /// id,email
    /// 2,ana@example.org    <- DUP101
    /// ```
    "DUP101" "email-belongs-to-another-user", Error; fix Choose; scope Cell;
    verb "Settle whose email it is";
    message "{value} already belongs to the user with id {other}, but row {row} has id {id}.";
    became "";
    help "Change the id in the file, or leave the row out.";
    check Check::Raised
}

/// Raised when a row is matched with the directory.
pub fn found(
    cell: Option<CellRef<'_>>,
    other: &str,
    id: &str,
    user: Uuid,
    findings: &mut Findings,
) {
    let mut finding = Finding::of(&RULE)
        .arg("other", other)
        .arg("id", id)
        .user(user);
    if let Some(cell) = cell {
        finding = finding.cell(cell);
    }
    findings.add(finding);
}
