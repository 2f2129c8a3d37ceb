//! ACC020: access that was to be replaced and stays, for doubt.

use crate::findings::finding::{Finding, Findings};
use crate::rules::view::Check;
use uuid::Uuid;

rule! {
    /// ## What it finds
    /// With --replace-access: a user who has what the file does not give, where something
    /// that the file says of the access of this user could not be read or was not found, where
    /// one of several rows of the user was held back, or where rows that share no id and no
    /// email turn out to be this user.
    ///
    /// ## Why it matters
    /// A slip in an organization or a role must not take away what somebody works with.
    ///
    /// ## What becomes of the row
    /// The user has what the row gives, and keeps what they had.
    ///
    /// ## What to do
    /// Correct what else is said of the row, and import the file again.
    ///
    /// ## Example
    /// ```toml
    /// [[roles]]
    /// key = "editor"
    /// [[roles]]
    /// key = "member"
    /// [[organizations]]
    /// external_id = "acme"
    /// ```
    /// ```csv before
    /// id,role_key,external_organization_id
    /// 1,member,acme
    /// 2,member,acme
    /// ```
    /// ```csv replace-access
    /// id,role_key,external_organization_id
    /// 1,edtor,acme    <- ACC004, ACC020
    /// 2,member,acme
    /// ```
    "ACC020" "access-not-replaced", Warning; fix None; scope Row;
    verb "Settle the access that was not replaced";
    message "{who} has {what}, which the file does not give, but not all that it says of their access is beyond doubt.";
    became "It {was} kept.";
    help "Correct what else is said of the user's rows; then --replace-access takes it away.";
    check Check::Raised
}

/// Raised when a row is compared with its user.
pub fn found(what: &str, who: &str, user: Uuid, findings: &mut Findings) {
    findings.add(
        Finding::of(&RULE)
            .arg("what", what)
            .arg("who", who)
            .user(user),
    );
}
