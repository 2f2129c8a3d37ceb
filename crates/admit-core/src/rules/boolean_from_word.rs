//! VAL002: a yes or no in another word.

use crate::findings::finding::{Finding, Findings};
use crate::rows::raw::CellRef;
use crate::rules::view::Check;

rule! {
    /// ## What it finds
    /// A yes-or-no value written as `yes`, `Y`, `oui`, `no` and the like, or as a point in
    /// time, which is yes: since then it is so. In a column that is named for a time, such
    /// as `email_verified_at`, nothing is said; nor of what programs write by themselves:
    /// `TRUE`, `WAHR`, `VRAI`, `t`, `1` and the like.
    ///
    /// ## Why it matters
    /// People mean different things by the same word, and a column of words may have been
    /// meant for something else.
    ///
    /// ## What becomes of the row
    /// The row is imported; nothing is left out.
    ///
    /// ## What to do
    /// Nothing, if it was read rightly.
    ///
    /// ## Example
    /// ```csv
    /// email,suspended
    /// ana@example.org,FALSE
    /// bo@example.org,no    <- VAL002
    /// ```
    "VAL002" "boolean-from-word", Notice; fix Auto; scope Cell;
    verb "Look at words read as TRUE or FALSE";
    message "\"{value}\" is read as {bool}.";
    became "";
    help "";
    check Check::Raised
}

/// Raised by the conversion.
pub fn found(cell: CellRef<'_>, value: bool, findings: &mut Findings) {
    findings.add(
        Finding::of(&RULE)
            .cell(cell)
            .arg("bool", if value { "TRUE" } else { "FALSE" }),
    );
}
