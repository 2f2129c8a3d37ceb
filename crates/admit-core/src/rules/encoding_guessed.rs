//! FIL010: a file that is not UTF-8.

use crate::findings::finding::{Finding, Findings};
use crate::findings::rule::Severity;
use crate::rules::view::Check;

rule! {
    /// ## What it finds
    /// A file written in another encoding than UTF-8, such as the one that older
    /// spreadsheet programs use.
    ///
    /// ## Why it matters
    /// Nothing in such a file says which encoding it is. It is told from the letters
    /// that occur. Where they might be others as well, nothing is guessed
    /// ([FIL035](encoding-not-told.md), [FIL036](rows-in-another-encoding.md)).
    ///
    /// ## What becomes of the row
    /// All rows are read in the encoding that was found. Nothing is left out.
    ///
    /// ## What to do
    /// Look at the values shown. If a letter is wrong, import again with the right name,
    /// for example `--encoding windows-1250`, or save the file as "CSV UTF-8".
    ///
    /// ## Example
    /// ```csv escaped
    /// id,email,first_name    <- FIL010
    /// 1,ana@example.org,Jos\xE9
    /// 2,bo@example.org,Zo\xEB
    /// ```
    "FIL010" "encoding-guessed", Warning; fix None; scope File;
    verb "Look at the encoding";
    message "{file} is not UTF-8. It is read as {encoding}.";
    became "";
    help "If letters come out wrong, name the encoding with --encoding.";
    check Check::Raised
}

/// Raised when a source is opened. `samples` are values with letters outside
/// ASCII, as they were read.
pub fn found(file: &str, encoding: &str, samples: &[String], findings: &mut Findings) {
    findings.add(finding(file, encoding, samples));
}

/// Raised where a mark at the beginning of the source says it: only to be known.
pub fn marked(file: &str, encoding: &str, samples: &[String], findings: &mut Findings) {
    findings.add(Finding {
        severity: Severity::Notice,
        ..finding(file, encoding, samples)
    });
}

fn finding(file: &str, encoding: &str, samples: &[String]) -> Finding {
    let finding = Finding::of(&RULE)
        .arg("file", file)
        .arg("encoding", encoding);
    if samples.is_empty() {
        return finding;
    }
    let shown: Vec<String> = samples
        .iter()
        .map(|sample| format!("\"{}\"", crate::findings::shown::shown(sample)))
        .collect();
    finding.help(format!(
        "Some values as they were read: {}. If letters are wrong, name the encoding with --encoding.",
        shown.join(", ")
    ))
}
