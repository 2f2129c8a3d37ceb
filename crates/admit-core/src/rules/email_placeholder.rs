//! EML009: an address that stands for none.

use crate::findings::finding::{Finding, Findings};
use crate::rows::raw::CellRef;
use crate::rules::view::Check;

rule! {
    /// ## What it finds
    /// An address that looks as if somebody had to fill in something: `noemail@…`,
    /// `none@…`, `unknown@…`, `noreply@…`, `test@test.com`, `a@a.com`, or a domain that ends in
    /// `.invalid`. The domains `example.com`, `example.net` and `example.org` by
    /// themselves are not a sign: samples and trial imports are written with them.
    ///
    /// ## Why it matters
    /// Nobody reads it. The person could never set a new password, and when many
    /// rows share it, only one of them can have it.
    ///
    /// ## What becomes of the row
    /// The row is imported; nothing is left out.
    ///
    /// ## What to do
    /// Leave the cell empty if there is no address, and give another identifier.
    ///
    /// ## Example
    /// ```csv
    /// id,email
    /// 1,ana@example.org
    /// 2,noemail@example.org    <- EML009
    /// ```
    "EML009" "email-placeholder", Notice; fix None; scope Cell;
    verb "Look at placeholders for emails";
    message "\"{value}\" looks like a placeholder.";
    became "It {was} taken as an address.";
    help "Leave the cell empty if there is no address.";
    check Check::Raised
}

/// Raised by the conversion.
pub fn found(cell: CellRef<'_>, findings: &mut Findings) {
    findings.add(Finding::of(&RULE).cell(cell));
}
