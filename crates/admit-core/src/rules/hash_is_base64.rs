//! PWD012: base64 where hex is expected.

use crate::findings::finding::{Finding, Findings};
use crate::rows::raw::CellRef;
use crate::rules::view::Check;

rule! {
    /// ## What it finds
    /// A hash that is written in base64 and must be in hex.
    ///
    /// ## Why it matters
    /// The bytes are right but written in another way. Admit does not guess how a hash is
    /// written.
    ///
    /// ## What becomes of the row
    /// The user is imported without a password and will be asked to set one.
    ///
    /// ## What to do
    /// Write the column in hex. Databases do it on export, as `encode(decode(hash,
    /// 'base64'), 'hex')` does in PostgreSQL. Then import the file again.
    ///
    /// ## Example
    /// ```csv
    /// id,hashed_password,hashing_method
    /// 1,0cc175b9c0f1b6a831c399e269772661,md5
    /// 2,kutf/uauL+w61xx3dTFXjw==,md5    <- PWD012
    /// ```
    "PWD012" "hash-is-base64", Warning; fix None; scope Cell;
    verb "Export the hash in hex";
    message "This looks like base64, but {method} must be in hex.";
    became "The user {was} imported without a password and {will} be asked to set one.";
    kept "The user's password {was} left as it is.";
    help "Write the column in hex.";
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
