//! VAL047: percent codes inside a name.

use crate::findings::finding::{Finding, Findings};
use crate::rows::raw::CellRef;
use crate::rules::view::Check;

rule! {
    /// ## What it finds
    /// A name with letters that are written as in the address of a web page: `%C3%89va`,
    /// `Ana%20Maria`.
    ///
    /// ## Why it matters
    /// The name was taken from an address or a form, and people would see the codes.
    ///
    /// ## What becomes of the row
    /// The row is imported without the name. A name that the directory has stays.
    ///
    /// ## What to do
    /// Take the suggestion, or export again.
    ///
    /// ## Example
    /// ```csv
    /// id,email,first_name
    /// 1,ana@example.org,Ana
    /// 2,eva@example.org,%C3%89va    <- VAL047
    /// ```
    "VAL047" "percent-codes-left", Warning; fix Suggest; scope Cell;
    verb "Write the letters for the percent codes";
    message "{field} is \"{value}\", with percent codes in place of letters.";
    became "It {was} left out.";
    help "It was probably \"{suggestion}\". Write it into the file without the codes.";
    check Check::Raised
}

/// Raised by the conversion.
pub fn found(cell: CellRef<'_>, without: String, findings: &mut Findings) {
    findings.add(Finding::of(&RULE).cell(cell).suggest(without));
}
