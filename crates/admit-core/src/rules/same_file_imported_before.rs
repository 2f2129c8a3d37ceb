//! FIL023: same file imported before.

use crate::findings::finding::{Finding, Findings};
use crate::rules::view::Check;

rule! {
    /// ## What it finds
    /// A file that is, byte for byte, one that was imported before.
    ///
    /// ## Why it matters
    /// Often a person meant to give the corrected copy.
    ///
    /// ## What becomes of the row
    /// Rows are unchanged unless the directory changed.
    ///
    /// ## What to do
    /// If you corrected the file, check that it was saved.
    ///
    /// ## Example
    /// ```text
    /// admit import users.csv
    /// admit import users.csv
    /// ```
    "FIL023" "same-file-imported-before", Notice; fix None; scope File;
    verb "Look at the earlier import of the file";
    message "This file is identical to the one imported on {date} (import {run}).";
    became "";
    help "Every row is unchanged unless the directory changed since.";
    check Check::Raised
}

/// Raised at the start of a run. `date` and `run` name the earlier import.
pub fn found(date: &str, run: &str, findings: &mut Findings) {
    findings.add(Finding::of(&RULE).arg("date", date).arg("run", run));
}
