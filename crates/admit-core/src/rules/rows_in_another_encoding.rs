//! FIL036: rows that are not in the encoding of the others.

use crate::findings::finding::{Finding, Findings};
use crate::rules::view::Check;

rule! {
    /// ## What it finds
    /// A file of ASCII with a few lines that are not UTF-8. The letters are too few to
    /// tell which encoding it is.
    ///
    /// ## Why it matters
    /// A guess would store wrong names.
    ///
    /// ## What becomes of the row
    /// These rows are held back ([FIL011](bytes-not-readable.md)), and all others are read.
    ///
    /// ## What to do
    /// Choose the line under which the value reads right, and import the file again with
    /// that `--encoding`: rows that are in stay as they are. Or save the file as "CSV UTF-8".
    ///
    /// ## Example
    /// ```csv escaped
    /// id,email,first_name    <- FIL036
    /// 1,ana@example.org,Ana
    /// 2,bo@example.org,Bo
    /// 3,zoe@example.org,Zo\xEB    <- FIL011
    /// ```
    "FIL036" "rows-in-another-encoding", Notice; fix None; scope File;
    verb "Look at lines of another encoding";
    message "{file} has {n} lines that are not UTF-8, and nothing tells which encoding they are.";
    became "";
    help "Name the encoding with --encoding, or save the file as \"CSV UTF-8\".";
    check Check::Raised
}

/// Raised when a source is opened. `readings` are encodings that the lines may be in,
/// each with how a value reads in it.
pub fn found(file: &str, lines: u64, readings: &[(&str, String)], findings: &mut Findings) {
    let finding = Finding::of(&RULE).arg("file", file).arg("n", lines);
    findings.add(super::encoding_not_told::with_readings(finding, readings));
}
