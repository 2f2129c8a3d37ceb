//! ACC012: a row that makes somebody an administrator.

use crate::findings::finding::Findings;
use crate::rules::view::{Check, RowView};
use crate::users::field::Field;

rule! {
    /// ## What it finds
    /// A role or permission that lets somebody administer: a role whose key is that of an
    /// administrator, owner or superuser, or one that holds a permission such as `admin:write`.
    ///
    /// ## Why it matters
    /// A file can make administrators of hundreds of people at once. Each of them is worth
    /// a look before the import.
    ///
    /// ## What becomes of the row
    /// Nothing is left out: the user has the role or permission.
    ///
    /// ## What to do
    /// Read through the list of these rows. `--deny grants-administrator` holds them back.
    ///
    /// ## Example
    /// ```toml
    /// [[roles]]
    /// key = "member"
    /// [[roles]]
    /// key = "admin"
    /// name = "Administrator"
    /// [[organizations]]
    /// external_id = "acme"
    /// name = "Acme Limited"
    /// default = true
    /// ```
    /// ```csv
    /// id,external_organization_id,role_key
    /// 1,acme,member
    /// 2,acme,admin    <- ACC012
    /// ```
    "ACC012" "grants-administrator", Notice; fix None; scope Cell;
    message "Row {row} gives the {kind} \"{value}\", which lets people administer{power}.";
    help "Check that this person is meant to have it. --deny grants-administrator holds such rows back.";
    check Check::Raised
}

/// Raised when memberships are resolved. `power` says in brackets where the
/// power comes from; it may be empty.
pub fn found(
    view: &RowView<'_>,
    fields: &[Field],
    kind: &str,
    key: &str,
    power: &str,
    findings: &mut Findings,
) {
    let finding = view
        .finding(&RULE, fields, key)
        .arg("kind", kind)
        .arg("power", power);
    findings.add(finding);
}
