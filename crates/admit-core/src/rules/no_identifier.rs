//! IDN001: a row that names nobody.

use crate::findings::finding::{Finding, Findings};
use crate::findings::rule::Severity;
use crate::rows::characters::{Kind, speaks_of_identifier};
use crate::rules::view::{Check, RowView};

rule! {
    /// ## What it finds
    /// A row without an email, a phone, a username or an id.
    ///
    /// ## Why it matters
    /// Nothing would tell this user from others, and nobody could sign in as them.
    ///
    /// ## What becomes of the row
    /// The row is not imported.
    ///
    /// ## What to do
    /// Give at least one of the four. The name, where the row has one, is shown
    /// to help find the person.
    ///
    /// ## Example
    /// ```csv
    /// email,first_name
    /// ana@example.org,Ana
    /// ,Bo    <- IDN001
    /// ```
    "IDN001" "no-identifier", Error; fix None; scope Row;
    verb "Say who the row is about";
    message "Row {row} has no email, phone, username or id{who}.";
    became "";
    help "Give at least one of them.";
    check Check::Row(check)
}

fn check(view: &RowView<'_>, findings: &mut Findings) {
    // A value that could not be read has been reported already: one cause, one finding.
    if !view.candidate.identities.is_empty() || findings.iter().any(names_identifier) {
        return;
    }
    let names = [&view.candidate.first_name, &view.candidate.last_name];
    let name = names
        .into_iter()
        .flatten()
        .cloned()
        .collect::<Vec<_>>()
        .join(" ");
    let who = if name.is_empty() {
        String::new()
    } else {
        format!(" (\"{name}\")")
    };
    findings.add(Finding::of(&RULE).row(view.raw.place).arg("who", who));
}

/// Whether the finding says why an identifier is missing.
fn names_identifier(finding: &Finding) -> bool {
    (finding.rule.names_identifier() && speaks_of_identifier(finding.field))
        || (finding.severity == Severity::Error && Kind::of(finding.field) == Kind::Identifier)
}
