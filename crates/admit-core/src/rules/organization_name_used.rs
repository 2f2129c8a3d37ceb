//! ACC003: an organization given by its name.

use crate::findings::finding::Findings;
use crate::rules::organization_not_found::Became;
use crate::rules::view::{Check, RowView};
use crate::users::field::Field;

rule! {
    /// ## What it finds
    /// The display name of an organization where its external id is expected.
    ///
    /// ## Why it matters
    /// Names are for reading: they change, and two organizations may share one.
    ///
    /// ## What becomes of the row
    /// The user is imported without it, and is put into no other organization because of
    /// it. The roles and permissions meant for the organization are left out.
    ///
    /// ## What to do
    /// Use the external id, which is suggested, and import the file again.
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
    /// 1,globex,member
    /// 2,Globex Corporation,member    <- ACC003
    /// ```
    "ACC003" "organization-name-used", Warning; fix Suggest; scope Cell;
    verb "Name the organization by its id";
    message "\"{value}\" is the name of an organization; its external id is \"{suggestion}\".";
    became "";
    help "Use \"{suggestion}\".";
    check Check::Raised
}

/// Raised when memberships are resolved. `became` says what became of the user.
pub fn found(view: &RowView<'_>, text: &str, id: &str, became: Became<'_>, findings: &mut Findings) {
    let finding = view
        .finding(&RULE, &[Field::Organization, Field::Organizations], text)
        .suggest(id);
    findings.add(became.said_by(finding));
}
