//! DUP106: several users match.

use crate::findings::finding::{Finding, Findings};
use crate::rules::view::Check;
use uuid::Uuid;

rule! {
    /// ## What it finds
    /// A row whose identities belong to more than one user of the directory.
    ///
    /// ## Why it matters
    /// Any choice would give one person's account to another.
    ///
    /// ## What becomes of the row
    /// The row is not imported, and none of the users is changed.
    ///
    /// ## What to do
    /// Leave the row only the identities of one user.
    ///
    /// ## Example
    /// ```ndjson before
    /// {"id":"1","identities":[{"type":"oauth2:google","identity":"g-1"}]}
    /// {"id":"2","identities":[{"type":"oauth2:google","identity":"g-2"}]}
    /// ```
    /// ```ndjson
    /// {"id":"1","identities":[{"type":"oauth2:google","identity":"g-2"}]}    <- DUP106
    /// ```
    "DUP106" "several-users-match", Error; fix Choose; scope Row;
    verb "Settle who is meant";
    message "{n} users match row {row}: {users}.";
    became "";
    help "Leave the row the identifiers of one user.";
    check Check::Raised
}

/// Raised when a row is matched with the directory.
pub fn found(users: &[String], user: Uuid, findings: &mut Findings) {
    findings.add(
        Finding::of(&RULE)
            .arg("n", users.len())
            .arg("users", users.join(", "))
            .user(user),
    );
}
