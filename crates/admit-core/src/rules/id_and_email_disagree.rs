//! PWF003: a password with the id of one user and the email of another.

use crate::findings::finding::{Finding, Findings};
use crate::rules::view::Check;
use uuid::Uuid;

rule! {
    /// ## What it finds
    /// A row of a file of passwords whose id belongs to one user and whose email belongs
    /// to another.
    ///
    /// ## Why it matters
    /// Any choice would let one person sign in as another.
    ///
    /// ## What becomes of the row
    /// The row is not imported.
    ///
    /// ## What to do
    /// Find out which of the two is right and correct the other.
    ///
    /// ## Example
    /// ```csv before
    /// id,email
    /// 1,ana@example.org
    /// 2,bo@example.org
    /// ```
    /// ```csv passwords
    /// id,email,hashed_password,hashing_method
    /// 1,bo@example.org,5f4dcc3b5aa765d61d8327deb882cf99,md5    <- PWF003
    /// ```
    "PWF003" "id-and-email-disagree", Error; fix Choose; scope Row;
    verb "Settle who is meant";
    message "The id \"{id}\" and the email \"{email}\" belong to different users.";
    became "";
    refused "The password {was_not} imported.";
    help "Correct the id or the email.";
    check Check::Raised
}

/// Raised when a row is matched with the directory.
pub fn found(id: &str, email: &str, user: Uuid, findings: &mut Findings) {
    let finding = Finding::of(&RULE).arg("id", id);
    findings.add(finding.arg("email", email).user(user));
}
