//! PWD029: a crypt hash of a scheme that is not known.

use crate::findings::finding::{Finding, Findings};
use crate::rows::raw::CellRef;
use crate::rules::view::Check;

rule! {
    /// ## What it finds
    /// A crypt hash whose id, between the first two dollar signs, is none that Admit can
    /// check.
    ///
    /// ## Why it matters
    /// A hash that cannot be checked lets nobody in.
    ///
    /// ## What becomes of the row
    /// The user is imported without a password and will be asked to set one.
    ///
    /// ## What to do
    /// Nothing can be done in the file: these users set a new password at their next
    /// sign-in.
    ///
    /// ## Example
    /// ```csv
    /// id,hashed_password,hashing_method
    /// 1,$1$deadbeef$0Huu6KHrKLVWfqa4WljDE0,crypt
    /// 2,$3$$8846f7eaee8fb117ad06bdd830b7586c,crypt    <- PWD029
    /// ```
    "PWD029" "crypt-scheme", Warning; fix None; scope Cell;
    verb "Ask for a new password";
    message "The crypt scheme {id} is not supported.";
    became "The user {was} imported without a password and {will} be asked to set one.";
    kept "The user's password {was} left as it is.";
    help "Supported ids: 1, apr1, 2a, 2b, 2y, 5, 6, 7, y, sha1, and the DES forms without an id.";
    check Check::Raised
}

/// Raised where passwords are read.
pub fn found(cell: CellRef<'_>, shown: &str, id: Option<&str>, findings: &mut Findings) {
    let id = id.map_or_else(|| "of this hash".to_owned(), |id| format!("\"{id}\""));
    findings.add(Finding::of(&RULE).cell(cell).value(shown).arg("id", id));
}
