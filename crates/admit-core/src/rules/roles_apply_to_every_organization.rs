//! ACC011: several organizations and roles in one row.

use crate::findings::finding::{Finding, Findings};
use crate::rules::view::{Check, RowView};
use crate::users::field::Field;

rule! {
    /// ## What it finds
    /// A row that lists several organizations together with roles or permissions.
    ///
    /// ## Why it matters
    /// Each of them is given in every one of the organizations, which may be more than was
    /// meant.
    ///
    /// ## What becomes of the row
    /// Nothing is left out: the user has them in every organization that the row lists and
    /// that exists.
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
    verb "Look at roles in several organizations";
    message "Row {row} lists {organizations} organizations with {grants}.";
    became "All of them {were} given in every organization.";
    help "Use one row for each organization to tell them apart.";
    check Check::Raised
}

/// How much of what a row lists was given where.
#[derive(Clone, Copy, Debug)]
pub struct Given {
    /// How many organizations the row lists.
    pub listed: usize,
    /// How many of them exist.
    pub organizations: usize,
    /// How many roles were given in each.
    pub roles: usize,
    /// How many permissions were given in each.
    pub permissions: usize,
}

/// Raised when memberships are resolved.
pub fn found(view: &RowView<'_>, given: Given, findings: &mut Findings) {
    let fields = [Field::Organization, Field::Organizations];
    let Some(cell) = fields.into_iter().find_map(|field| view.cell(field)) else {
        return;
    };
    let counted = |n: usize, word: &str| match n {
        0 => None,
        1 => Some(format!("1 {word}")),
        n => Some(format!("{n} {word}s")),
    };
    let grants: Vec<String> = [
        counted(given.roles, "role"),
        counted(given.permissions, "permission"),
    ]
    .into_iter()
    .flatten()
    .collect();
    let finding = Finding::of(&RULE)
        .row(view.raw.place)
        .cell(cell)
        .arg("organizations", given.listed)
        .arg("grants", grants.join(" and "));
    findings.add(if given.organizations < given.listed {
        let exist = given.organizations;
        finding.became(format!("All of them {{were}} given in the {exist} that exist."))
    } else {
        finding
    });
}
