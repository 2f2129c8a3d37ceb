//! VAL006: a whole name of more than two parts.

use crate::findings::finding::{Finding, Findings};
use crate::rows::raw::CellRef;
use crate::rules::view::Check;

rule! {
    /// ## What it finds
    /// A whole name of three or more words. The first word became the first name,
    /// the rest the last name.
    ///
    /// ## Why it matters
    /// Where a first name ends, only the person knows. Names of one or two words
    /// are split without a word about it.
    ///
    /// ## What becomes of the row
    /// The row is imported; nothing is left out.
    ///
    /// ## What to do
    /// If the names should be split elsewhere, give `first_name` and `last_name` in
    /// columns of their own.
    ///
    /// ## Example
    /// ```csv
    /// email,name
    /// ana@example.org,Ana Roe
    /// bo@example.org,Bo van Lee    <- VAL006
    /// ```
    "VAL006" "full-name-split", Notice; fix Auto; scope Cell;
    verb "Look at how names are split";
    message "\"{value}\" is read as \"{first}\" and \"{last}\".";
    became "";
    help "Give first_name and last_name in columns of their own if that is wrong.";
    check Check::Raised
}

/// Raised by the conversion.
pub fn found(cell: CellRef<'_>, first: &str, last: &str, findings: &mut Findings) {
    findings.add(
        Finding::of(&RULE)
            .cell(cell)
            .arg("first", first)
            .arg("last", last),
    );
}
