//! DUP102: phone belongs to another user.

use crate::findings::finding::{Finding, Findings};
use crate::rows::raw::CellRef;
use crate::rules::view::Check;
use uuid::Uuid;

rule! {
    /// ## What it finds
    /// A phone that belongs to another user of the directory.
    ///
    /// ## Why it matters
    /// A phone leads to one user only.
    ///
    /// ## What becomes of the row
    /// The user is imported without the phone; a row that lists several phones loses all of
    /// them. Where no other identifier is left, the row is not imported.
    ///
    /// ## What to do
    /// Leave the phone to the user whose it is, or change it there first.
    ///
    /// ## Example
    /// ```csv before
    /// id,email,phone
    /// 1,ana@example.org,+61412345678
    /// ```
    /// ```csv
    /// id,email,phone
    /// 2,bo@example.org,+61412345678    <- DUP102
    /// ```
    "DUP102" "phone-belongs-to-another-user", Warning, only_identifier; fix Choose; scope Cell;
    verb "Settle whose phone it is";
    message "\"{value}\" already belongs to {other}.";
    became "It {was} left out.";
    help "Give the phone to one of the two users.";
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
