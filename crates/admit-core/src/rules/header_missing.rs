//! HDR001: a file without column names.

use crate::findings::finding::{Finding, Findings};
use crate::rules::view::Check;

rule! {
    /// ## What it finds
    /// A first row with values such as an email address, and no row near it that names
    /// columns.
    ///
    /// ## Why it matters
    /// Without names nobody can say which column is what, and the first user would be lost
    /// as a header.
    ///
    /// ## What becomes of the row
    /// Nothing is imported.
    ///
    /// ## What to do
    /// Add a first line that names the columns. The finding says what some columns look like.
    ///
    /// ## Example
    /// ```csv
    /// 1,ana@example.org,Ana    <- HDR001
    /// 2,bo@example.org,Bo
    /// ```
    "HDR001" "header-missing", Error; fix Choose; scope File;
    verb "Add a row with the column names";
    message "The first row looks like data (\"{value}\"), not column names.";
    became "";
    help "Add a first line that names the columns, for example email,first_name,last_name{guess}.";
    check Check::Raised
}

/// Raised when a CSV is opened. `guess` says what columns look like.
pub fn found(value: &str, guess: &str, findings: &mut Findings) {
    let guess = if guess.is_empty() {
        String::new()
    } else {
        format!(" ({guess})")
    };
    findings.add(Finding::of(&RULE).value(value).arg("guess", guess));
}
