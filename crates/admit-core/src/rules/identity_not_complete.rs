//! IDN010: an entry of `identities` in which something is missing.

use crate::findings::finding::{Finding, Findings};
use crate::rows::raw::CellRef;
use crate::rules::view::Check;

rule! {
    /// ## What it finds
    /// An entry of `identities` without a `type` or an `identity`, a social one
    /// without a provider, or one whose type and provider differ.
    ///
    /// ## Why it matters
    /// Only type and value together say whose identity it is.
    ///
    /// ## What becomes of the row
    /// The row is imported without this identity. If it was the only one, the
    /// row is not imported.
    ///
    /// ## What to do
    /// Complete the entry: `{"type": "email", "identity": "ana@example.org"}`.
    ///
    /// ## Example
    /// ```ndjson
    /// {"id": "1", "identities": [{"type": "oauth2:github", "identity": "5550"}]}
    /// {"id": "2", "identities": [{"type": "oauth2:github"}]}    <- IDN010
    /// ```
    "IDN010" "identity-not-complete", Warning, only_identifier; fix None; scope Cell;
    verb "Complete the identity";
    message "{column} {problem}.";
    became "The identity {was} left out.";
    help "Give each identity a type and an identity.";
    check Check::Raised
}

/// Raised where identities are converted. `problem` is what is said of the
/// entry ("has no type"). The value is not shown: the entry is more than that.
pub fn found(cell: CellRef<'_>, problem: &str, findings: &mut Findings) {
    findings.add(
        Finding::of(&RULE)
            .column(cell.column, cell.field)
            .arg("problem", problem),
    );
}
