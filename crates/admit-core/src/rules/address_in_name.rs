//! IDN011: an email address in a name.

use crate::findings::finding::{Finding, Findings};
use crate::rows::raw::CellRef;
use crate::rules::view::Check;

rule! {
    /// ## What it finds
    /// A first name, last name or whole name that is an email address or has one in it.
    ///
    /// ## Why it matters
    /// The columns may have shifted. Everybody who sees the name would see the address.
    ///
    /// ## What becomes of the row
    /// The row is imported without the name. A name that the directory has stays.
    ///
    /// ## What to do
    /// Write the name, or leave the cell empty. If the whole column holds addresses, map it:
    /// `--map "COLUMN=email"`.
    ///
    /// ## Example
    /// ```csv
    /// id,first_name,last_name
    /// 1,Ana,Roe
    /// 2,Bo,bo@example.org    <- IDN011
    /// ```
    "IDN011" "address-in-name", Warning; fix None; scope Cell;
    verb "Move the address out of the name";
    message "{field} contains an email address.";
    became "It {was} left out.";
    help "Write the name, or leave the cell empty.";
    check Check::Raised
}

/// Raised by the conversion.
pub fn found(cell: CellRef<'_>, findings: &mut Findings) {
    findings.add(Finding::of(&RULE).cell(cell));
}
