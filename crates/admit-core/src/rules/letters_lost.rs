//! VAL041: question marks where letters were.

use crate::findings::finding::{Finding, Findings};
use crate::rows::raw::CellRef;
use crate::rules::view::Check;

rule! {
    /// ## What it finds
    /// A name with a question mark beside a letter, as in `?ukasz`, `M?ller` or `Jos?`, or
    /// one of question marks alone.
    ///
    /// ## Why it matters
    /// A program that does not know a letter writes a question mark instead. Which letter
    /// it was cannot be told any more.
    ///
    /// ## What becomes of the row
    /// The row is imported without the name. A name that the directory has stays.
    ///
    /// ## What to do
    /// Export again at the source, as UTF-8, or write the letters into the file.
    ///
    /// ## Example
    /// ```csv
    /// id,email,first_name
    /// 1,ana@example.org,Ana
    /// 2,lu@example.org,?ukasz    <- VAL041
    /// ```
    "VAL041" "letters-lost", Warning; fix None; scope Cell;
    verb "Write the lost letters again";
    message "{field} is \"{value}\", with question marks where letters were.";
    became "It {was} left out.";
    help "Export again at the source, as UTF-8, or write the letters into the file.";
    check Check::Raised
}

/// Raised by the conversion.
pub fn found(cell: CellRef<'_>, findings: &mut Findings) {
    findings.add(Finding::of(&RULE).cell(cell));
}
