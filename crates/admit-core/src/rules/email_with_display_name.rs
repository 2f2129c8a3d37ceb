//! EML003: an address with a name around it.

use crate::findings::finding::{Finding, Findings};
use crate::rows::raw::CellRef;
use crate::rules::view::Check;

rule! {
    /// ## What it finds
    /// An address in the form of mail programs and links: `Jane Roe
    /// <jane@example.org>`, `jane@example.org (Jane Roe)`,
    /// `mailto:jane@example.org`.
    ///
    /// ## Why it matters
    /// The address is inside; the name is not part of it.
    ///
    /// ## What becomes of the row
    /// The row is imported; nothing is left out. The address alone is stored.
    ///
    /// ## What to do
    /// Nothing. If the name is missing in the name columns, put it there.
    ///
    /// ## Example
    /// ```csv
    /// id,email
    /// 1,ana@example.org
    /// 2,Bo Lee <bo@example.org>    <- EML003
    /// ```
    "EML003" "email-with-display-name", Notice; fix Auto; scope Cell;
    verb "Look at addresses with names";
    message "\"{value}\" is read as {address}.";
    became "";
    help "";
    check Check::Raised
}

/// Raised by the conversion.
pub fn found(cell: CellRef<'_>, address: &str, findings: &mut Findings) {
    findings.add(Finding::of(&RULE).cell(cell).arg("address", address));
}
