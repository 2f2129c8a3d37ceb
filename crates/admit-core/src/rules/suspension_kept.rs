//! DUP120: a user whom an operator has suspended.

use crate::findings::finding::{Finding, Findings};
use crate::rules::view::Check;
use uuid::Uuid;

rule! {
    /// ## What it finds
    /// A row that says of a user whom an operator has suspended that they are not.
    ///
    /// ## Why it matters
    /// Whoever was suspended by hand was so for a reason that the file does not know.
    ///
    /// ## What becomes of the row
    /// The user stays suspended. The rest of the row is imported.
    ///
    /// ## What to do
    /// To let the user in again: admit users unsuspend.
    ///
    /// ## Example
    /// Somebody suspends a user; later a file says otherwise:
    /// ```text
    /// admit import users.csv
    /// admit users suspend ana@example.org
    /// admit import changed.csv    # gives suspended = false
    /// ```
    "DUP120" "suspension-kept", Warning; fix None; scope Row;
    verb "Look at suspensions that stay";
    message "{who} was suspended here, and the row says otherwise.";
    became "The user {was} left suspended.";
    help "To let the user in again: admit users unsuspend.";
    check Check::Raised
}

/// Raised when a row is compared with its user.
pub fn found(who: &str, user: Uuid, findings: &mut Findings) {
    findings.add(
        Finding::of(&RULE)
            .arg("who", who)
            .user(user),
    );
}
