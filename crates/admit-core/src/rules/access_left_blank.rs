//! ACC022: a blank cell beside access that was to be replaced.

use crate::findings::finding::{Finding, Findings};
use crate::rules::view::Check;
use uuid::Uuid;

rule! {
    /// ## What it finds
    /// With --replace-access: a row whose cell for roles or permissions is blank, or holds
    /// a word for nothing such as `NULL` or `-`, and whose user has some in the
    /// organization.
    ///
    /// ## Why it matters
    /// A blank cell says nothing, here as everywhere: often an export left it out.
    ///
    /// ## What becomes of the row
    /// The user has what the row gives, and keeps what they had where the row says nothing.
    ///
    /// ## What to do
    /// Nothing, if they are to keep it. To take all roles in an organization away, leave the
    /// organization out of the user's rows, or take the user out of it and put them in
    /// again: `admit users leave`, then `admit users join`.
    ///
    /// ## Example
    /// ```toml
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
    /// 1,,acme    <- ACC022
    /// 2,member,acme
    /// ```
    "ACC022" "access-left-blank", Notice; fix None; scope Row;
    verb "Say what access stays where the cell is blank";
    message "{who} has {what}, and the cell that could say otherwise is blank. A blank cell takes nothing away.";
    became "It {was} kept.";
    help "To take away all of it in an organization: admit users leave, then admit users join.";
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
