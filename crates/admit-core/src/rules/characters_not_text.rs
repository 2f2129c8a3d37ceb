//! VAL043: characters that are no text.

use crate::findings::finding::{Finding, Findings};
use crate::rows::raw::CellRef;
use crate::rules::view::Check;

rule! {
    /// ## What it finds
    /// A value with characters that have no meaning of their own: the replacement mark `�`
    /// (U+FFFD), private-use characters, or code points that are none.
    ///
    /// ## Why it matters
    /// The mark stands where a program could not read a letter: the letter is lost. What
    /// private-use characters look like, only the program knows that wrote them.
    ///
    /// ## What becomes of the row
    /// The row is imported without the value. If the value is an id or an email, or all
    /// that told this user from others, the row is not imported.
    ///
    /// ## What to do
    /// Get the value from its source, saved as UTF-8.
    ///
    /// ## Example
    /// ```csv escaped
    /// id,email,first_name
    /// 1,ana@example.org,Ana
    /// 2,zo@example.org,Zo\u{fffd}    <- VAL043
    /// ```
    "VAL043" "characters-not-text", Warning, only_identifier; fix None; scope Cell;
    verb "Take out what is not text";
    message "{field} contains {what}.";
    became "It {was} left out.";
    help "Get the value from its source, saved as UTF-8.";
    check Check::Raised
}

/// Raised by the conversion.
pub fn found(cell: CellRef<'_>, what: &str, findings: &mut Findings) {
    findings.add(Finding::of(&RULE).cell(cell).arg("what", what).lost());
}
