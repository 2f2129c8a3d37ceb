//! PWD036: a hash with something wrong in it.

use crate::findings::finding::{Finding, Findings};
use crate::rows::raw::CellRef;
use crate::rules::view::Check;

rule! {
    /// ## What it finds
    /// A hash that is not written as its method writes hashes: cut short, with a salt or a
    /// part that cannot be decoded, with characters that do not belong there.
    ///
    /// ## Why it matters
    /// No password can match it.
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
    /// 1,0cc175b9c0f1b6a831c399e269772661,md5
    /// 2,92eb5ffee6ae2fec3ad71c777531578g,md5    <- PWD036
    /// ```
    "PWD036" "hash-malformed", Warning; fix None; scope Cell;
    verb "Export the password hash again";
    message "The {method} {problem}.";
    became "The user {was} imported without a password and {will} be asked to set one.";
    kept "The user's password {was} left as it is.";
    help "Export the hashes again.";
    check Check::Raised
}

/// Raised where passwords are read.
pub fn found(cell: CellRef<'_>, shown: &str, method: &str, problem: &str, findings: &mut Findings) {
    findings.add(
        Finding::of(&RULE)
            .cell(cell)
            .value(shown)
            .arg("method", method)
            .arg("problem", problem),
    );
}
