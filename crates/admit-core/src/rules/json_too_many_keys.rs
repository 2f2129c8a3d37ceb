//! FIL029: more different keys in a JSON file than columns can be.

use crate::base::limits::COLUMNS_MAX;
use crate::findings::finding::{Finding, Findings};
use crate::rules::view::Check;

rule! {
    /// ## What it finds
    /// A JSON file whose rows use more than 512 different keys at their top.
    ///
    /// ## Why it matters
    /// Each key is a column. So many of them mostly mean that a value (an id, a
    /// date) was written where a key belongs.
    ///
    /// ## What becomes of the row
    /// The first 512 keys are read; values under later ones are left out.
    ///
    /// ## What to do
    /// Put free keys and values under `properties`.
    ///
    /// ## Example
    /// ```text
    /// {"id": "1", "visit_2024_01_01": 3, "visit_2024_01_02": 1, … 600 more …}
    /// ```
    "FIL029" "json-too-many-keys", Warning; fix None; scope Column;
    verb "Use fewer keys";
    message "The rows use more than {limit} different keys.";
    became "{values} values under later keys, first \"{column}\" in row {first}, {were} left out.";
    help "Put free keys and values under \"properties\".";
    check Check::Raised
}

/// Raised at the end of the file: the first key beyond, its row, and how many
/// values were left out.
pub fn found(key: &str, row: u64, values: u64, findings: &mut Findings) {
    let finding = Finding::of(&RULE).column(key, None).related(row);
    findings.add(finding.arg("limit", COLUMNS_MAX).arg("values", values));
}
