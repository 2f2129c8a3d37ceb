//! VAL001: neither yes nor no.

use crate::findings::finding::{Finding, Findings};
use crate::rows::raw::CellRef;
use crate::rules::view::Check;

rule! {
    /// ## What it finds
    /// A value in a yes-or-no column that is none of the words for yes and no that
    /// Admit knows: TRUE, FALSE, yes, no, t, f, y, n, 1, 0, on, off, and those of a
    /// number of other languages; nor a point in time, which is yes. Columns that say
    /// whether somebody may sign in have a rule of their own (VAL032).
    ///
    /// ## Why it matters
    /// A guess could take an address for confirmed that nobody has confirmed.
    ///
    /// ## What becomes of the row
    /// The row is imported without the value.
    ///
    /// ## What to do
    /// Write TRUE or FALSE. Where the word is nearly a known one, that is
    /// suggested.
    ///
    /// ## Example
    /// ```csv
    /// email,email_verified
    /// ana@example.org,FALSE
    /// bo@example.org,perhaps    <- VAL001
    /// ```
    "VAL001" "boolean-not-recognised", Warning; fix Suggest; scope Cell;
    verb "Write TRUE or FALSE";
    message "\"{value}\" is not TRUE or FALSE.";
    became "{field} {was} left out.";
    help "Write TRUE or FALSE.";
    check Check::Raised
}

/// Raised by the conversion.
pub fn found(cell: CellRef<'_>, near: Option<bool>, findings: &mut Findings) {
    findings.add(
        Finding::of(&RULE)
            .cell(cell)
            .suggest_some(near.map(|value| word(value).to_owned())),
    );
}

fn word(value: bool) -> &'static str {
    if value { "TRUE" } else { "FALSE" }
}
