//! FIL031: a file that writes a backslash in front of quotes and separators.

use crate::findings::finding::{Finding, Findings};
use crate::rules::view::Check;

rule! {
    /// ## What it finds
    /// A file that writes `\"` for a quote inside a value, or `\,` for a separator, as
    /// databases and scripts do. It is told from the first rows: they make no whole rows
    /// otherwise, and whole ones so.
    ///
    /// ## Why it matters
    /// Usually a CSV doubles the quote (`""`) instead. Read that way, the values of this
    /// file would end in the wrong places.
    ///
    /// ## What becomes of the row
    /// All rows are read so, without these backslashes. Nothing is left out.
    ///
    /// ## What to do
    /// Nothing, if the values look right.
    ///
    /// ## Example
    /// ```csv
    /// id,email,first_name,last_name    <- FIL031
    /// 1,ana@example.org,"Ana \"Annie\"",Roe
    /// 2,bo@example.org,Bo,Lee\, Jr
    /// ```
    "FIL031" "backslash-escapes-read", Notice; fix Auto; scope File;
    verb "Look at how backslashes are read";
    message "{file} writes a backslash in front of quotes or separators inside values, first in line {line}. They are read without it.";
    became "";
    help "";
    check Check::Raised
}

/// Raised when a CSV is opened. `line` is where the first of them shows.
pub fn found(file: &str, line: u64, findings: &mut Findings) {
    findings.add(Finding::of(&RULE).arg("file", file).arg("line", line));
}
