//! FIL006: more rows than can be numbered.

use crate::findings::finding::{Finding, Findings};
use crate::rules::view::Check;

rule! {
    /// ## What it finds
    /// A file with more rows than Admit can number.
    ///
    /// ## Why it matters
    /// Every finding names its row, so rows without a number could not be reported.
    ///
    /// ## What becomes of the row
    /// Nothing is imported.
    ///
    /// ## What to do
    /// Split the file and import its parts one after the other; users that appear in
    /// several parts are matched as always.
    ///
    /// ## Example
    /// ```text
    /// 4,294,967,295 rows
    /// ```
    "FIL006" "too-many-rows", Error; fix None; scope File;
    verb "Give the file in parts";
    message "{file} has more than {limit} rows, which is the limit.";
    became "";
    help "Split the file and import its parts one after the other.";
    check Check::Raised
}

/// Raised when reading meets the limit.
pub fn found(file: &str, limit: u64, findings: &mut Findings) {
    findings.add(Finding::of(&RULE).arg("file", file).arg("limit", limit));
}
