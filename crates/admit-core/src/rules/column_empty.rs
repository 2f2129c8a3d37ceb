//! HDR010: a column without values.

use crate::findings::finding::{Finding, Findings};
use crate::rules::view::{Check, FileView};

rule! {
    /// ## What it finds
    /// A column that Admit knows and that is blank in every row.
    ///
    /// ## Why it matters
    /// It is harmless if it is meant so. Often an export left it out by mistake.
    ///
    /// ## What becomes of the row
    /// Nothing is left out: a blank cell says nothing and erases nothing.
    ///
    /// ## What to do
    /// Check the export if the column should have values.
    ///
    /// ## Example
    /// ```csv
    /// id,first_name    <- HDR010
    /// 1,
    /// 2,
    /// ```
    "HDR010" "column-empty", Notice; fix None; scope Column;
    verb "Look at empty columns";
    message "Column \"{column}\" has no values.";
    became "Nothing {was} read from it.";
    help "";
    check Check::File(check)
}

fn check(view: &FileView<'_>, findings: &mut Findings) {
    if view.rows == 0 {
        return;
    }
    for (column, fill) in view.columns.iter().zip(view.fills) {
        if column.field.is_some() && fill.values == 0 {
            findings.add(Finding::of(&RULE).column(&column.name, column.field));
        }
    }
}
