//! ACC005: a role given by its name.

use crate::findings::finding::Findings;
use crate::rules::view::{Check, RowView};
use crate::users::field::Field;

rule! {
    /// ## What it finds
    /// The display name of a role where its key is expected.
    ///
    /// ## Why it matters
    /// Names are for reading: they change, and two roles may share one.
    ///
    /// ## What becomes of the row
    /// The user is imported and joins the organization without this role.
    ///
    /// ## What to do
    /// Use the key, which is suggested, and import the file again.
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
    /// id,external_organization_id,role_key
    /// 1,acme,member
    /// 2,acme,Member of staff    <- ACC005
    /// ```
    "ACC005" "role-name-used", Warning; fix Suggest; scope Cell;
    verb "Name the role by its key";
    message "\"{value}\" is a role's name; its key is \"{suggestion}\".";
    became "The user {was} imported without it.";
    kept "It {was} left out.";
    help "Use \"{suggestion}\".";
    check Check::Raised
}

/// Raised when memberships are resolved.
pub fn found(view: &RowView<'_>, text: &str, key: &str, findings: &mut Findings) {
    let fields = [Field::Role, Field::Organizations, Field::Organization];
    findings.add(view.finding(&RULE, &fields, text).suggest(key));
}
