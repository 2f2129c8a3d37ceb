//! ROW007: characters that can't be seen.

use crate::findings::finding::{Finding, Findings};
use crate::rows::raw::CellRef;
use crate::rules::view::Check;

rule! {
    /// ## What it finds
    /// Zero-width characters, byte order marks, marks of text direction and soft
    /// hyphens inside a value.
    ///
    /// ## Why it matters
    /// They come along when text is copied from web pages and documents. Two values
    /// that look the same would not be the same.
    ///
    /// ## What becomes of the row
    /// The row is imported; nothing is left out. The value is stored without them.
    /// In names of scripts whose spelling needs joiners, such as Persian, the
    /// joiners stay. In keys of organizations, roles and permissions nothing is removed: a key
    /// matches exactly or not at all.
    ///
    /// ## What to do
    /// Nothing. To be rid of the notice, type the value again at its source.
    ///
    /// ## Example
    /// ```csv escaped
    /// id,email
    /// 1,ana@example.org
    /// 2,bo\u{200b}@example.org    <- ROW007
    /// ```
    "ROW007" "invisible-characters-removed", Notice; fix Auto; scope Cell;
    verb "Look at characters that cannot be seen";
    message "{field} contains characters that can't be seen ({names}).";
    became "They {were} removed.";
    help "";
    check Check::Raised
}

/// Raised by the conversion.
pub fn found(cell: CellRef<'_>, names: &str, findings: &mut Findings) {
    findings.add(Finding::of(&RULE).cell(cell).arg("names", names));
}
