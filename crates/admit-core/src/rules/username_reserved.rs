//! IDN006: a username that is kept for the directory itself.

use crate::findings::finding::{Finding, Findings};
use crate::rows::raw::CellRef;
use crate::rules::view::Check;

rule! {
    /// ## What it finds
    /// A username such as `admin`, `root`, `support` or `postmaster`, in any case.
    ///
    /// ## Why it matters
    /// Others would take its owner for somebody who runs the directory.
    ///
    /// ## What becomes of the row
    /// The row is imported without the username. If the username was all that told
    /// this user from others, the row is not imported.
    ///
    /// ## What to do
    /// Choose another name, and tell the person.
    ///
    /// ## Example
    /// ```csv
    /// id,username
    /// 1,ana
    /// 2,postmaster    <- IDN006
    /// ```
    "IDN006" "username-reserved", Warning, only_identifier; fix None; scope Cell;
    verb "Choose another username";
    message "\"{value}\" is reserved in Admit.";
    became "The username {was} left out.";
    help "Choose another username.";
    check Check::Raised
}

/// Raised by the conversion.
pub fn found(cell: CellRef<'_>, findings: &mut Findings) {
    findings.add(Finding::of(&RULE).cell(cell));
}
