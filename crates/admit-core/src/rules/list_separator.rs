//! ACC013: a list with another separator than the comma.

use crate::findings::finding::Findings;
use crate::rules::organization_not_found::Became;
use crate::rules::view::{Check, RowView};
use crate::users::field::Field;

rule! {
    /// ## What it finds
    /// A key that does not exist and looks like several keys with a semicolon or a bar
    /// between them.
    ///
    /// ## Why it matters
    /// Admit reads lists with commas. A semicolon may be part of a key, so it is not taken
    /// for a separator.
    ///
    /// ## What becomes of the row
    /// The user is imported without what the list asks for. Where it names organizations,
    /// the user is put into no other one because of it.
    ///
    /// ## What to do
    /// Put commas between the keys, and quotes around the cell. Then import the file again.
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
    /// 1,acme,"member,editor"
    /// 2,acme,member;editor    <- ACC013
    /// ```
    "ACC013" "list-separator", Warning; fix Suggest; scope Cell;
    verb "Separate the list by commas";
    message "\"{value}\" may be a list separated by \"{separator}\". Lists are separated by commas.";
    became "";
    help "Use \"{suggestion}\".";
    check Check::Raised
}

/// A list as the file writes it.
#[derive(Clone, Copy, Debug)]
pub struct Said<'s> {
    /// The text.
    pub text: &'s str,
    /// What seems to separate its keys.
    pub separator: char,
    /// The list with commas.
    pub with_commas: &'s str,
}

/// Raised when memberships are resolved. `became` says what became of the user.
pub fn found(
    view: &RowView<'_>,
    fields: &[Field],
    said: Said<'_>,
    became: Became<'_>,
    findings: &mut Findings,
) {
    let finding = view
        .finding(&RULE, fields, said.text)
        .arg("separator", said.separator)
        .suggest(said.with_commas);
    findings.add(became.said_by(finding));
}
