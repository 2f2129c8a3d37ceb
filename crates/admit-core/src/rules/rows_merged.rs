//! ROW012: rows merged.

use crate::findings::finding::{Finding, Findings};
use crate::findings::rule::Severity;
use crate::rules::view::Check;

rule! {
    /// ## What it finds
    /// Several rows of one user that agree about the user and differ in
    /// organization, role or permission.
    ///
    /// ## Why it matters
    /// Exports often have one row for each organization of a user.
    ///
    /// ## What becomes of the row
    /// Nothing is left out: the memberships of all rows add up. Where the first of them is
    /// held back because of what the directory holds, so are the others.
    ///
    /// ## What to do
    /// Nothing; correct the first row if it is held back. If they are two people, give
    /// each an id and an email of their own.
    ///
    /// ## Example
    /// ```toml
    /// [[roles]]
    /// key = "member"
    /// [[organizations]]
    /// external_id = "acme"
    /// default = true
    /// [[organizations]]
    /// external_id = "globex"
    /// ```
    /// ```csv
    /// id,email,role_key,external_organization_id
    /// 1,ana@example.org,member,acme
    /// 1,ana@example.org,member,globex    <- ROW012
    /// ```
    "ROW012" "rows-merged", Notice; fix Auto; scope Row;
    verb "Look at rows that are one user";
    message "Row {row} is the same user as row {first}.";
    became "What they give {was} put together.";
    help "";
    check Check::Raised
}

/// Raised by the search for rows that belong together.
pub fn found(first: u64, findings: &mut Findings) {
    findings.add(Finding::of(&RULE).related(first));
}

/// Raised where the first of the rows was held back: then so is this one.
pub fn first_held_back(first: u64, findings: &mut Findings) {
    let mut finding = Finding::of(&RULE).related(first);
    finding.severity = Severity::Error;
    finding.help = Some(format!("Row {first} is held back: correct that row first."));
    findings.add(finding);
}
