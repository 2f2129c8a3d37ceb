//! RUN010: resumed.

use crate::findings::finding::{Finding, Findings};
use crate::rules::view::Check;

rule! {
    /// ## What it finds
    /// An import that was stopped and went on where it had stopped.
    ///
    /// ## Why it matters
    /// The outcomes before that row were stored by an earlier run.
    ///
    /// ## What becomes of the row
    /// Nothing is left out.
    ///
    /// ## What to do
    /// Nothing.
    ///
    /// ## Example
    /// ```text
    /// admit import users.csv     # stopped with Ctrl-C
    /// admit resume 0197          # goes on
    /// ```
    "RUN010" "resumed", Notice; fix None; scope Run;
    verb "Look at where the import went on";
    message "The import continued after row {value}.";
    became "";
    help "";
    check Check::Raised
}

/// Raised when an import goes on.
pub fn found(row: u64, findings: &mut Findings) {
    findings.add(Finding::of(&RULE).value(&row.to_string()));
}
