//! DUP105: email and phone match different users.

use crate::findings::finding::{Finding, Findings};
use crate::rules::view::Check;
use uuid::Uuid;

rule! {
    /// ## What it finds
    /// A row whose email belongs to one user of the directory and whose phone
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
    /// email,phone
    /// ana@example.org,+61412345678
    /// bo@example.org,+61412345679
    /// ```
    /// ```csv
    /// email,phone
    /// ana@example.org,+61412345679    <- DUP105
    /// ```
    "DUP105" "email-and-phone-match-different-users", Error; fix Choose; scope Row;
    verb "Settle who is meant";
    message "The email in row {row} is that of {first_user}; the phone is that of {second_user}.";
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
