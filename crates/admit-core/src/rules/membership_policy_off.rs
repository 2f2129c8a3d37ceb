//! ACC017: nobody joins the default organization by themselves.

use crate::findings::finding::{Finding, Findings};
use crate::rows::raw::Column;
use crate::rules::view::{Check, RowView};
use crate::users::access::Organization;

rule! {
    /// ## What it finds
    /// Rows without an organization, while the directory has no default one or does not
    /// put such users into it. It is said once for a file that has no column for organizations.
    ///
    /// ## Why it matters
    /// A user in no organization may see nothing after signing in.
    ///
    /// ## What becomes of the row
    /// Nothing is left out: a user who is created is in no organization; one who exists
    /// stays where they are.
    ///
    /// ## What to do
    /// Name the organization; or name the default one, or switch on that it takes everyone.
    ///
    /// ## Example
    /// ```toml
    /// auto_join = false
    /// [[organizations]]
    /// external_id = "acme"
    /// name = "Acme Limited"
    /// default = true
    /// ```
    /// ```csv
    /// id,external_organization_id
    /// 1,acme
    /// 2,    <- ACC017
    /// ```
    "ACC017" "membership-policy-off", Notice; fix None; scope Row;
    verb "Look at users without an organization";
    message "No organization is given, and {why}.";
    became "{placed}.";
    help "";
    check Check::Raised
}

/// Raised when memberships are resolved, for a row that left `column` blank.
pub fn found(
    view: &RowView<'_>,
    column: &Column,
    default: Option<&Organization>,
    findings: &mut Findings,
) {
    let finding = finding(default)
        .row(view.raw.place)
        .column(&column.name, column.field);
    findings.add(finding);
}

/// Raised once for a file without a column for organizations.
pub fn found_in_file(rows: u64, default: Option<&Organization>, findings: &mut Findings) {
    let finding = finding(default).arg("n", rows);
    findings.add(finding.became(match rows {
        1 => "The user of 1 row {was} put into no organization.",
        _ => "The users of {n} rows {were} put into no organization.",
    }));
}

fn finding(default: Option<&Organization>) -> Finding {
    let (why, how) = match default {
        Some(default) => (
            format!(
                "the default organization, \"{}\", takes no one by itself",
                default.name
            ),
            "let the default one take everyone: admit organizations default --auto-join on",
        ),
        None => (
            "there is no default organization".to_owned(),
            "name the one that such users join: admit organizations default EXTERNAL_ID",
        ),
    };
    Finding::of(&RULE)
        .arg("why", why)
        .help(format!("Name an organization in the file, or {how}."))
}
