//! ACC019: access that the file does not give and that stays.

use crate::findings::finding::{Finding, Findings};
use crate::rules::view::Check;
use uuid::Uuid;

rule! {
    /// ## What it finds
    /// A row that changed and gives less than its user has: fewer roles or permissions in
    /// an organization, or an organization no longer. Several rows of one user count
    /// together, and the last of them that adds anything is named.
    ///
    /// ## Why it matters
    /// Importing again adds access and takes none away, so that somebody may keep what they
    /// should not have.
    ///
    /// ## What becomes of the row
    /// Nothing is left out: the user has what the row gives, and keeps what they had.
    ///
    /// ## What to do
    /// Nothing, if it was given by hand or by another file. To make access what this file
    /// says, import it with --replace-access.
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
    /// 1,editor,acme
    /// 2,member,acme
    /// ```
    /// ```csv
    /// id,role_key,external_organization_id
    /// 1,member,acme    <- ACC019
    /// 2,"editor,member",acme
    /// ```
    "ACC019" "access-stays", Notice; fix Choose; scope Row;
    verb "Look at the access that stays";
    message "{who} has {what}, which the file does not give.";
    became "It {was} kept.";
    help "To take away what the file does not give: --replace-access.";
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
