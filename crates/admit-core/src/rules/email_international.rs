//! EML010: a domain with letters beyond ASCII.

use crate::findings::finding::{Finding, Findings};
use crate::rows::raw::CellRef;
use crate::rules::view::Check;

rule! {
    /// ## What it finds
    /// An address whose domain has letters beyond ASCII, such as `bücher.example`.
    ///
    /// ## Why it matters
    /// Mail and the domain name system write such domains in an ASCII form of their
    /// own (IDNA). Both forms are one domain; the ASCII one is what users are
    /// matched by.
    ///
    /// ## What becomes of the row
    /// The row is imported; nothing is left out. The part before the `@` is kept.
    ///
    /// ## What to do
    /// Nothing.
    ///
    /// ## Example
    /// ```csv
    /// id,email
    /// 1,ana@example.org
    /// 2,bo@bücher.example    <- EML010
    /// ```
    "EML010" "email-international", Notice; fix Auto; scope Cell;
    verb "Look at international addresses";
    message "In ASCII, \"{value}\" is {ascii}.";
    became "It {is} stored so.";
    help "";
    check Check::Raised
}

/// Raised by the conversion.
pub fn found(cell: CellRef<'_>, ascii: &str, findings: &mut Findings) {
    findings.add(Finding::of(&RULE).cell(cell).arg("ascii", ascii));
}
