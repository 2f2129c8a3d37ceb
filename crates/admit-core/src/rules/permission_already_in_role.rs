//! ACC009: a permission that a role of the same row brings already.

use crate::findings::finding::Findings;
use crate::rules::view::{Check, RowView};
use crate::users::field::Field;

rule! {
    /// ## What it finds
    /// A permission that is given directly and also comes with a role in the same
    /// organization.
    ///
    /// ## Why it matters
    /// It changes nothing today. But when the role is taken away, the permission stays.
    ///
    /// ## What becomes of the row
    /// Nothing is left out: the user has both.
    ///
    /// ## What to do
    /// Leave the permission out of the file if it should come and go with the role.
    ///
    /// ## Example
    /// ```toml
    /// [[permissions]]
    /// key = "reports:read"
    /// name = "Read reports"
    /// [[permissions]]
    /// key = "members:invite"
    /// [[roles]]
    /// key = "member"
    /// name = "Member of staff"
    /// permissions = ["reports:read"]
    /// [[roles]]
    /// key = "editor"
    /// [[organizations]]
    /// external_id = "acme"
    /// name = "Acme Limited"
    /// default = true
    /// [[organizations]]
    /// external_id = "globex"
    /// name = "Globex Corporation"
    /// ```
    /// ```csv
    /// id,external_organization_id,role_key,permission_key
    /// 1,acme,member,members:invite
    /// 2,acme,member,reports:read    <- ACC009
    /// ```
    "ACC009" "permission-already-in-role", Notice; fix None; scope Cell;
    verb "Look at permissions that a role gives";
    message "\"{value}\" is already part of the role {role}.";
    became "Both {were} given.";
    help "If the role is taken away later, the permission stays.";
    check Check::Raised
}

/// Raised when memberships are resolved.
pub fn found(view: &RowView<'_>, permission: &str, role: &str, findings: &mut Findings) {
    let fields = [Field::Permission, Field::Organizations, Field::Organization];
    findings.add(view.finding(&RULE, &fields, permission).arg("role", role));
}
