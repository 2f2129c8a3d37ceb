//! PWD022: a method that needs a salt, and none is there.

use crate::findings::finding::{Finding, Findings};
use crate::rows::raw::CellRef;
use crate::rules::view::Check;

rule! {
    /// ## What it finds
    /// A hash of a method that cannot be checked without the salt beside it.
    ///
    /// ## Why it matters
    /// Without the salt no password matches.
    ///
    /// ## What becomes of the row
    /// The user is imported without a password and will be asked to set one.
    ///
    /// ## What to do
    /// Export the salts with the hashes. Then import the file again.
    ///
    /// ## Example
    /// ```csv firebase
    /// id,hashed_password,hashing_method,salt
    /// 1,0cc175b9c0f1b6a831c399e269772661,md5,
    /// 2,yA7Gk3X3b9pXW5n9Z0cQ8h0m3n8X4mT1b1yq0e2vJcQ8h0m3n8X4mT1b1yq0e2vJyA7Gk3X3b9pXW5n9Z0cQ8g==,firebase-scrypt,    <- PWD022
    /// 3,,,pepper
    /// ```
    "PWD022" "salt-missing", Warning; fix None; scope Cell;
    verb "Add the salt";
    message "{method} needs a salt and the row has none.";
    became "The user {was} imported without a password and {will} be asked to set one.";
    kept "The user's password {was} left as it is.";
    help "Add the salts in a column salt.";
    check Check::Raised
}

/// Raised where passwords are read.
pub fn found(cell: CellRef<'_>, shown: &str, method: &str, findings: &mut Findings) {
    findings.add(
        Finding::of(&RULE)
            .cell(cell)
            .value(shown)
            .arg("method", method),
    );
}
