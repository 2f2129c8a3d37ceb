//! PWF007: passwords before their users.

use crate::findings::finding::{Finding, Findings};
use crate::rules::view::Check;

rule! {
    /// ## What it finds
    /// A file of passwords of which not one row matches a user of the directory.
    ///
    /// ## Why it matters
    /// One cause explains every row: the users are not there yet, or the file belongs to
    /// another directory.
    ///
    /// ## What becomes of the row
    /// No row is imported.
    ///
    /// ## What to do
    /// Import the file of users first, then this file again.
    ///
    /// ## Example
    /// ```csv passwords
    /// id,hashed_password,hashing_method    <- PWF007
    /// 1,5f4dcc3b5aa765d61d8327deb882cf99,md5    <- PWF001
    /// 2,900150983cd24fb0d6963f7d28e17f72,md5    <- PWF001
    /// ```
    "PWF007" "users-not-imported-yet", Error; fix None; scope Run;
    verb "Import the users first";
    message "None of the {n} rows match a user.";
    became "Nothing {was} imported.";
    help "Import the users first: admit import users.csv. Then import this file again.";
    check Check::Raised
}

/// Raised at the end of a file none of whose `rows` rows matched.
pub fn found(rows: u64, findings: &mut Findings) {
    findings.add(Finding::of(&RULE).arg("n", rows));
}
