//! DUP104: id and email match different users.

use crate::findings::finding::{Finding, Findings};
use crate::rules::view::Check;
use uuid::Uuid;

rule! {
    /// ## What it finds
    /// A row whose id belongs to one user of the directory and whose email
    /// belongs to another.
    ///
    /// ## Why it matters
    /// Any choice would give one person's account to the other.
    ///
    /// ## What becomes of the row
    /// The row is not imported, and neither user is changed. Both are named.
    ///
    /// ## What to do
    /// Look at both users and correct the row, or the user in the directory.
    ///
    /// ## Example
    /// ```csv before
    /// id,email
    /// 1,ana@example.org
    /// 2,bo@example.org
    /// ```
    /// ```csv
    /// id,email
    /// 1,bo@example.org    <- DUP104
    /// ```
    "DUP104" "id-and-email-match-different-users", Error; fix Choose; scope Row;
    verb "Settle who is meant";
    message "The id in row {row} is that of {first_user}; the email is that of {second_user}.";
    became "";
    help "Correct the one that is wrong.";
    check Check::Raised
}

/// Raised when a row is matched with the directory.
pub fn found(first_user: &str, second_user: &str, user: Uuid, findings: &mut Findings) {
    findings.add(
        Finding::of(&RULE)
            .arg("first_user", first_user)
            .arg("second_user", second_user)
            .user(user),
    );
}
