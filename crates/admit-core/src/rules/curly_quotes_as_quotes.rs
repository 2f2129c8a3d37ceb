//! FIL019: typographic quotes around values.

use crate::findings::finding::{Finding, Findings};
use crate::rules::view::Check;

rule! {
    /// ## What it finds
    /// Values between typographic quotes, which word processors write for straight ones.
    ///
    /// ## Why it matters
    /// Only straight quotes (`"`) hold a value together in a CSV. Curly ones become part
    /// of the value.
    ///
    /// ## What becomes of the row
    /// The rows are read with the curly quotes as part of the values. Nothing is left out.
    ///
    /// ## What to do
    /// Replace `“` and `”` by `"` in the whole file, in a text editor.
    ///
    /// ## Example
    /// ```csv
    /// id,email,first_name    <- FIL019
    /// 1,ana@example.org,“Ana”
    /// 2,bo@example.org,Bo
    /// ```
    "FIL019" "curly-quotes-as-quotes", Notice; fix Suggest; scope File;
    verb "Look at curly quotes";
    message "Values are wrapped in curly quotes (“ ”), {n} in all. The quotes are read as part of the values.";
    became "";
    help "Replace them by straight quotes (\") in the whole file.";
    check Check::Raised
}

/// Raised once at the end of a CSV. `sample` is one of the values.
pub fn found(values: u64, sample: Option<&str>, findings: &mut Findings) {
    let finding = Finding::of(&RULE).arg("n", values);
    findings.add(match sample {
        Some(sample) => finding.value(sample),
        None => finding,
    });
}
