//! PWD011: a digest of another length.

use crate::findings::finding::{Finding, Findings};
use crate::rows::raw::CellRef;
use crate::rules::view::Check;

rule! {
    /// ## What it finds
    /// A hash in hex that has more or fewer characters than its method makes.
    ///
    /// ## Why it matters
    /// It is of another method, or something was lost.
    ///
    /// ## What becomes of the row
    /// The user is imported without a password and will be asked to set one.
    ///
    /// ## What to do
    /// Look whether `hashing_method` is right: 32 characters are md5, 40 sha1, 64 sha256,
    /// 96 sha384, 128 sha512. Or export the hashes again.
    ///
    /// ## Example
    /// ```csv
    /// id,hashed_password,hashing_method
    /// 1,0cc175b9c0f1b6a831c399e269772661,md5
    /// 2,92eb5ffee6ae2fec3ad71c77753157,md5    <- PWD011
    /// ```
    "PWD011" "hash-length", Warning; fix None; scope Cell;
    verb "Export the whole hash";
    message "A {method} has {expected} hex characters; this one has {n}.";
    became "The user {was} imported without a password and {will} be asked to set one.";
    kept "The user's password {was} left as it is.";
    help "If many hashes have {n} characters, look whether the method is right, or the column of the export limited to {n}.";
    check Check::Raised
}

/// Raised where passwords are read.
pub fn found(
    cell: CellRef<'_>,
    shown: &str,
    method: &str,
    (expected, n): (usize, usize),
    findings: &mut Findings,
) {
    findings.add(
        Finding::of(&RULE)
            .cell(cell)
            .value(shown)
            .arg("method", method)
            .arg("expected", expected)
            .arg("n", n),
    );
}
