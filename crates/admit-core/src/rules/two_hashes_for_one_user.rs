//! PWF005: two passwords for one user.

use crate::findings::finding::{Finding, Findings};
use crate::rows::raw::CellRef;
use crate::rules::view::Check;

rule! {
    /// ## What it finds
    /// A row of a file of passwords that gives another hash for a user than an earlier
    /// row of the same file.
    ///
    /// ## Why it matters
    /// Only one of the two can be the password that the person uses.
    ///
    /// ## What becomes of the row
    /// The row is not imported. The first row stands.
    ///
    /// ## What to do
    /// Find out which hash is the newer one and delete the other row.
    ///
    /// ## Example
    /// ```csv before
    /// id,email
    /// 1,ana@example.org
    /// ```
    /// ```csv passwords
    /// id,hashed_password,hashing_method
    /// 1,5f4dcc3b5aa765d61d8327deb882cf99,md5
    /// 1,900150983cd24fb0d6963f7d28e17f72,md5    <- PWF005
    /// ```
    "PWF005" "two-hashes-for-one-user", Error; fix Choose; scope Row;
    verb "Choose one of the hashes";
    message "Rows {first} and {row} give different hashes for {value}.";
    became "";
    refused "The password of row {row} {was_not} imported.";
    help "Keep the row with the password that is used now.";
    check Check::Raised
}

/// Raised by the search for rows that belong together.
pub fn found(cell: Option<CellRef<'_>>, first: u64, findings: &mut Findings) {
    let mut finding = Finding::of(&RULE).related(first);
    finding = match cell {
        Some(cell) => finding.cell(cell),
        None => finding.value("the same user"),
    };
    findings.add(finding);
}
