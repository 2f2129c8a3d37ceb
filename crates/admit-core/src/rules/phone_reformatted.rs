//! PHN010: a number stored in another form than it was written.

use crate::findings::finding::{Finding, Findings};
use crate::rows::raw::CellRef;
use crate::rules::view::Check;

rule! {
    /// ## What it finds
    /// A number with spaces or punctuation, with digits of another script, or one
    /// in national form where the default region gives the country.
    ///
    /// ## Why it matters
    /// Numbers are stored in one form (E.164), so that one number is one user's,
    /// however it was written.
    ///
    /// ## What becomes of the row
    /// The row is imported; nothing is left out.
    ///
    /// ## What to do
    /// Nothing.
    ///
    /// ## Example
    /// ```csv
    /// id,phone
    /// 1,+61412345678
    /// 2,+61 412 345 679    <- PHN010
    /// ```
    "PHN010" "phone-reformatted", Notice; fix Auto; scope Cell;
    verb "Look at phones that are written anew";
    message "\"{value}\" is read as {e164}.";
    became "";
    help "";
    check Check::Raised
}

/// Raised by the conversion.
pub fn found(cell: CellRef<'_>, e164: &str, findings: &mut Findings) {
    findings.add(Finding::of(&RULE).cell(cell).arg("e164", e164));
}
