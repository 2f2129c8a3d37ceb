//! EML011: capital letters in an address.

use crate::findings::finding::{Finding, Findings};
use crate::rows::raw::CellRef;
use crate::rules::view::Check;

rule! {
    /// ## What it finds
    /// An address with capital letters.
    ///
    /// ## Why it matters
    /// `Ana@example.org` and `ana@example.org` are one mailbox nearly everywhere.
    /// If Admit told them apart, one person would become two users.
    ///
    /// ## What becomes of the row
    /// The row is imported; nothing is left out. The address is stored, matched,
    /// shown and exported in lower case.
    ///
    /// ## What to do
    /// Nothing.
    ///
    /// ## Example
    /// ```csv
    /// id,email
    /// 1,ana@example.org
    /// 2,Bo@example.org    <- EML011
    /// ```
    "EML011" "email-lower-cased", Notice; fix Auto; scope Cell;
    verb "Look at capital letters in emails";
    message "The address has capital letters.";
    became "It {is} stored as \"{stored}\".";
    help "";
    check Check::Raised
}

/// Raised by the conversion.
pub fn found(cell: CellRef<'_>, stored: &str, findings: &mut Findings) {
    findings.add(Finding::of(&RULE).cell(cell).arg("stored", stored));
}
