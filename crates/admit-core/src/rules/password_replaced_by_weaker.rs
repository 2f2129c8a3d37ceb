//! DUP116: a password that takes the place of a better kept one.

use crate::findings::finding::{Finding, Findings};
use crate::rules::view::Check;
use uuid::Uuid;

rule! {
    /// ## What it finds
    /// A row that brings another password than the user has, by a scheme that is quicker
    /// to guess.
    ///
    /// ## Why it matters
    /// The user signs in with another password from now on, and whoever gets hold of the
    /// hash guesses it sooner.
    ///
    /// ## What becomes of the row
    /// The password is replaced.
    ///
    /// ## What to do
    /// Look whether the file is older than the directory; --deny password-replaced-by-
    /// weaker holds such rows back. Undo brings the old one back.
    ///
    /// ## Example
    /// ```csv before
    /// id,email,hashed_password,hashing_method
    /// 1,ana@example.org,$2a$12$EXRkfkdmXn2gzds2SSitu.MW9.gAVqa9eLS1//RYtYCB1eLHg.9q.,bcrypt
    /// ```
    /// ```csv
    /// id,email,hashed_password,hashing_method
    /// 1,ana@example.org,0192023a7bbd73250516f069df18b500,md5    <- DUP116
    /// ```
    "DUP116" "password-replaced-by-weaker", Warning; fix Choose; scope Row;
    verb "Decide about passwords with weaker hashes";
    message "{who} has another password, kept by {old}; that of the row is kept by {new}, which is quicker to guess.";
    became "The password {was} replaced.";
    help "To hold such rows back: --deny password-replaced-by-weaker.";
    check Check::Raised
}

/// Raised when a row is compared with its user.
pub fn found(who: &str, old: &str, new: &str, user: Uuid, findings: &mut Findings) {
    findings.add(
        Finding::of(&RULE)
            .arg("who", who)
            .arg("old", old)
            .arg("new", new)
            .user(user),
    );
}
