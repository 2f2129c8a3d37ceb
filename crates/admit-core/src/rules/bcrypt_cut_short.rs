//! PWD005: a bcrypt hash that lost its end.

use crate::findings::finding::{Finding, Findings};
use crate::rows::raw::CellRef;
use crate::rules::view::Check;

rule! {
    /// ## What it finds
    /// A bcrypt hash of fewer than 60 characters.
    ///
    /// ## Why it matters
    /// The end of the hash is what a password is compared with. It cannot be made up.
    ///
    /// ## What becomes of the row
    /// The user is imported without a password and will be asked to set one.
    ///
    /// ## What to do
    /// Export the hashes again. If all of them have the same length, the column of the
    /// export is limited to it: widen the column first.
    ///
    /// ## Example
    /// ```csv
    /// id,hashed_password,hashing_method
    /// 1,$2b$10$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy,bcrypt
    /// 2,$2b$10$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68L,bcrypt    <- PWD005
    /// ```
    "PWD005" "bcrypt-cut-short", Warning; fix None; scope Cell;
    verb "Export the password hash again";
    message "The bcrypt hash has {n} characters; it must have 60.";
    became "The user {was} imported without a password and {will} be asked to set one.";
    kept "The user's password {was} left as it is.";
    help "If many hashes have {n} characters, the column of the export is limited to {n}.";
    check Check::Raised
}

/// Raised where passwords are read.
pub fn found(cell: CellRef<'_>, shown: &str, n: usize, findings: &mut Findings) {
    findings.add(Finding::of(&RULE).cell(cell).value(shown).arg("n", n));
}
