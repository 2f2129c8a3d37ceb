//! DUP117: an identifier given to a user who was changed here.

use crate::findings::finding::{Finding, Findings};
use crate::rules::view::Check;
use uuid::Uuid;

rule! {
    /// ## What it finds
    /// A row that adds an email, a phone, a username, an id or a social identity to a
    /// user whom somebody has changed here, or moves one.
    ///
    /// ## Why it matters
    /// The user can be reached and signed in to by it from now on.
    ///
    /// ## What becomes of the row
    /// It is imported.
    ///
    /// ## What to do
    /// Nothing, if that is meant; --deny identifier-of-edited-user holds such rows back.
    ///
    /// ## Example
    /// Somebody edits a user who was imported; later the file brings a phone:
    /// ```text
    /// admit import users.csv
    /// admit users edit ana@example.org --first-name Anna
    /// admit import changed.csv    # gives a phone as well
    /// ```
    "DUP117" "identifier-of-edited-user", Warning; fix Choose; scope Row;
    verb "Decide about users who were edited here";
    message "{who} {reason}, and the row gives {fields}.";
    became "It {was} imported.";
    help "To hold such rows back: --deny identifier-of-edited-user.";
    check Check::Raised
}

/// Raised when a row is compared with its user.
pub fn found(who: &str, reason: &str, fields: &str, user: Uuid, findings: &mut Findings) {
    findings.add(
        Finding::of(&RULE)
            .arg("who", who)
            .arg("reason", reason)
            .arg("fields", fields)
            .user(user),
    );
}
