//! EML004: the part before the @ can't be right.

use crate::findings::finding::{Finding, Findings};
use crate::rows::raw::CellRef;
use crate::rules::view::Check;

rule! {
    /// ## What it finds
    /// An address whose part before the `@` is empty, has a space, a dot at its
    /// start or end, two dots in a row, a sign that addresses don't have, or more
    /// than 64 characters.
    ///
    /// ## Why it matters
    /// No mail can reach it. Quoted parts (`"a b"@example.org`) are not taken
    /// either: hardly any provider has them.
    ///
    /// ## What becomes of the row
    /// The row is not imported.
    ///
    /// ## What to do
    /// Correct the address. Where a slip is likely, the suggestion is what was
    /// probably meant.
    ///
    /// ## Example
    /// ```csv
    /// id,email
    /// 1,ana@example.org
    /// 2,bo..lee@example.org    <- EML004
    /// ```
    "EML004" "email-local-part", Error; fix Suggest; scope Cell;
    verb "Correct the part before the @";
    message "The part before @ has {problem}.";
    became "";
    help "Correct the part before the @, or look the address up at its source.";
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
