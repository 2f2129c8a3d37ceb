//! PHN011: a number that would be right with a plus.

use crate::findings::finding::{Finding, Findings};
use crate::rows::raw::CellRef;
use crate::rules::view::Check;

rule! {
    /// ## What it finds
    /// A number without `+` that begins with a country code and has the right
    /// length for it, while no region is set for national numbers.
    ///
    /// ## Why it matters
    /// Spreadsheets take the `+` away when they read the cell as a number. But
    /// digits without it may be a national number of another country.
    ///
    /// ## What becomes of the row
    /// The row is imported without the phone. If the phone was all that told this
    /// user from others, the row is not imported.
    ///
    /// ## What to do
    /// Take the suggestion, for the whole column if all its numbers look like this.
    ///
    /// ## Example
    /// ```csv
    /// id,phone
    /// 1,+61412345678
    /// 2,61412345679    <- PHN011
    /// ```
    "PHN011" "phone-plus-missing", Warning, only_identifier; fix Suggest; scope Cell;
    verb "Write the phone with its +";
    message "\"{value}\" may be {suggestion} without the \"+\".";
    became "The phone {was} left out.";
    help "Put the + in front, or name the country of national numbers, as in --default-region AU.";
    check Check::Raised
}

/// Raised by the conversion.
pub fn found(cell: CellRef<'_>, e164: String, findings: &mut Findings) {
    findings.add(Finding::of(&RULE).cell(cell).suggest(e164));
}
