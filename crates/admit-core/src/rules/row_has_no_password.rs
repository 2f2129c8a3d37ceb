//! PWF006: a row of a file of passwords without one.

use crate::findings::finding::{Finding, Findings};
use crate::rules::view::Check;

rule! {
    /// ## What it finds
    /// A row of a file of passwords whose hash is blank, `*`, or begins with `!`: no
    /// password that could be used.
    ///
    /// ## Why it matters
    /// The user will be asked to set a password.
    ///
    /// ## What becomes of the row
    /// There is nothing to do; the row counts as unchanged.
    ///
    /// ## What to do
    /// Nothing, if the source has no password for this user.
    ///
    /// ## Example
    /// ```csv before
    /// id,email
    /// 1,ana@example.org
    /// 2,bo@example.org
    /// ```
    /// ```csv passwords
    /// id,hashed_password,hashing_method
    /// 1,5f4dcc3b5aa765d61d8327deb882cf99,md5
    /// 2,,    <- PWF006
    /// ```
    "PWF006" "row-has-no-password", Notice; fix None; scope Row;
    verb "Look at rows without a password";
    message "Row {row} has no hash.";
    became "There {was} nothing to do.";
    help "";
    check Check::Raised
}

/// Raised once a row is mapped.
pub fn found(findings: &mut Findings) {
    findings.add(Finding::of(&RULE));
}
