//! PWF001: a password of nobody.

use crate::findings::finding::{Finding, Findings};
use crate::rows::raw::CellRef;
use crate::rules::view::Check;

rule! {
    /// ## What it finds
    /// A row of a file of passwords whose id and email belong to no user of the
    /// directory. An id is looked for as the file writes it, and with and without the
    /// provider's name before a bar (`provider|123`).
    ///
    /// ## Why it matters
    /// The password would be lost: nobody could sign in with it.
    ///
    /// ## What becomes of the row
    /// The row is not imported.
    ///
    /// ## What to do
    /// Import the file of users first, or correct the id or the email.
    ///
    /// ## Example
    /// ```csv before
    /// id,email
    /// 1,ana@example.org
    /// ```
    /// ```csv passwords
    /// id,hashed_password,hashing_method
    /// 1,5f4dcc3b5aa765d61d8327deb882cf99,md5
    /// 2,900150983cd24fb0d6963f7d28e17f72,md5    <- PWF001
    /// ```
    "PWF001" "no-user-matches", Error; fix Suggest; scope Cell;
    verb "Say whose password it is";
    message "No user has the {field} \"{value}\".";
    became "";
    refused "The password {was_not} imported.";
    help "Import the user first, or correct the {field}.";
    check Check::Raised
}

/// Raised when a row is matched with the directory.
pub fn found(cell: Option<CellRef<'_>>, findings: &mut Findings) {
    let mut finding = Finding::of(&RULE);
    if let Some(cell) = cell {
        finding = finding.cell(cell);
    }
    findings.add(finding);
}
