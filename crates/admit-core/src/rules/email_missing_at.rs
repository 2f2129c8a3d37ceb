//! EML001: an address without `@`.

use crate::findings::finding::{Finding, Findings};
use crate::rows::raw::CellRef;
use crate::rules::view::Check;

rule! {
    /// ## What it finds
    /// An email address without the sign `@`.
    ///
    /// ## Why it matters
    /// No mail can reach it, and nobody could sign in with it.
    ///
    /// ## What becomes of the row
    /// The row is not imported.
    ///
    /// ## What to do
    /// Write the address with its `@`. Where the value shows what stood there
    /// (`(at)`, ` at `, `#`, or a known mail domain at the end), the address is
    /// suggested.
    ///
    /// ## Example
    /// ```csv
    /// id,email
    /// 1,ana@example.org
    /// 2,bo(at)example.org    <- EML001
    /// ```
    "EML001" "email-missing-at", Error; fix Suggest; scope Cell;
    verb "Complete the email address";
    message "\"{value}\" has no @.";
    became "";
    help "Write the address as name@domain.";
    check Check::Raised
}

/// Raised by the conversion of addresses.
pub fn found(cell: CellRef<'_>, suggestion: Option<String>, findings: &mut Findings) {
    findings.add(Finding::of(&RULE).cell(cell).suggest_some(suggestion));
}
