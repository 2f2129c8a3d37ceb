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
    verb "Look at who becomes an administrator";
    message "Row {row} gives the {kind} \"{value}\", which lets people administer{power}.";
    became "";
    help "Check that this person is meant to have it. --deny grants-administrator holds such rows back.";
    check Check::Raised
}

/// What makes somebody an administrator.
#[derive(Clone, Copy, Debug)]
pub struct Grant<'a> {
    /// `role` or `permission`.
    pub kind: &'static str,
    /// Its key.
    pub key: &'a str,
    /// Where the power comes from, in brackets; empty where the key says so.
    pub power: &'a str,
}

/// Raised when memberships are resolved.
pub fn found(view: &RowView<'_>, fields: &[Field], grant: Grant<'_>, findings: &mut Findings) {
    let finding = view
        .finding(&RULE, fields, grant.key)
        .arg("kind", grant.kind)
        .arg("power", grant.power);
    findings.add(finding);
}
