//! PHN008: an extension behind the number.

use crate::findings::finding::{Finding, Findings};
use crate::rows::raw::CellRef;
use crate::rules::view::Check;

rule! {
    /// ## What it finds
    /// A number with an extension: `x12`, `ext. 12`, `#12`.
    ///
    /// ## Why it matters
    /// A user's number is what can be called or written to directly; an extension
    /// can't.
    ///
    /// ## What becomes of the row
    /// The row is imported with the number and without the extension.
    ///
    /// ## What to do
    /// Nothing, if the number alone is the user's own. A number shared by an office
    /// belongs to nobody: leave it out.
    ///
    /// ## Example
    /// ```csv
    /// id,phone
    /// 1,+61412345678
    /// 2,+61412345679 x12    <- PHN008
    /// ```
    "PHN008" "phone-extension-left-out", Warning; fix None; scope Cell;
    verb "Move the extension out of the phone";
    message "The phone has an extension, \"{ext}\".";
    became "It {was} left out; the phone {is} stored as {e164}.";
    help "";
    check Check::Raised
}

/// Raised by the conversion.
pub fn found(cell: CellRef<'_>, extension: &str, e164: &str, findings: &mut Findings) {
    findings.add(
        Finding::of(&RULE)
            .cell(cell)
            .arg("ext", extension)
            .arg("e164", e164),
    );
}
