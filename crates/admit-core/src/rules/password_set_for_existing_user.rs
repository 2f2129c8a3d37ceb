//! PWD034: a password for a user who had none.

use crate::findings::finding::{Finding, Findings};
use crate::rules::view::Check;
use uuid::Uuid;

rule! {
    /// ## What it finds
    /// A row of a file of users that brings a password for a user who is in the directory
    /// and has none.
    ///
    /// ## Why it matters
    /// From now on that user can sign in with it.
    ///
    /// ## What becomes of the row
    /// The password is imported.
    ///
    /// ## What to do
    /// Nothing, if that is meant.
    ///
    /// ## Example
    /// ```csv before
    /// id,email
    /// 1,ana@example.org
    /// ```
    /// ```csv
    /// id,email,hashed_password,hashing_method
    /// 1,ana@example.org,5f4dcc3b5aa765d61d8327deb882cf99,md5    <- PWD034
    /// ```
    "PWD034" "password-set-for-existing-user", Notice; fix None; scope Row;
    verb "Look at users who get a password";
    message "{who} has no password yet, and the file gives one.";
    became "It {was} set.";
    help "To hold such rows back: --deny password-set-for-existing-user.";
    check Check::Raised
}

/// Raised when a row is compared with its user.
pub fn found(who: &str, user: Uuid, findings: &mut Findings) {
    findings.add(Finding::of(&RULE).arg("who", who).user(user));
}
