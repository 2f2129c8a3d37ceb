//! PWD023: a password in clear text beside its hash.

use crate::findings::finding::{Finding, Findings};
use crate::rows::raw::CellRef;
use crate::rules::view::Check;

rule! {
    /// ## What it finds
    /// A row that has both a password in clear text and a hash.
    ///
    /// ## Why it matters
    /// Passwords in clear text are a danger wherever they lie. They are never read, so the
    /// hash decides.
    ///
    /// ## What becomes of the row
    /// The hash is imported; the password is left out.
    ///
    /// ## What to do
    /// Remove the column of passwords from the file, and delete the file once it is
    /// imported.
    ///
    /// ## Example
    /// ```csv
    /// id,password,hashed_password,hashing_method    <- HDR013
    /// 1,,0cc175b9c0f1b6a831c399e269772661,md5
    /// 2,correcthorse,92eb5ffee6ae2fec3ad71c777531578f,md5    <- PWD023
    /// ```
    "PWD023" "password-given-twice", Warning; fix Choose; scope Cell;
    verb "Keep the hash or the password";
    message "Row {row} has both a password and a hash.";
    became "The hash {was} read; the password {was} left out.";
    help "Remove the plain passwords from the file.";
    check Check::Raised
}

/// Raised where passwords are read.
pub fn found(cell: CellRef<'_>, findings: &mut Findings) {
    let shown = format!("({} characters)", cell.text.trim().chars().count());
    findings.add(Finding::of(&RULE).cell(cell).value(&shown));
}
