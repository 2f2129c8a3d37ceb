//! ACC011: several organizations and roles in one row.

use crate::findings::finding::{Finding, Findings};
use crate::rows::raw::CellRef;
use crate::rules::view::Check;

rule! {
    /// ## What it finds
    /// A row that lists several organizations together with roles or permissions.
    ///
    /// ## Why it matters
    /// Each of them is given in every one of the organizations, which may be more than was
    /// meant.
    ///
    /// ## What becomes of the row
    /// Nothing is left out: the user has them in every organization that the row lists.
    ///
    /// ## What to do
    /// Use one row for each organization, with the same id or email and its own roles.
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
    /// 2,"acme,globex",member    <- ACC011
    /// ```
    "ACC011" "roles-apply-to-every-organization", Notice; fix Choose; scope Row;
    message "Row {row} lists {organizations} organizations with {grants}.";
    became "All of them {were} given in every organization.";
    help "Use one row for each organization to tell them apart.";
    check Check::Raised
}

/// Raised by the mapping of a row that lists `organizations` of them.
pub fn found(
    cell: CellRef<'_>,
    organizations: usize,
    roles: usize,
    permissions: usize,
    findings: &mut Findings,
) {
    let counted = |n: usize, word: &str| match n {
        0 => None,
        1 => Some(format!("1 {word}")),
        n => Some(format!("{n} {word}s")),
    };
    let grants: Vec<String> = [counted(roles, "role"), counted(permissions, "permission")]
        .into_iter()
        .flatten()
        .collect();
    let finding = Finding::of(&RULE)
        .cell(cell)
        .arg("organizations", organizations)
        .arg("grants", grants.join(" and "));
    findings.add(finding);
}
