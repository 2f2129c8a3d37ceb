//! FIL007: more columns than any list of users has.

use crate::findings::finding::{Finding, Findings};
use crate::rules::view::Check;

rule! {
    /// ## What it finds
    /// A header with more columns than Admit takes.
    ///
    /// ## Why it matters
    /// No list of users has so many columns. Mostly the file stands on one line, or a
    /// character that occurs in texts was taken for the separator.
    ///
    /// ## What becomes of the row
    /// Nothing is imported.
    ///
    /// ## What to do
    /// Open the file in a text editor and look at its first line. Keep the columns that
    /// are needed and export again.
    ///
    /// ## Example
    /// ```text
    /// a header of 513 columns
    /// ```
    "FIL007" "too-many-columns", Error; fix None; scope File;
    verb "Use fewer columns";
    message "{file} has {n} columns; the limit is {limit}.";
    became "";
    help "Often the wrong character was taken for the separator, or the whole file stands on one line. Keep the columns that are needed and export again.";
    check Check::Raised
}

/// Raised when a source is opened.
pub fn found(file: &str, columns: usize, limit: usize, findings: &mut Findings) {
    let finding = Finding::of(&RULE).arg("file", file).arg("n", columns);
    findings.add(finding.arg("limit", limit));
}
