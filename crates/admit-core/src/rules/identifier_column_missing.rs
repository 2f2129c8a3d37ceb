//! HDR008: no column that tells who a row is about.

use crate::findings::finding::{Finding, Findings, shown};
use crate::rows::raw::Column;
use crate::rules::view::Check;

rule! {
    /// ## What it finds
    /// A file without a column for an email, a phone, a username or an id.
    ///
    /// ## Why it matters
    /// Nothing would tell one user from another, and nobody could sign in.
    ///
    /// ## What becomes of the row
    /// Nothing is imported until the header is settled.
    ///
    /// ## What to do
    /// Add the column, or say which one it is: `--map "Login name=username"`.
    ///
    /// ## Example
    /// ```csv
    /// first_name,last_name    <- HDR008
    /// Ana,Abel
    /// ```
    "HDR008" "identifier-column-missing", Error; fix Choose; scope File;
    message "The file needs at least one of: email, phone, username, id.";
    became "";
    help "Columns found: {columns}.";
    check Check::Raised
}

/// Raised when the header is mapped, or at the end of a file whose columns come
/// with its rows.
pub fn found(columns: &[Column], findings: &mut Findings) {
    let written = columns
        .iter()
        .filter(|column| !column.name.trim().is_empty());
    let names: Vec<&str> = written.map(|column| column.name.trim()).collect();
    let list = match names.len() {
        0 => "none with a name".to_owned(),
        _ => shown(&names.join(", ")),
    };
    findings.add(Finding::of(&RULE).arg("columns", list));
}
