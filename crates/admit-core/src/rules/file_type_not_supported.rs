//! FIL003: a file that holds no rows Admit can read.

use crate::findings::finding::{Finding, Findings};
use crate::rules::view::Check;

rule! {
    /// ## What it finds
    /// A file whose first bytes belong to something without rows of users: an archive,
    /// a document, an image, a web page.
    ///
    /// ## Why it matters
    /// Its name may well end in `.csv`: some programs save web pages and workbooks under
    /// that name, and a download that failed often is a web page.
    ///
    /// ## What becomes of the row
    /// Nothing is read and nothing is imported.
    ///
    /// ## What to do
    /// Save or export the users as CSV. The finding says how for the kind of file that
    /// was found.
    ///
    /// ## Example
    /// ```csv
    /// <html><body>Sign in to download</body></html>    <- FIL003
    /// ```
    "FIL003" "file-type-not-supported", Error; fix None; scope File;
    verb "Save the file as CSV or JSON";
    message "{file} looks like {detected}. Admit reads CSV, TSV, NDJSON and JSON.";
    became "";
    help "Save it as CSV.";
    check Check::Raised
}

/// Raised when a source is opened. `detected` is what it looks like, with its
/// article; `help` says how to get rows out of it.
pub fn found(file: &str, detected: &str, help: &str, findings: &mut Findings) {
    let finding = Finding::of(&RULE)
        .arg("file", file)
        .arg("detected", detected);
    findings.add(finding.help(help));
}
