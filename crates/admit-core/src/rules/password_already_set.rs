//! PWF004: a password for a user who has a temporary one.

use crate::findings::finding::{Finding, Findings};
use crate::rules::view::Check;
use uuid::Uuid;

rule! {
    /// ## What it finds
    /// A password of a file for a user whom an operator has given a temporary one.
    ///
    /// ## Why it matters
    /// The person may have been told the temporary password already.
    ///
    /// ## What becomes of the row
    /// The temporary password is kept; everything else of the row is imported.
    ///
    /// ## What to do
    /// Nothing, if the temporary password is to be used. After that the person sets a new one.
    ///
    /// ## Example
    /// No file alone shows it: an operator has to give a temporary password first.
    /// ```console
    /// admit users temporary-password ana@example.org
    /// admit passwords import passwords.csv    <- PWF004
    /// ```
    "PWF004" "password-already-set", Warning; fix Choose; scope Row;
    verb "Decide about temporary passwords";
    message "{who} has a temporary password.";
    became "It {was} kept.";
    help "Once it was used, the user sets a new password.";
    check Check::Raised
}

/// Raised when a row is compared with its user.
pub fn found(who: &str, user: Uuid, findings: &mut Findings) {
    findings.add(Finding::of(&RULE).arg("who", who).user(user));
}
