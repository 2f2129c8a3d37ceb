//! FIL014: columns that are not separated by commas.

use crate::findings::finding::{Finding, Findings};
use crate::rules::view::Check;

rule! {
    /// ## What it finds
    /// A CSV whose columns are separated by semicolons, tabs or pipes and that does not
    /// say so in a `sep=` line.
    ///
    /// ## Why it matters
    /// The separator is told from the first rows. Taking the wrong one would mix up all
    /// columns.
    ///
    /// ## What becomes of the row
    /// All rows are read with the separator that was found. Nothing is left out.
    ///
    /// ## What to do
    /// Look at the first rows as they were read. If they are wrong, write `sep=,` (or the
    /// right character) as the first line of the file.
    ///
    /// ## Example
    /// ```csv
    /// id;email;first_name    <- FIL014
    /// 1;ana@example.org;Ana
    /// 2;bo@example.org;Bo
    /// ```
    "FIL014" "delimiter-guessed", Notice; fix Auto; scope File;
    verb "Look at how columns are separated";
    message "Columns are separated by \"{delimiter}\". The file is read that way.";
    became "";
    help "";
    check Check::Raised
}

/// Raised when a CSV is opened. `names` and `next` are the first two rows as
/// they were read, without values of secret columns.
pub fn found(delimiter: &str, names: &str, next: Option<&str>, findings: &mut Findings) {
    let names = crate::findings::shown::shown(names);
    let help = match next {
        Some(next) => format!(
            "The first rows as they were read: {names} / {}. If that is wrong, write sep= and the right character in a line above them.",
            crate::findings::shown::shown(next)
        ),
        None => format!("The column names as they were read: {names}."),
    };
    findings.add(Finding::of(&RULE).arg("delimiter", delimiter).help(help));
}
