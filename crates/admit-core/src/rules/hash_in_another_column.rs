//! PWD041: a hash where a name, an address or a key should be.

use crate::findings::finding::{Finding, Findings};
use crate::rows::headers;
use crate::rows::raw::CellRef;
use crate::rules::view::Check;

rule! {
    /// ## What it finds
    /// A value in a column of names, addresses, ids or keys that has the form of a password
    /// hash, also between marks, behind another word, or in wide signs. In a column of names, addresses, phones, or yes and no that may be a bare digest,
    /// too; among usernames it is one where the others are none. An id or a key may look like
    /// a digest, and then it is one.
    ///
    /// ## Why it matters
    /// Columns have slipped, or the wrong one was mapped. A hash stored as a name would be
    /// shown to whoever sees the user.
    ///
    /// ## What becomes of the row
    /// The value is neither stored nor shown; the rest of the row is imported.
    ///
    /// ## What to do
    /// Look at the row in the source, or map the column that holds the hashes: `--map
    /// "COLUMN=hashed_password"`. Then import the file again.
    ///
    /// ## Example
    /// ```csv
    /// id,first_name
    /// 1,Ana
    /// 2,$2b$10$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy    <- PWD041
    /// ```
    "PWD041" "hash-in-another-column", Warning; fix Choose; scope Cell;
    verb "Move the hash to its column";
    message "{column} holds {value}.";
    became "The user {was} imported without it.";
    kept "It {was} left out.";
    help "If the whole column holds hashes, map it: {map}.";
    check Check::Raised
}

/// Raised where cells are read.
pub fn found(cell: CellRef<'_>, findings: &mut Findings) {
    findings.add(Finding::of(&RULE)
            .cell(cell)
            .arg("map", headers::map_option(cell.column, "hashed_password")),
    );
}
