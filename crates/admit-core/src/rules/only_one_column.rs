//! FIL016: columns that could not be told apart.

use crate::findings::finding::{Finding, Findings};
use crate::rules::view::Check;

rule! {
    /// ## What it finds
    /// A header of one name that no field has and that contains a character which may
    /// be meant to separate columns.
    ///
    /// ## Why it matters
    /// All values of a row would be taken for one.
    ///
    /// ## What becomes of the row
    /// Nothing is imported.
    ///
    /// ## What to do
    /// Save the file with commas, semicolons, tabs or pipes between the columns. If each
    /// line stands in quotes as a whole, take those quotes away.
    ///
    /// ## Example
    /// ```csv
    /// id:email:first_name    <- FIL016
    /// 1:ana@example.org:Ana
    /// ```
    "FIL016" "only-one-column", Error; fix Choose; scope File;
    verb "Separate the columns";
    message "Only one column was found: \"{header}\".";
    became "";
    help "";
    check Check::Raised
}

/// Raised when a CSV is opened. `candidates` are the characters in the header
/// that may be meant to separate columns, the most frequent first.
pub fn found(header: &str, candidates: &[char], findings: &mut Findings) {
    let names: Vec<String> = candidates
        .iter()
        .map(|c| format!("\"{}\"", c.escape_default()))
        .collect();
    let usual = candidates
        .first()
        .is_some_and(|c| matches!(c, ',' | ';' | '\t' | '|'));
    let help = if usual {
        format!(
            "The whole line stands in quotes, so its {} do not separate columns. Save it without those quotes.",
            names.join(", ")
        )
    } else {
        format!(
            "If {} separates the columns, write sep={} in a line above.",
            names.join(" or "),
            candidates.first().unwrap_or(&',')
        )
    };
    let header = crate::findings::shown::shown(header);
    findings.add(Finding::of(&RULE).arg("header", header).help(help));
}
