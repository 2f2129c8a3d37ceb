//! ACC010: a blank organization, while the default one takes everyone.

use crate::findings::finding::{Finding, Findings};
use crate::rows::raw::Column;
use crate::rules::view::{Check, RowView};
use crate::users::access::Organization;

rule! {
    /// ## What it finds
    /// A row that leaves its organization blank, or its cell off at the end of the row, in
    /// a file that has a column for it. A
    /// role or permission in such a row has a finding of its own instead.
    ///
    /// ## Why it matters
    /// The directory puts new users without an organization into its default one, which
    /// may not be what a blank cell was meant to say.
    ///
    /// ## What becomes of the row
    /// Nothing is left out. A user who is created joins the default organization; one who
    /// exists stays where they are.
    ///
    /// ## What to do
    /// Name the organization, or switch off that the default one takes everyone.
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
    /// id,external_organization_id
    /// 1,globex
    /// 2,    <- ACC010
    /// ```
    "ACC010" "default-organization-used", Notice; fix None; scope Cell;
    verb "Look at who joins the default organization";
    message "No organization is given.";
    became "{placed}.";
    help "Name an organization if the user belongs to another one.";
    check Check::Raised
}

/// Raised when memberships are resolved. `column` is the one that was left blank.
pub fn found(view: &RowView<'_>, column: &Column, default: &Organization, findings: &mut Findings) {
    let finding = Finding::of(&RULE)
        .row(view.raw.place)
        .column(&column.name, column.field)
        .arg("default", &default.name);
    findings.add(finding);
}
