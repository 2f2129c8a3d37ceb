//! ROW009: a word that stands for nothing.

use crate::findings::finding::{Finding, Findings};
use crate::rows::raw::CellRef;
use crate::rules::view::Check;

rule! {
    /// ## What it finds
    /// A cell that holds one of the usual words for "no value": `null`, `N/A`,
    /// `#N/A`, `none`, `undefined`, `nil`, `nan`, `NaT`, `<NA>`, `-`, `--`,
    /// `(blank)`; where an id or a username belongs also `unknown`, `n.a.` and `NA`. In columns of names only the forms that can't be a name count: some
    /// people are called None, Nil, Null or Nan. `\N` and `NULL`, which databases write,
    /// are told where they stand for an id, and `NULL` in a name.
    ///
    /// ## Why it matters
    /// Databases and spreadsheets write such words where they have no value.
    /// Stored, they would be shown to people, and many users would share one
    /// "address".
    ///
    /// ## What becomes of the row
    /// The row is imported; nothing is left out. The cell counts as blank, and a
    /// blank cell never erases what the directory has.
    ///
    /// ## What to do
    /// Nothing, if the cell is blank at its source too. If the word is the value,
    /// write it in another way.
    ///
    /// ## Example
    /// ```csv
    /// id,email,phone
    /// 1,ana@example.org,
    /// 2,bo@example.org,N/A    <- ROW009
    /// ```
    "ROW009" "placeholder-read-as-blank", Notice; fix Choose; scope Cell;
    verb "Look at placeholders read as blank";
    message "\"{placeholder}\" in {field} is read as blank.";
    became "";
    help "";
    check Check::Raised
}

/// Raised by the conversion.
pub fn found(cell: CellRef<'_>, text: &str, findings: &mut Findings) {
    findings.add(Finding::of(&RULE).cell(cell).arg("placeholder", text));
}
