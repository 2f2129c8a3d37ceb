//! HDR019: a column that was mapped by hand in an earlier import.

use crate::findings::finding::{Finding, Findings};
use crate::rows::raw::Column;
use crate::rules::view::Check;
use crate::users::field::Field;

rule! {
    /// ## What it finds
    /// A column that was mapped by hand (`--map`) in an earlier import of a file with the same
    /// columns, and that is read the same way now. What was said of it is remembered once such
    /// an import is complete and let somebody in; one that forgets it, or replaces it, says so.
    ///
    /// ## Why it matters
    /// The file that comes every week needs no options every week. But nobody has said it of
    /// this file.
    ///
    /// ## What becomes of the row
    /// The rows are imported. The column is read, or left out, as it was the last time.
    ///
    /// ## What to do
    /// Nothing, if it means the same as then. `--map "COLUMN=FIELD"` says otherwise,
    /// `--no-remembered` reads the columns by their names, and `admit mappings forget COLUMN`
    /// forgets what was said. `admit mappings list` shows all that is remembered. What a column
    /// of clear-text passwords, or one that says who may sign in, was mapped to is never
    /// remembered.
    ///
    /// ## Example
    /// ```csv before map=Kontakt=email
    /// id,Kontakt
    /// 1,ana@example.org
    /// ```
    /// ```csv
    /// Id,kontakt    <- HDR019
    /// 2,bo@example.org
    /// ```
    "HDR019" "remembered-mapping", Notice; fix None; scope Column;
    verb "Look at columns mapped by hand before";
    message "\"{column}\" was {target} by hand in an earlier import of a file with the same columns.";
    became "It {was} {target} again.";
    help "Read the columns by their names with --no-remembered, or forget it: admit mappings forget \"{column}\".";
    check Check::Raised
}

/// Raised when the header is mapped.
pub fn found(column: &Column, field: Option<Field>, findings: &mut Findings) {
    let target = field.map_or("left out".to_owned(), |field| format!("mapped to {field}"));
    let finding = Finding::of(&RULE)
        .column(&column.name, column.field)
        .arg("target", target);
    findings.add(finding);
}
