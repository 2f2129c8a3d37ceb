//! FIL027: keys beside the list of users.

use crate::findings::finding::{Finding, Findings};
use crate::rules::view::Check;

rule! {
    /// ## What it finds
    /// A JSON object with a list of users in it, and other keys beside the list.
    ///
    /// ## Why it matters
    /// What stands there (totals, settings, roles, another list) is not part of
    /// any row.
    ///
    /// ## What becomes of the row
    /// Every row of the list is read; the other keys are not.
    ///
    /// ## What to do
    /// Nothing, unless one of the keys holds users as well. Then put that list
    /// into a file of its own.
    ///
    /// ## Example
    /// ```ndjson
    /// {"version": 2, "users": [    <- FIL020, FIL027
    ///   {"id": "1", "email": "ana@example.org"}
    /// ]}
    /// ```
    "FIL027" "json-beside-users", Notice; fix None; scope File;
    verb "Look at what stands beside the users";
    message "Beside its list of users the file has {keys}.";
    became "This {was_not} read.";
    help "If users are in there too, put them into a file of their own.";
    check Check::Raised
}

/// Raised at the end of the file. `keys` names the first few of them.
pub fn found(keys: &str, findings: &mut Findings) {
    findings.add(Finding::of(&RULE).arg("keys", keys));
}
