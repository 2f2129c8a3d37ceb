//! PWD024: a password in the column of hashes.

use crate::findings::finding::{Finding, Findings};
use crate::rows::raw::CellRef;
use crate::rules::view::Check;

rule! {
    /// ## What it finds
    /// A value in `hashed_password` that does not look like a hash of any kind: too short,
    /// or with characters that no encoding has.
    ///
    /// ## Why it matters
    /// It may be the password itself. Nobody but its owner should know it.
    ///
    /// ## What becomes of the row
    /// The value is not stored and never shown. The user is imported without a password and
    /// will be asked to set one.
    ///
    /// ## What to do
    /// Look at how the file was made. Delete it if it holds real passwords, and ask their
    /// owners to change them wherever else they use them.
    ///
    /// ## Example
    /// ```csv
    /// id,hashed_password,hashing_method
    /// 1,0cc175b9c0f1b6a831c399e269772661,md5
    /// 2,correct horse,md5    <- PWD024
    /// ```
    "PWD024" "looks-like-plaintext", Warning; fix None; scope Cell;
    verb "Leave out passwords in clear text";
    message "The value in {column} does not look like a hash.";
    became "It {was_not} stored. The user {will} be asked to set a password.";
    kept "It {was_not} stored. The user's password {was} left as it is.";
    help "Delete the file if it holds real passwords.";
    check Check::Raised
}

/// Raised where passwords are read.
pub fn found(cell: CellRef<'_>, shown: &str, findings: &mut Findings) {
    findings.add(Finding::of(&RULE).cell(cell).value(shown));
}
