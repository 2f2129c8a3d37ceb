//! DUP002: duplicate id in file.

use crate::findings::finding::{Finding, Findings};
use crate::rows::raw::CellRef;
use crate::rules::view::Check;

rule! {
    /// ## What it finds
    /// A row with the same id as an earlier row of the file that says something
    /// else about the user.
    ///
    /// ## Why it matters
    /// One of the two rows would undo the other, and which one would depend on
    /// their order.
    ///
    /// ## What becomes of the row
    /// The first row stands. This one is not imported; the finding names both and
    /// the fields in which they differ.
    ///
    /// ## What to do
    /// Keep one of them, or make them agree about the user: rows of one user may
    /// differ in organization, role and permission.
    ///
    /// ## Example
    /// ```csv
    /// id,email,first_name
    /// 1,ana@example.org,Ana
    /// 1,ana@example.org,Anna    <- DUP002
    /// ```
    "DUP002" "duplicate-id-in-file", Error; fix Choose; scope Row;
    verb "Choose between rows with the same id";
    message "Row {row} has the same id as row {first} ({value}) but differs in {fields}.";
    became "";
    help "Keep one of the two rows, or make them agree and differ only in organization, role and permission.";
    check Check::Raised
}

/// Raised by the search for rows that belong together. `fields` are those that differ.
pub fn found(cell: Option<CellRef<'_>>, first: u64, fields: &str, findings: &mut Findings) {
    let mut finding = Finding::of(&RULE).related(first).arg("fields", fields);
    if let Some(cell) = cell {
        finding = finding.cell(cell);
    }
    findings.add(finding);
}
