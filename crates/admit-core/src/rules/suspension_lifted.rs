//! DUP119: a user who may sign in again.

use crate::findings::finding::{Finding, Findings};
use crate::rules::view::Check;
use uuid::Uuid;

rule! {
    /// ## What it finds
    /// A row that says of a user imported as suspended that they are not.
    ///
    /// ## Why it matters
    /// Somebody who was kept out can sign in from now on.
    ///
    /// ## What becomes of the row
    /// The user is active.
    ///
    /// ## What to do
    /// Nothing, if that is meant; --deny suspension-lifted holds such rows back.
    ///
    /// ## Example
    /// ```csv before
    /// id,email,suspended
    /// 1,ana@example.org,true    <- VAL012
    /// 2,bo@example.org,false
    /// ```
    /// ```csv
    /// id,email,suspended
    /// 1,ana@example.org,false    <- DUP119
    /// 2,bo@example.org,false
    /// ```
    "DUP119" "suspension-lifted", Warning; fix Choose; scope Row;
    verb "Decide about suspensions that are lifted";
    message "{who} is suspended, and the row says otherwise.";
    became "The suspension {was} lifted.";
    help "To hold such rows back: --deny suspension-lifted.";
    check Check::Raised
}

/// Raised when a row is compared with its user.
pub fn found(who: &str, user: Uuid, findings: &mut Findings) {
    findings.add(
        Finding::of(&RULE)
            .arg("who", who)
            .user(user),
    );
}
