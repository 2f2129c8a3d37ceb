//! FIL008: a file that wants a password.

use crate::findings::finding::{Finding, Findings};
use crate::rules::view::Check;

rule! {
    /// ## What it finds
    /// A workbook or an archive that is encrypted.
    ///
    /// ## Why it matters
    /// Admit does not ask for passwords of files.
    ///
    /// ## What becomes of the row
    /// Nothing is read and nothing is imported.
    ///
    /// ## What to do
    /// Open it with its password and save a copy without one, as CSV.
    ///
    /// ## Example
    /// ```csv escaped
    /// PK\x03\x04\x14\0\x01\0\x08\0users.csv    <- FIL008
    /// ```
    "FIL008" "file-password-protected", Error; fix None; scope File;
    verb "Take the password off the file";
    message "{file} is password protected.";
    became "";
    help "Save a copy without a password, as CSV.";
    check Check::Raised
}

/// Raised when a source is opened.
pub fn found(file: &str, findings: &mut Findings) {
    findings.add(Finding::of(&RULE).arg("file", file));
}
