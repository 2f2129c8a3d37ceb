//! ACC008: a permission without an organization to have it in.

use crate::findings::finding::Findings;
use crate::rules::view::{Check, RowView};
use crate::users::field::Field;

rule! {
    /// ## What it finds
    /// A permission in a row that names no organization.
    ///
    /// ## Why it matters
    /// A permission is held in an organization. Choosing one here would grant what nobody asked
    /// for.
    ///
    /// ## What becomes of the row
    /// The user is imported without the permission.
    ///
    /// ## What to do
    /// Name the organization in the row and import the file again.
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
    /// id,permission_key
    /// 1,
    /// 2,reports:read    <- ACC008
    /// ```
    "ACC008" "permission-without-organization", Warning; fix Choose; scope Cell;
    verb "Add the organization of the permission";
    message "Row {row} gives \"{value}\" but no organization.";
    became "It {was} left out.";
    help "Say in which organization.";
    check Check::Raised
}

/// Raised when memberships are resolved.
pub fn found(view: &RowView<'_>, fields: &[Field], key: &str, findings: &mut Findings) {
    findings.add(view.finding(&RULE, fields, key));
}
