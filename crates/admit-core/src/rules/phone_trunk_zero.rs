//! PHN007: a digit that is dialled inside the country only.

use crate::findings::finding::{Finding, Findings};
use crate::rows::raw::CellRef;
use crate::rules::view::Check;

rule! {
    /// ## What it finds
    /// A number with country code and the 0 (in some countries another digit) that
    /// is dialled in front of national numbers: `+61 (0)412 345 678`. Italian
    /// numbers keep their 0.
    ///
    /// ## Why it matters
    /// With the country code, the digit is not dialled.
    ///
    /// ## What becomes of the row
    /// The row is imported; nothing is left out. The number is stored without the
    /// digit.
    ///
    /// ## What to do
    /// Nothing, if the number is right.
    ///
    /// ## Example
    /// ```csv
    /// id,phone
    /// 1,+61412345678
    /// 2,+61 (0)412 345 679    <- PHN007
    /// ```
    "PHN007" "phone-trunk-zero", Notice; fix Suggest; scope Cell;
    verb "Look at zeros behind country codes";
    message "\"{value}\" has a {trunk} after the country code. It is read as {e164}.";
    became "";
    help "";
    check Check::Raised
}

/// Raised by the conversion.
pub fn found(cell: CellRef<'_>, trunk: &str, e164: &str, findings: &mut Findings) {
    findings.add(
        Finding::of(&RULE)
            .cell(cell)
            .arg("trunk", trunk)
            .arg("e164", e164)
            .suggest(e164),
    );
}
