//! FIL035: a file whose encoding cannot be told.

use crate::findings::finding::{Finding, Findings};
use crate::rules::view::Check;

rule! {
    /// ## What it finds
    /// A file that is not UTF-8, with too few letters outside ASCII to tell which
    /// encoding it is: they would be other letters in each.
    ///
    /// ## Why it matters
    /// Nothing in such a file says which encoding it is. A guess would store wrong names.
    ///
    /// ## What becomes of the row
    /// No row is imported before somebody says which encoding it is.
    ///
    /// ## What to do
    /// Choose the line under which the value reads right, and import again with that
    /// `--encoding`; or save the file as "CSV UTF-8".
    ///
    /// ## Example
    /// ```csv escaped
    /// id,email,first_name    <- FIL035
    /// 1,zoe@example.org,Zo\xEB
    /// ```
    "FIL035" "encoding-not-told", Error; fix None; scope File;
    verb "Name the encoding of the file";
    message "{file} is not UTF-8, and nothing tells which encoding it is.";
    became "Nothing {was} imported.";
    help "Name the encoding with --encoding, or save the file as \"CSV UTF-8\".";
    check Check::Raised
}

/// Raised when a source is opened. `readings` are encodings that it may be in, each
/// with how a value reads in it.
pub fn found(file: &str, readings: &[(&str, String)], findings: &mut Findings) {
    findings.add(with_readings(Finding::of(&RULE).arg("file", file), readings));
}

/// With the words to type for each way to read a value.
pub(super) fn with_readings(finding: Finding, readings: &[(&str, String)]) -> Finding {
    if readings.is_empty() {
        return finding;
    }
    let each: Vec<String> = readings
        .iter()
        .map(|(name, text)| {
            let text = crate::findings::shown::shown(text);
            format!("--encoding {name} reads \"{text}\"")
        })
        .collect();
    finding.help(format!(
        "Import again with the one that is right: {}.",
        each.join(", ")
    ))
}
