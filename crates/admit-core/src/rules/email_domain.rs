//! EML005: the part after the @ can't be right.

use crate::findings::finding::{Finding, Findings};
use crate::rows::raw::CellRef;
use crate::rules::view::Check;

rule! {
    /// ## What it finds
    /// An address whose part after the `@` has no dot, a dot at its start or end,
    /// two dots in a row, a comma, an underscore, a space, a label of more than 63
    /// characters, or more than 253 in all; or an IP address.
    ///
    /// ## Why it matters
    /// No mail can reach it.
    ///
    /// ## What becomes of the row
    /// The row is not imported.
    ///
    /// ## What to do
    /// Correct the address. Where a slip is likely (a comma for a dot, `gmail`
    /// without `.com`), the suggestion is what was probably meant.
    ///
    /// ## Example
    /// ```csv
    /// id,email
    /// 1,ana@example.org
    /// 2,bo@example    <- EML005
    /// ```
    "EML005" "email-domain", Error; fix Suggest; scope Cell;
    verb "Correct the part behind the @";
    message "The part after @ has {problem}.";
    became "";
    help "Correct the part after the @, as in name@example.com.";
    check Check::Raised
}

/// Raised by the conversion.
pub fn found(
    cell: CellRef<'_>,
    problem: &str,
    suggestion: Option<String>,
    findings: &mut Findings,
) {
    findings.add(
        Finding::of(&RULE)
            .cell(cell)
            .arg("problem", problem)
            .suggest_some(suggestion),
    );
}
