//! PHN006: 00 in place of the plus.

use crate::findings::finding::{Finding, Findings};
use crate::rows::raw::CellRef;
use crate::rules::view::Check;

rule! {
    /// ## What it finds
    /// A number that starts with `00`, or with the prefix for calls abroad of the
    /// default region.
    ///
    /// ## Why it matters
    /// That is how the `+` is dialled in many countries.
    ///
    /// ## What becomes of the row
    /// The row is imported; nothing is left out. The number is stored with `+`.
    ///
    /// ## What to do
    /// Nothing.
    ///
    /// ## Example
    /// ```csv
    /// id,phone
    /// 1,+61412345678
    /// 2,0061412345679    <- PHN006
    /// ```
    "PHN006" "phone-00-prefix", Notice; fix Auto; scope Cell;
    verb "Look at numbers that begin with 00";
    message "\"{value}\" is read as {e164}.";
    became "";
    help "";
    check Check::Raised
}

/// Raised by the conversion.
pub fn found(cell: CellRef<'_>, e164: &str, findings: &mut Findings) {
    findings.add(Finding::of(&RULE).cell(cell).arg("e164", e164));
}
