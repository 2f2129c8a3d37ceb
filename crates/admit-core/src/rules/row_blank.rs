//! ROW001: rows without any value.

use crate::base::numbers::grouped;
use crate::findings::finding::{Finding, Findings};
use crate::rules::view::Check;

rule! {
    /// ## What it finds
    /// Lines without any value, or with separators only.
    ///
    /// ## Why it matters
    /// It does not. They are counted so that the numbers of rows agree with what a
    /// spreadsheet shows.
    ///
    /// ## What becomes of the row
    /// A blank row is skipped and counted apart from the rows read. It keeps its number.
    ///
    /// ## What to do
    /// Nothing.
    ///
    /// ## Example
    /// ```csv
    /// id,email    <- ROW001
    /// 1,ana@example.org
    ///
    /// 2,bo@example.org
    /// ```
    "ROW001" "row-blank", Notice; fix Auto; scope File;
    verb "Look at blank rows";
    message "{row_numbers} blank.";
    became "They {were} skipped.";
    help "";
    check Check::Raised
}

/// Raised once at the end of a source, with how many there are and the numbers of the
/// `first` ones.
pub fn found(count: u64, first: &[u64], findings: &mut Findings) {
    let finding = Finding::of(&RULE);
    let numbers: Vec<String> = first.iter().map(u64::to_string).collect();
    let rows = match numbers.as_slice() {
        [one] if count == 1 => format!("Row {one} is"),
        [others @ .., last] if count == first.len() as u64 => {
            format!("Rows {} and {last} are", others.join(", "))
        }
        _ => format!("{} rows ({} …) are", grouped(count), numbers.join(", ")),
    };
    let finding = finding.arg("row_numbers", rows);
    findings.add(if count == 1 {
        finding.became("It {was} skipped.")
    } else {
        finding
    });
}
