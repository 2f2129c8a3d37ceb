//! PWD014: a salt and no word where it goes.

use crate::findings::finding::{Finding, Findings};
use crate::rows::raw::CellRef;
use crate::rules::view::Check;

rule! {
    /// ## What it finds
    /// A salt beside a plain digest (md5, sha1, sha256, sha384, sha512) without
    /// `salt_position`.
    ///
    /// ## Why it matters
    /// The salt was hashed with the password, before it or after it. The wrong order never
    /// matches.
    ///
    /// ## What becomes of the row
    /// The user is imported without a password and will be asked to set one.
    ///
    /// ## What to do
    /// Add a column `salt_position` with `prefix` (salt, then password) or `suffix`
    /// (password, then salt). With one password that you know, `admit check` with `--try`
    /// tells which. Then import the file again.
    ///
    /// ## Example
    /// ```csv
    /// id,hashed_password,hashing_method,salt,salt_position
    /// 1,0cc175b9c0f1b6a831c399e269772661,md5,pepper,prefix
    /// 2,92eb5ffee6ae2fec3ad71c777531578f,md5,pepper,    <- PWD014
    /// ```
    "PWD014" "salt-without-position", Warning; fix Choose; scope Cell;
    verb "Say where the salt goes";
    message "There is a salt but no salt_position.";
    became "The user {was} imported without a password and {will} be asked to set one.";
    kept "The user's password {was} left as it is.";
    help "Write prefix (salt, then password) or suffix (password, then salt) in salt_position.";
    check Check::Raised
}

/// Raised where passwords are read.
pub fn found(cell: CellRef<'_>, shown: &str, findings: &mut Findings) {
    findings.add(Finding::of(&RULE).cell(cell).value(shown));
}
