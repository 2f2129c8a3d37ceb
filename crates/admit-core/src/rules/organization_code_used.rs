//! ACC002: an organization named by the code that Admit gave it.

use crate::findings::finding::Findings;
use crate::rules::view::{Check, RowView};
use crate::users::access::Organization;
use crate::users::field::Field;

rule! {
    /// ## What it finds
    /// An organization that is given by the code that Admit made for it instead of its
    /// external id.
    ///
    /// ## Why it matters
    /// The code is accepted. It differs from one directory to the next, so a file that
    /// uses it fits only one of them.
    ///
    /// ## What becomes of the row
    /// Nothing is left out: the user joins that organization.
    ///
    /// ## What to do
    /// Use the external id, which is suggested.
    ///
    /// ## Example
    /// ```toml
    /// [[roles]]
    /// key = "member"
    /// [[organizations]]
    /// external_id = "acme"
    /// name = "Acme Limited"
    /// code = "org_acme000001"
    /// default = true
    /// ```
    /// ```csv
    /// id,external_organization_id,role_key
    /// 1,acme,member
    /// 2,org_acme000001,member    <- ACC002
    /// ```
    "ACC002" "organization-code-used", Notice; fix Suggest; scope Cell;
    verb "Look at organizations named by code";
    message "\"{value}\" is Admit's own code for \"{name}\"; the external id is \"{suggestion}\".";
    became "It {was} accepted.";
    help "Use \"{suggestion}\", which stays the same in every directory.";
    check Check::Raised
}

/// Raised when memberships are resolved.
pub fn found(view: &RowView<'_>, organization: &Organization, findings: &mut Findings) {
    let fields = [Field::Organization, Field::Organizations];
    let finding = view
        .finding(&RULE, &fields, &organization.code)
        .arg("name", &organization.name)
        .suggest(&organization.external_id);
    findings.add(finding);
}
