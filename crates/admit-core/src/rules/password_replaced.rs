//! DUP115: a password that takes the place of another.

use crate::findings::finding::{Finding, Findings};
use crate::rules::view::Check;
use uuid::Uuid;

rule! {
    /// ## What it finds
    /// A row that brings another password than the user has.
    ///
    /// ## Why it matters
    /// From now on the user signs in with the password of the file, and no longer with
    /// the one before.
    ///
    /// ## What becomes of the row
    /// The password is replaced.
    ///
    /// ## What to do
    /// Nothing, if that is meant; --deny password-replaced holds such rows back. Undo
    /// brings the old one back.
    ///
    /// ## Example
    /// ```csv before
    /// id,email,hashed_password,hashing_method
    /// 1,ana@example.org,5f4dcc3b5aa765d61d8327deb882cf99,md5
    /// ```
    /// ```csv
    /// id,email,hashed_password,hashing_method
    /// 1,ana@example.org,0192023a7bbd73250516f069df18b500,md5    <- DUP115
    /// ```
    "DUP115" "password-replaced", Warning; fix Choose; scope Row;
    verb "Decide about passwords that are replaced";
    message "{who} has another password.";
    became "The password {was} replaced.";
    help "To hold such rows back: --deny password-replaced.";
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
