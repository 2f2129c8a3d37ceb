//! IDN013: a new user who would look like one who is there.

use crate::findings::finding::{Finding, Findings};
use crate::rows::raw::CellRef;
use crate::rules::view::Check;
use crate::users::user::Identity;
use uuid::Uuid;

rule! {
    /// ## What it finds
    /// A user to be created whose email or username has foreign letters in place of
    /// plain ones, so that it looks like that of a user of the directory.
    ///
    /// ## Why it matters
    /// People, and those who run the directory, would take one for the other. It may
    /// have been made for that.
    ///
    /// ## What becomes of the row
    /// The row is imported; the two are different users. `--deny
    /// looks-like-another-user` holds such rows back.
    ///
    /// ## What to do
    /// Ask the person. If the two are one person, write the identifier as the
    /// directory has it.
    ///
    /// ## Example
    /// ```csv before
    /// id,email
    /// 1,bolee@example.org
    /// ```
    /// ```csv escaped
    /// id,email
    /// 2,b\u{43e}lee@example.org    <- EML013, IDN013
    /// ```
    "IDN013" "looks-like-another-user", Warning; fix None; scope Cell;
    verb "Look at users who look like others";
    message "\"{identifier}\" looks like what belongs to {other}, but is written with other letters.";
    became "Another user {was} created.";
    help "Ask the person. If the two are one, write it as the directory has it.";
    check Check::Raised
}

/// Raised when a row is matched with the directory.
pub fn found(
    cell: Option<CellRef<'_>>,
    identity: &Identity,
    other: &str,
    user: Uuid,
    findings: &mut Findings,
) {
    let mut finding = Finding::of(&RULE)
        .arg("identifier", identity.value())
        .arg("other", other)
        .user(user);
    if let Some(cell) = cell {
        finding = finding.cell(cell);
    }
    findings.add(finding);
}
