//! PHN002: fewer digits than the country's numbers have.

use crate::convert::phone_plan::Length;
use crate::finding::{Finding, Findings};
use crate::record::CellRef;
use crate::rules::Check;

rule! {
    /// ## What it finds
    /// A phone number with fewer digits than numbers of its country have. Lengths
    /// are checked, not whether a number is in use.
    ///
    /// ## Why it matters
    /// No call and no message would reach it.
    ///
    /// ## What becomes of the row
    /// The row is imported without the phone. If the phone was all that told this
    /// user from others, the row is not imported.
    ///
    /// ## What to do
    /// Look the number up at its source.
    ///
    /// ## Example
    /// ```csv
    /// id,phone
    /// 1,+442079460958
    /// 2,+44207    <- PHN002
    /// ```
    "PHN002" "phone-too-short", Warning, only_identifier; fix None; scope Cell;
    message "\"{value}\" has {n} digits{without}; {country} numbers have {expected}. The phone was left out.";
    help "Look the number up at its source.";
    check Check::Raised
}

/// Raised by the conversion.
pub fn found(cell: CellRef<'_>, length: &Length, findings: &mut Findings) {
    findings.add(Finding::of(&RULE).cell(cell).arg("n", length.digits).arg("without", length.without()).arg("country", length.country.unwrap_or("phone")).arg("expected", &length.expected));
}
