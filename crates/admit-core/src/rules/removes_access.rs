//! DUP111: removes access.

use crate::findings::finding::{Finding, Findings};
use crate::rules::view::Check;
use uuid::Uuid;

rule! {
    /// ## What it finds
    /// Memberships, roles or permissions that a user has and the file does not
    /// give, in a run with --replace-access. Several rows of one user count together, and
    /// the last of them that adds anything is named.
    ///
    /// ## Why it matters
    /// Somebody may lose what they work with.
    ///
    /// ## What becomes of the row
    /// What the file does not give is taken away.
    ///
    /// ## What to do
    /// Look through the list before importing: an import asks before it takes anything
    /// away, and needs --yes where nobody can be asked. Leave --replace-access out to keep
    /// everything. A column that the file does not have says nothing of what it would hold.
    ///
    /// ## Example
    /// ```toml
    /// [[roles]]
    /// key = "editor"
    /// [[roles]]
    /// key = "member"
    /// [[organizations]]
    /// external_id = "acme"
    /// default = true
    /// ```
    /// ```csv before
    /// id,role_key,external_organization_id
    /// 1,"member",acme
    /// 2,"editor,member",acme
    /// ```
    /// ```csv replace-access
    /// id,role_key,external_organization_id
    /// 1,member,acme
    /// 2,member,acme    <- DUP111
    /// ```
    "DUP111" "removes-access", Warning; fix Choose; scope Row;
    verb "Decide about access that is taken away";
    message "{who} has {what}, which the file does not name.";
    became "What it does not name {was} taken away.";
    help "Without --replace-access nothing is ever taken away.";
    check Check::Raised
}

/// Raised when a row is compared with the directory.
pub fn found(what: &str, who: &str, user: Uuid, findings: &mut Findings) {
    findings.add(
        Finding::of(&RULE)
            .arg("what", what)
            .arg("who", who)
            .user(user),
    );
}
