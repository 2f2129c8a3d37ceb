//! VAL007: a whole name that seems to be turned round.

use crate::findings::finding::{Finding, Findings};
use crate::rows::raw::CellRef;
use crate::rules::view::Check;

rule! {
    /// ## What it finds
    /// A whole name with a comma, as in `Roe, Jane`, in a column of other names. What
    /// follows a comma but is no name (`Jr`, `MD`, `PhD`) is passed over. Where nearly
    /// all names of the column have a comma, all of them are turned round (VAL042).
    ///
    /// ## Why it matters
    /// Whole names are split at the first space, so that the last name becomes the
    /// first.
    ///
    /// ## What becomes of the row
    /// The row is imported; nothing is left out. The name is split as it is
    /// written.
    ///
    /// ## What to do
    /// Turn the names of the column round, or give `first_name` and `last_name` in
    /// columns of their own.
    ///
    /// ## Example
    /// ```csv
    /// email,name
    /// ana@example.org,Ana Roe
    /// bo@example.org,"Lee, Bo"    <- VAL007
    /// ```
    "VAL007" "name-last-comma-first", Notice; fix Suggest; scope Cell;
    message "\"{value}\" looks like \"last, first\". It is read as \"{first}\" and \"{last}\".";
    became "";
    help "If so, write \"{suggestion}\".";
    check Check::Raised
}

/// Raised by the conversion.
pub fn found(cell: CellRef<'_>, first: &str, last: &str, turned: String, findings: &mut Findings) {
    findings.add(
        Finding::of(&RULE)
            .cell(cell)
            .arg("first", first)
            .arg("last", last)
            .suggest(turned),
    );
}
