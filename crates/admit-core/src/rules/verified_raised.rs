//! DUP118: an identifier that a file calls verified.

use crate::findings::finding::{Finding, Findings};
use crate::rules::view::Check;
use uuid::Uuid;

rule! {
    /// ## What it finds
    /// A row that says verified of an email or a phone that the user has and that was not
    /// known to be verified.
    ///
    /// ## Why it matters
    /// A verified address is where a code for a new password is sent.
    ///
    /// ## What becomes of the row
    /// It counts as verified.
    ///
    /// ## What to do
    /// Nothing, if the source has really checked it; --deny verified-raised holds such
    /// rows back.
    ///
    /// ## Example
    /// ```csv before
    /// id,email,email_verified
    /// 1,ana@example.org,false
    /// 2,bo@example.org,true
    /// ```
    /// ```csv
    /// id,email,email_verified
    /// 1,ana@example.org,true    <- DUP118
    /// 2,bo@example.org,true
    /// ```
    "DUP118" "verified-raised", Warning; fix Choose; scope Row;
    verb "Decide about addresses raised to verified";
    message "The {fields} of {who} was not known to be verified, and the row says that it is.";
    became "It {was} taken for verified.";
    help "To hold such rows back: --deny verified-raised.";
    check Check::Raised
}

/// Raised when a row is compared with its user.
pub fn found(who: &str, fields: &str, user: Uuid, findings: &mut Findings) {
    findings.add(
        Finding::of(&RULE)
            .arg("who", who)
            .arg("fields", fields)
            .user(user),
    );
}
