//! PHN001: a national number, and nothing says of which country.

use crate::findings::finding::{Finding, Findings};
use crate::rows::raw::CellRef;
use crate::rules::view::Check;

rule! {
    /// ## What it finds
    /// A phone number without `+` and country code, while no region is set for such
    /// numbers.
    ///
    /// ## Why it matters
    /// The same digits are another person's number in another country.
    ///
    /// ## What becomes of the row
    /// The row is imported without the phone. If the phone was all that told this
    /// user from others, the row is not imported.
    ///
    /// ## What to do
    /// Name the country of such numbers: `--default-region AU` reads `0412 345 678`
    /// as `+61412345678`. Or write them with `+` and the country code.
    ///
    /// ## Example
    /// ```csv
    /// id,phone
    /// 1,+61412345678
    /// 2,0412345679    <- PHN001
    /// ```
    "PHN001" "phone-without-country-code", Warning, only_identifier; fix Suggest; scope Cell;
    verb "Name the country of the phone number";
    message "\"{value}\" has no country code.";
    became "The phone {was} left out.";
    help "Write it with + and the country code, or name the country of all such numbers, as in --default-region AU.";
    check Check::Raised
}

/// Raised by the conversion.
pub fn found(cell: CellRef<'_>, findings: &mut Findings) {
    findings.add(Finding::of(&RULE).cell(cell));
}
