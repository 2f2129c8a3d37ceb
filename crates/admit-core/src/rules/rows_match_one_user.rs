//! DUP113: rows match one user.

use crate::findings::finding::{Finding, Findings};
use crate::rules::view::Check;
use uuid::Uuid;

rule! {
    /// ## What it finds
    /// Two rows that have no identifier in common and still lead to the same user
    /// of the directory, where the later one would change the user.
    ///
    /// ## Why it matters
    /// Each import would undo half of the other row.
    ///
    /// ## What becomes of the row
    /// The first row stands. The later one is not imported.
    ///
    /// ## What to do
    /// Give both rows the same id, so that they can be compared, or keep one of
    /// them.
    ///
    /// ## Example
    /// ```csv before
    /// id,email,first_name
    /// 1,ana@example.org,Ana
    /// ```
    /// ```csv
    /// id,email,first_name
    /// 1,,Anna
    /// ,ana@example.org,Annie    <- IDN002, DUP113
    /// ```
    "DUP113" "rows-match-one-user", Error; fix Choose; scope Row;
    verb "Settle which rows are one user";
    message "Row {row} and row {first} are the same user of the directory, {who}, but share no id and no email, and row {row} gives another {fields}.";
    became "";
    help "Give both rows the same id, or keep one of them.";
    check Check::Raised
}

/// Raised when a row is matched with the directory.
pub fn found(first: u64, who: &str, fields: &str, user: Uuid, findings: &mut Findings) {
    findings.add(
        Finding::of(&RULE)
            .related(first)
            .arg("who", who)
            .arg("fields", fields)
            .user(user),
    );
}
