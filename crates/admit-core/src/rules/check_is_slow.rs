//! PWD040: hashes that take longer to check than a failed sign-in may.

use crate::findings::finding::{Finding, Findings, Rows};
use crate::rules::view::Check;
use crate::users::field::Field;

rule! {
    /// ## What it finds
    /// Hashes that take longer to check than the time at which every failed sign-in is
    /// answered.
    ///
    /// ## Why it matters
    /// Each attempt with the names of these users keeps a processor busy for so long, and by
    /// the time it takes a stranger can tell that somebody has the name.
    ///
    /// ## What becomes of the row
    /// The passwords are imported. The first sign-in of each user replaces the hash by one
    /// that is checked quickly.
    ///
    /// ## What to do
    /// Nothing, if the users sign in soon. Otherwise leave these hashes out and let the users
    /// set new passwords.
    ///
    /// ## Example
    /// ```csv
    /// id,hashed_password,hashing_method    <- PWD040
    /// 1,"$pbkdf2-sha256$i=9000000,l=32$c29tZXNhbHRzb21lc2FsdA$iekCn0Y3spW+sCcFanM2xBT63UP2sghkUoHLIUpWRS8",pbkdf2-sha256
    /// ```
    "PWD040" "check-is-slow", Notice; fix None; scope Column;
    verb "Look at hashes that are slow to check";
    message "The {scheme} hashes of {rows} take longer to check than a failed sign-in may.";
    became "";
    help "The first sign-in of each user replaces the hash by one that is checked quickly.";
    check Check::Raised
}

/// Raised once for a file and scheme.
pub(crate) fn found(column: &str, scheme: &str, rows: Rows, findings: &mut Findings) {
    let finding = Finding::of(&RULE).column(column, Some(Field::HashedPassword));
    let finding = finding.arg("rows", rows.words()).arg("scheme", scheme);
    findings.add(finding.related(rows.first));
}
