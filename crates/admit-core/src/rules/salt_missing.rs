//! PWD022: a method that needs a salt, and none is there.

use crate::finding::{Finding, Findings};
use crate::record::CellRef;
use crate::rules::Check;

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
    /// ```csv
    /// SALTMISSING
    /// ```
    "PWD022" "salt-missing", Warning; fix None; scope Cell;
    message "{method} needs a salt and the row has none. The user was imported without a password and will be asked to set one.";
    help "Add the salts in a column salt.";
    check Check::Raised
}

/// Raised where passwords are read.
pub fn found(cell: CellRef<'_>, shown: &str, method: &str, findings: &mut Findings) {
    findings.add(Finding::of(&RULE).cell(cell).value(shown).arg("method", method));
}
