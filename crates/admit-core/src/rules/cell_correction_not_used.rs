//! VAL049: a correction of a cell that the file does not have.

use crate::findings::finding::{Finding, Findings};
use crate::findings::shown::shown;
use crate::rows::cell_correction::CellCorrection;
use crate::rules::view::Check;

rule! {
    /// ## What it finds
    /// A correction of one cell (`--set-cell 'ROW:COLUMN=TEXT'`) whose row or column the file
    /// does not have, or whose row is blank or cannot be told apart into cells.
    ///
    /// ## Why it matters
    /// What was to be corrected is still there, in another row or under another name; or the
    /// correction belongs to another file.
    ///
    /// ## What becomes of the row
    /// Every row is read as the file writes it; nothing is left out.
    ///
    /// ## What to do
    /// Name the row by its number and the column as the header writes it, or leave the
    /// correction out.
    ///
    /// ## Example
    /// ```csv cell=9:first_name=Ana
    /// id,first_name    <- VAL049
    /// 1,Anna
    /// ```
    "VAL049" "cell-correction-not-used", Notice; fix None; scope Column;
    verb "Look at corrections without a cell";
    message "There is no cell to correct in row {at} under \"{name}\".";
    became "";
    help "Leave the correction out, or name the row by its number and the column as the header writes it.";
    check Check::Raised
}

/// Raised once the whole file is read.
pub fn found(correction: &CellCorrection, findings: &mut Findings) {
    let name = shown(&correction.column);
    let finding = Finding::of(&RULE).column(&name, None);
    findings.add(finding.arg("at", correction.row).arg("name", &name));
}
