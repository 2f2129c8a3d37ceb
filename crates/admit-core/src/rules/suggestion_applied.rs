//! VAL015: a suggestion that was taken because the person importing said so.

use crate::findings::finding::{Finding, Findings};
use crate::findings::rule::Rule;
use crate::rules::view::Check;

rule! {
    /// ## What it finds
    /// A value that was read as the suggestion of a rule, because the import was
    /// started with `--accept` and that rule.
    ///
    /// ## Why it matters
    /// What is stored differs from what the file says. It can be looked up here,
    /// value by value.
    ///
    /// ## What becomes of the row
    /// The row is read with the suggestion; nothing is left out.
    ///
    /// ## What to do
    /// Nothing, if the suggestions are right. To take only some of them, name the
    /// values with `--set` instead.
    ///
    /// ## Example
    /// ```csv accept=email-missing-at
    /// id,email
    /// 1,ana@example.org
    /// 2,bo(at)example.org    <- VAL015
    /// ```
    "VAL015" "suggestion-applied", Notice; fix Auto; scope Cell;
    verb "Look at suggestions that were taken";
    message "\"{value}\" is read as \"{read}\", as {accepted} suggests.";
    became "";
    help "If that is wrong, correct the value in the file or name it with --set.";
    check Check::Raised
}

/// Raised when a row is read again with what `accepted` suggested in `finding`.
pub fn found(finding: &Finding, accepted: &Rule, read: &str, findings: &mut Findings) {
    let mut applied = Finding::of(&RULE);
    applied.column.clone_from(&finding.column);
    applied.field = finding.field;
    applied.value.clone_from(&finding.value);
    findings.add(
        applied
            .arg("read", read)
            .arg("accepted", format!("{} ({})", accepted.name, accepted.code)),
    );
}
