//! PWF002: a password that could be of several users.

use crate::findings::finding::{Finding, Findings};
use crate::rules::view::Check;
use uuid::Uuid;

rule! {
    /// ## What it finds
    /// A row of a file of passwords whose username and phone belong to different users.
    ///
    /// ## Why it matters
    /// Any choice would let one person sign in as another.
    ///
    /// ## What becomes of the row
    /// The row is not imported.
    ///
    /// ## What to do
    /// Give the row the id or the email of its user.
    ///
    /// ## Example
    /// ```csv before
    /// id,username,phone
    /// 1,ana,+61412345678
    /// 2,bo,+61412345679
    /// ```
    /// ```csv passwords
    /// username,phone,hashed_password,hashing_method
    /// ana,+61412345679,5f4dcc3b5aa765d61d8327deb882cf99,md5    <- PWF002
    /// ```
    "PWF002" "several-users-match-password", Error; fix Choose; scope Row;
    verb "Settle who is meant";
    message "{n} users match row {row}: {users}.";
    became "";
    refused "The password {was_not} imported.";
    help "Give the row the id or the email of its user.";
    check Check::Raised
}

/// Raised when a row is matched with the directory.
pub fn found(users: &[String], user: Uuid, findings: &mut Findings) {
    let finding = Finding::of(&RULE).arg("n", users.len());
    findings.add(finding.arg("users", users.join(", ")).user(user));
}
