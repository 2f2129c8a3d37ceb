//! FIL001: a file without anything in it.

use crate::findings::finding::{Finding, Findings};
use crate::rules::view::Check;

rule! {
    /// ## What it finds
    /// A file of no bytes, or of blank lines and comments only.
    ///
    /// ## Why it matters
    /// An export that was interrupted often leaves an empty file.
    ///
    /// ## What becomes of the row
    /// There are no rows. Nothing is imported.
    ///
    /// ## What to do
    /// Check that the export finished, and export again.
    ///
    /// ## Example
    /// ```csv
    ///     <- FIL001
    /// ```
    "FIL001" "file-empty", Error; fix None; scope File;
    verb "Give a file with contents";
    message "{file} is empty.";
    became "";
    help "Check that the export finished, and export again.";
    check Check::Raised
}

/// Raised when a source is opened.
pub fn found(file: &str, findings: &mut Findings) {
    findings.add(Finding::of(&RULE).arg("file", file));
}
