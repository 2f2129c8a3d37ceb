//! VAL014: a correction whose value stands nowhere in the file.

use crate::findings::finding::{Finding, Findings};
use crate::findings::shown::shown;
use crate::rows::choices::Correction;
use crate::rules::view::Check;

rule! {
    /// ## What it finds
    /// A correction (`--set 'role_key:membr=member'`) whose value no row has in
    /// that field. Values compare exactly, upper and lower case included.
    ///
    /// ## Why it matters
    /// What was to be corrected is still there, perhaps written a little
    /// differently; or the correction belongs to another file.
    ///
    /// ## What becomes of the row
    /// Every row is read as the file writes it; nothing is left out.
    ///
    /// ## What to do
    /// Write the value as the file has it (the nearest is suggested), or leave the
    /// correction out.
    ///
    /// ## Example
    /// ```csv set=first_name:Anna=Ana
    /// id,first_name    <- VAL014
    /// 1,Anne
    /// ```
    "VAL014" "correction-not-used", Notice; fix Suggest; scope Column;
    verb "Look at corrections without a value";
    message "No row has \"{value}\" as its {field}, so there is nothing to correct to \"{correction}\".";
    became "";
    help "Leave the correction out, or write the value as the file has it.";
    check Check::Raised
}

/// Raised once the whole file is read. `column` feeds the field, if any does.
pub fn found(
    correction: &Correction,
    column: Option<&str>,
    nearest: Option<&str>,
    findings: &mut Findings,
) {
    let field = correction.field;
    let mut finding = Finding::of(&RULE);
    finding.field = Some(field);
    finding.column = column.map(str::to_owned);
    finding = finding
        .value(&correction.value)
        .arg("correction", shown(&correction.correction))
        .suggest_some(nearest.map(str::to_owned));
    findings.add(match (column, nearest) {
        (None, _) => finding.help(format!(
            "No column of the file gives the {}.",
            field.label()
        )),
        (_, Some(nearest)) => finding.help(format!(
            "The file has \"{}\": name that value instead.",
            shown(nearest)
        )),
        _ => finding,
    });
}
