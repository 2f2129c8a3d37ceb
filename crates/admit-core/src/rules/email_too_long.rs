//! EML006: an address that is too long as a whole.

use crate::base::limits::EMAIL_BYTES_MAX;
use crate::findings::finding::{Finding, Findings};
use crate::rows::raw::CellRef;
use crate::rules::view::Check;

rule! {
    /// ## What it finds
    /// An address of more than 254 characters, counted in the form that mail uses.
    ///
    /// ## Why it matters
    /// Mail has no room for longer ones (RFC 5321).
    ///
    /// ## What becomes of the row
    /// The row is not imported.
    ///
    /// ## What to do
    /// Look whether the cell holds more than the address.
    ///
    /// ## Example
    /// ```csv
    /// id,email
    /// 1,ana@example.org
    /// 2,bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb@cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc.cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc.cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc.example.org    <- EML006
    /// ```
    "EML006" "email-too-long", Error; fix None; scope Cell;
    verb "Shorten the email address";
    message "The address has {n} characters; {max} is the most.";
    became "";
    help "Look whether the cell holds more than the address.";
    check Check::Raised
}

/// Raised by the conversion.
pub fn found(cell: CellRef<'_>, bytes: usize, findings: &mut Findings) {
    findings.add(
        Finding::of(&RULE)
            .cell(cell)
            .arg("n", bytes)
            .arg("max", EMAIL_BYTES_MAX),
    );
}
