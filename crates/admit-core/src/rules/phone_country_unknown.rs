//! PHN005: a country code that is nobody's.

use crate::findings::finding::{Finding, Findings};
use crate::rows::raw::CellRef;
use crate::rules::view::Check;

rule! {
    /// ## What it finds
    /// A number with `+` whose first digits are no country code or, in North
    /// America, no area code.
    ///
    /// ## Why it matters
    /// No call and no message would reach it. A national number with a `+` in front
    /// looks like this too.
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
    /// 1,+61412345678
    /// 2,+999412345678    <- PHN005
    /// ```
    "PHN005" "phone-country-unknown", Warning, only_identifier; fix None; scope Cell;
    verb "Correct the country code";
    message "No phone number starts with +{code}.";
    became "The phone {was} left out.";
    help "Look the number up at its source.";
    check Check::Raised
}

/// Raised by the conversion.
pub fn found(cell: CellRef<'_>, code: &str, findings: &mut Findings) {
    findings.add(Finding::of(&RULE).cell(cell).arg("code", code));
}
