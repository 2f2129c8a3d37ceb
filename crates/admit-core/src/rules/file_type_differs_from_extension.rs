//! FIL004: a name that promises another kind of file.

use crate::findings::finding::{Finding, Findings};
use crate::rules::view::Check;

rule! {
    /// ## What it finds
    /// A file whose content is of another kind than the end of its name says.
    ///
    /// ## Why it matters
    /// It may be the wrong file.
    ///
    /// ## What becomes of the row
    /// The rows are read by what the content is. Nothing is left out.
    ///
    /// ## What to do
    /// Check that it is the file you meant. Rename it if you like.
    ///
    /// ## Example
    /// ```csv
    /// {"id": "1", "email": "ana@example.org"}    <- FIL004
    /// {"id": "2", "email": "bo@example.org"}
    /// ```
    "FIL004" "file-type-differs-from-extension", Notice; fix Auto; scope File;
    verb "Look at the type of the file";
    message "{file} ends in .{ext} but is {detected}. It is read as {detected}.";
    became "";
    help "The content decides, not the name.";
    check Check::Raised
}

/// Raised when a source is opened. `extension` is what the name ends in.
pub fn found(file: &str, extension: &str, detected: &str, findings: &mut Findings) {
    let finding = Finding::of(&RULE).arg("file", file).arg("ext", extension);
    findings.add(finding.arg("detected", detected));
}
