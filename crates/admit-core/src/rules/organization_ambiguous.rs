//! ACC018: a text that is one organization's external id and another's code.

use crate::findings::finding::Findings;
use crate::rules::view::{Check, RowView};
use crate::users::access::Organization;
use crate::users::field::Field;

rule! {
    /// ## What it finds
    /// A text that is the external id of one organization and the code of another.
    ///
    /// ## Why it matters
    /// Either could be meant, and a user must not land in the wrong organization.
    ///
    /// ## What becomes of the row
    /// The row is not imported.
    ///
    /// ## What to do
    /// Name the organization in a way that fits one only, or give one of the two another
    /// external id.
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
    /// [[organizations]]
    /// external_id = "org_acme000001"
    /// name = "Acme Holding"
    /// ```
    /// ```csv
    /// id,external_organization_id,role_key
    /// 1,acme,member
    /// 2,org_acme000001,member    <- ACC018
    /// ```
    "ACC018" "organization-ambiguous", Error; fix Choose; scope Cell;
    verb "Say which organization is meant";
    message "\"{value}\" is the external id of \"{one}\" and Admit's own code for \"{other}\".";
    became "";
    help "If \"{other}\" is meant, use its external id, \"{other_id}\". Otherwise give \"{one}\" another external id.";
    check Check::Raised
}

/// Raised when memberships are resolved. `one` has the text as its external id,
/// `other` as its code.
pub fn found(
    view: &RowView<'_>,
    text: &str,
    one: &Organization,
    other: &Organization,
    findings: &mut Findings,
) {
    let finding = view
        .finding(&RULE, &[Field::Organization, Field::Organizations], text)
        .arg("one", &one.name)
        .arg("other", &other.name)
        .arg("other_id", &other.external_id);
    findings.add(finding);
}
