//! PWD006: a bcrypt hash with something wrong in it.

use crate::findings::finding::{Finding, Findings};
use crate::rows::raw::CellRef;
use crate::rules::view::Check;

rule! {
    /// ## What it finds
    /// A bcrypt hash of the right length with a cost, a character or an end that bcrypt
    /// does not have.
    ///
    /// ## Why it matters
    /// No password can match it. Often a shell or a template has replaced a dollar sign, or
    /// the text was retyped.
    ///
    /// ## What becomes of the row
    /// The user is imported without a password and will be asked to set one.
    ///
    /// ## What to do
    /// Export the hashes again, and compare one with the source character by character.
    ///
    /// ## Example
    /// ```csv
    /// id,hashed_password,hashing_method
    /// 1,$2b$10$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy,bcrypt
    /// 2,$2b$99$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy,bcrypt    <- PWD006
    /// ```
    "PWD006" "bcrypt-malformed", Warning; fix None; scope Cell;
    verb "Export the password hash again";
    message "The bcrypt hash {problem}.";
    became "The user {was} imported without a password and {will} be asked to set one.";
    kept "The user's password {was} left as it is.";
    help "Export the hashes again; a shell may have replaced a dollar sign.";
    check Check::Raised
}

/// Raised where passwords are read.
pub fn found(cell: CellRef<'_>, shown: &str, problem: &str, findings: &mut Findings) {
    findings.add(
        Finding::of(&RULE)
            .cell(cell)
            .value(shown)
            .arg("problem", problem),
    );
}
