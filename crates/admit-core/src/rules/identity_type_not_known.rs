//! IDN009: an entry of `identities` whose type Admit does not know.

use crate::findings::finding::{Finding, Findings};
use crate::rows::raw::CellRef;
use crate::rules::view::Check;

rule! {
    /// ## What it finds
    /// An entry of `identities` whose `type` is not `email`, `phone`,
    /// `username`, `id` or `oauth2:` with the name of a provider.
    ///
    /// ## Why it matters
    /// Admit would not know how to compare it with what a person types.
    ///
    /// ## What becomes of the row
    /// The row is imported without this identity. If it was the only one, the
    /// row is not imported.
    ///
    /// ## What to do
    /// Write the type in one of these forms. For a social provider, for example,
    /// `oauth2:google`.
    ///
    /// ## Example
    /// ```ndjson
    /// {"id": "1", "identities": [{"type": "email", "identity": "ana@example.org"}]}
    /// {"id": "2", "identities": [{"type": "emial", "identity": "bo@example.org"}]}    <- IDN009
    /// ```
    "IDN009" "identity-type-not-known", Warning, only_identifier; fix Suggest; scope Cell;
    verb "Correct the type of the identity";
    message "\"{value}\" is not a type of identity.";
    became "The identity {was} left out.";
    help "Use email, phone, username, id, or oauth2: and the name of the provider.";
    check Check::Raised
}

/// Raised where identities are converted; `cell` is the type.
pub fn found(cell: CellRef<'_>, suggestion: Option<String>, findings: &mut Findings) {
    findings.add(Finding::of(&RULE).cell(cell).suggest_some(suggestion));
}
