//! ACC007: a permission that does not exist.

use crate::base::near::Near;
use crate::findings::finding::Findings;
use crate::rules::view::{Check, RowView};
use crate::users::field::Field;

rule! {
    /// ## What it finds
    /// A permission key that is not in the directory, letter for letter.
    ///
    /// ## Why it matters
    /// A near match could allow somebody more than was meant, so it is offered and never
    /// applied.
    ///
    /// ## What becomes of the row
    /// The user is imported and joins the organization without this permission.
    ///
    /// ## What to do
    /// Use the key that exists (the nearest is suggested), or create the permission first.
    /// Then import the file again.
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
    /// id,external_organization_id,permission_key
    /// 1,acme,reports:read
    /// 2,acme,report:read    <- ACC007
    /// ```
    "ACC007" "permission-not-found", Warning; fix Suggest; scope Cell;
    verb "Correct the permission";
    message "There is no permission with the key \"{value}\".";
    became "It {was} left out.";
    help "";
    check Check::Raised
}

/// Raised when memberships are resolved.
pub fn found(view: &RowView<'_>, key: &str, near: &Near, findings: &mut Findings) {
    let fields = [Field::Permission, Field::Organizations, Field::Organization];
    let finding = view
        .finding(&RULE, &fields, key)
        .suggest_some(near.suggestion().map(str::to_owned))
        .help(near.advice("permission", "permissions"));
    findings.add(finding);
}
