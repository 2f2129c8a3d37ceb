//! RUN006: not attempted.

use crate::findings::finding::{Finding, Findings};
use crate::rules::view::Check;

rule! {
    /// ## What it finds
    /// Rows that were not reached because the run was stopped.
    ///
    /// ## Why it matters
    /// They are neither in nor refused yet.
    ///
    /// ## What becomes of the row
    /// Nothing was done with them.
    ///
    /// ## What to do
    /// Resume the import, or give the same command again.
    ///
    /// ## Example
    /// ```text
    /// admit import users.csv     # stopped with Ctrl-C
    /// admit resume 0197          # goes on
    /// ```
    "RUN006" "not-attempted", Error; fix None; scope Run;
    verb "Go on with the import";
    message "The run stopped before row {value}; {n} rows were not reached.";
    became "";
    help "Go on with: admit resume {import}";
    check Check::Raised
}

/// Raised when a run stops early.
pub fn found(row: u64, not_reached: u64, import: &str, findings: &mut Findings) {
    findings.add(
        Finding::of(&RULE)
            .value(&row.to_string())
            .arg("n", not_reached)
            .arg("import", import),
    );
}
