//! PWD033: a password that was set here after the export.

use crate::findings::finding::{Finding, Findings};
use crate::rules::view::Check;
use uuid::Uuid;

rule! {
    /// ## What it finds
    /// A password of a file for a user who has set another one in Admit, or whose password
    /// here was set later than the one in the file.
    ///
    /// ## Why it matters
    /// The old password would come back, and the person could not sign in with the one they
    /// use.
    ///
    /// ## What becomes of the row
    /// The password in Admit is kept; everything else of the row is imported.
    ///
    /// ## What to do
    /// Nothing.
    ///
    /// ## Example
    /// ```csv before
    /// id,email,hashed_password,hashing_method,password_set_date
    /// 1,ana@example.org,5f4dcc3b5aa765d61d8327deb882cf99,md5,2024-05-02T10:00:00Z
    /// ```
    /// ```csv
    /// id,email,hashed_password,hashing_method,password_set_date
    /// 1,ana@example.org,900150983cd24fb0d6963f7d28e17f72,md5,2024-05-01T10:00:00Z    <- PWD033
    /// ```
    "PWD033" "password-newer-in-directory", Warning; fix None; scope Row;
    verb "Look at passwords that are newer here";
    message "{who} has a newer password than the file.";
    became "It {was} kept.";
    help "";
    check Check::Raised
}

/// Raised when a row is compared with its user.
pub fn found(who: &str, user: Uuid, findings: &mut Findings) {
    findings.add(Finding::of(&RULE).arg("who", who).user(user));
}
