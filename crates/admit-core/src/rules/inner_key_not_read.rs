//! VAL031: a key inside a list of identities or organizations, or inside a
//! password, that means nothing there.

use crate::findings::finding::{Finding, Findings};
use crate::rows::raw::CellRef;
use crate::rules::view::Check;

rule! {
    /// ## What it finds
    /// A key that Admit does not know, in an entry of `identities` or
    /// `organizations`, or in a `password` object. There only its length is shown: it may be
    /// the password.
    ///
    /// ## Why it matters
    /// What stands under it is not kept, and may have been meant for a known
    /// key.
    ///
    /// ## What becomes of the row
    /// The row is imported without the value under this key.
    ///
    /// ## What to do
    /// Use the known keys: `type`, `identity`, `is_verified`, `provider` and
    /// `profile` in identities; `external_id`, `roles`, `permissions` and
    /// `scopes` in organizations; `hashed_password`, `hashing_method`, `salt`,
    /// `salt_position`, `salt_format`, `hashing_config`, and
    /// `password_verified` in a password.
    ///
    /// ## Example
    /// ```ndjson
    /// {"id": "1", "identities": [{"type": "email", "identity": "ana@example.org"}]}
    /// {"id": "2", "identities": [{"type": "email", "identity": "bo@example.org", "rank": 1}]}    <- VAL031
    /// ```
    "VAL031" "inner-key-not-read", Warning; fix None; scope Cell;
    verb "Look at keys that are not read";
    message "{column} is not known here.";
    became "What stands under it {was} left out.";
    help "The keys are: {keys}.";
    check Check::Raised
}

/// Raised where entries are converted. `cell.column` is the path of the key,
/// `keys` are those that are known there. The value is not shown: nobody has
/// said what it is.
pub fn found(cell: CellRef<'_>, keys: &[&str], findings: &mut Findings) {
    let finding = Finding::of(&RULE).column(cell.column, cell.field);
    findings.add(finding.arg("keys", keys.join(", ")));
}
