//! FIL002: column names without rows.

use crate::findings::finding::{Finding, Findings};
use crate::rules::view::Check;

rule! {
    /// ## What it finds
    /// A file that names its columns and then ends.
    ///
    /// ## Why it matters
    /// A filter that left nobody, or an export that was interrupted, looks like this.
    ///
    /// ## What becomes of the row
    /// There are no rows. Nothing is imported.
    ///
    /// ## What to do
    /// Check the filter of the export, and that it finished.
    ///
    /// ## Example
    /// ```csv
    /// id,email,first_name    <- FIL002
    /// ```
    "FIL002" "file-has-no-rows", Error; fix None; scope File;
    verb "Give a file with rows";
    message "{file} has a header but no rows under it.";
    became "";
    help "Header found: {columns}. Check that the export finished.";
    check Check::Raised
}

/// Raised when a source is opened. `columns` are the names found.
pub fn found(file: &str, columns: &str, findings: &mut Findings) {
    let columns = crate::findings::shown::shown(columns);
    findings.add(Finding::of(&RULE).arg("file", file).arg("columns", columns));
}
