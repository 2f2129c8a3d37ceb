//! PWD026: users with the same hash.

use crate::findings::finding::{Finding, Findings};
use crate::rules::view::Check;
use crate::users::field::Field;

rule! {
    /// ## What it finds
    /// Several users whose hash and salt are the same.
    ///
    /// ## Why it matters
    /// They have the same password, often a common one or one that was given to all of them
    /// at first. Who learns the one knows the other.
    ///
    /// ## What becomes of the row
    /// The passwords are imported.
    ///
    /// ## What to do
    /// Ask these users to set a new password: `admit users reset-password`.
    ///
    /// ## Example
    /// ```csv
    /// id,hashed_password,hashing_method    <- PWD026
    /// 1,0cc175b9c0f1b6a831c399e269772661,md5
    /// 2,0cc175b9c0f1b6a831c399e269772661,md5
    /// 3,92eb5ffee6ae2fec3ad71c777531578f,md5
    /// ```
    "PWD026" "hash-shared", Notice; fix None; scope Column;
    verb "Look at hashes that users share";
    message "{n} users have the same hash.";
    became "";
    help "They have the same password, perhaps one that was given to all of them.";
    check Check::Raised
}

/// Raised once for a file, for the largest number of users.
pub fn found(column: &str, users: u64, findings: &mut Findings) {
    let finding = Finding::of(&RULE).column(column, Some(Field::HashedPassword));
    findings.add(finding.arg("n", users));
}
