//! HDR004: two columns of the same name.

use crate::findings::finding::{Finding, Findings};
use crate::rules::view::Check;
use crate::users::field::Field;

rule! {
    /// ## What it finds
    /// A name that stands twice or more in the header.
    ///
    /// ## Why it matters
    /// Which of the columns holds the value that counts can only be guessed.
    ///
    /// ## What becomes of the row
    /// Nothing is imported until the header is settled.
    ///
    /// ## What to do
    /// Delete the columns that are not needed, or rename them.
    ///
    /// ## Example
    /// ```csv
    /// id,email,email    <- HDR004
    /// 1,ana@example.org,ana@example.org
    /// ```
    "HDR004" "column-name-twice", Error; fix Choose; scope Column;
    verb "Give each column its own name";
    message "There are {count} columns called \"{column}\" ({places}).";
    became "";
    help "Delete or rename all but one of them.";
    check Check::Raised
}

/// Raised when the header is mapped. `places` are the positions, from 1.
pub fn found(name: &str, field: Option<Field>, places: &[usize], findings: &mut Findings) {
    let list: Vec<String> = places
        .iter()
        .map(|place| format!("column {place}"))
        .collect();
    let finding = Finding::of(&RULE)
        .column(name, field)
        .arg("count", places.len())
        .arg("places", list.join(", "));
    findings.add(finding);
}
