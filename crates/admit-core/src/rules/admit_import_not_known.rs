//! ROW015: a fix file of an import that this directory does not have.

use crate::findings::finding::{Finding, Findings};
use crate::rows::raw::CellRef;
use crate::rules::view::Check;

rule! {
    /// ## What it finds
    /// In a fix file, an `admit_import` that names no import into this directory. Each is said
    /// once, at the first row that names it.
    ///
    /// ## Why it matters
    /// The file was made for another directory, or the wrong database was chosen.
    ///
    /// ## What becomes of the row
    /// It is imported by its own values. Users are found by id, email, phone and username.
    ///
    /// ## What to do
    /// Look whether `--database` names the directory that you mean. Nothing else has to be done.
    ///
    /// ## Example
    /// ```csv
    /// admit_row,id,first_name,admit_import    <- HDR012
    /// 2,1,Ana,8d1f62c0/2    <- ROW015
    /// 3,2,Bo,8d1f62c0/3
    /// ```
    "ROW015" "admit-import-not-known", Notice; fix None; scope Cell;
    verb "Look at rows to correct of another import";
    message "The rows to correct are of import {import}, which this directory does not have. They are read by their own values.";
    became "";
    help "Look whether --database names the directory that you mean; `admit imports` lists what it had.";
    check Check::Raised
}

/// Raised by the mapping of a fix file.
pub fn found(cell: CellRef<'_>, import: &str, findings: &mut Findings) {
    findings.add(
        Finding::of(&RULE)
            .cell(cell)
            .arg("import", crate::findings::shown::shown(import)),
    );
}
