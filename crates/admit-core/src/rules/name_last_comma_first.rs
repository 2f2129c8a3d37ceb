//! VAL007: a whole name that seems to be turned round.

use crate::findings::finding::{Finding, Findings};
use crate::rows::raw::CellRef;
use crate::rules::view::Check;

rule! {
    /// ## What it finds
    /// A whole name with a comma, as in `Roe, Jane`, in a column of other names, or in
    /// JSON. What follows a comma but is no name (`Jane Roe, MD`) is passed over. Where
    /// nearly all names of a CSV column have a comma, all of them are turned round
    /// (VAL042).
    ///
    /// ## Why it matters
    /// Whole names are split at the first space, so that the last name with its comma would
    /// become the first.
    ///
    /// ## What becomes of the row
    /// The row is imported without the name. A name that the directory has stays.
    ///
    /// ## What to do
    /// Take the suggestion, or give `first_name` and `last_name` in
    /// columns of their own.
    ///
    /// ## Example
    /// ```csv
    /// email,name
    /// ana@example.org,Ana Roe
    /// bo@example.org,"Lee, Bo"    <- VAL007
    /// ```
    "VAL007" "name-last-comma-first", Warning; fix Suggest; scope Cell;
    verb "Write first and last name apart";
    message "\"{value}\" has a comma, as \"last, first\" has.";
    became "The name {was} left out.";
    help "If it is turned round, write \"{suggestion}\".";
    check Check::Raised
}

/// Raised by the conversion. Not every name with a comma can be turned round.
pub fn found(cell: CellRef<'_>, turned: Option<String>, findings: &mut Findings) {
    let finding = Finding::of(&RULE).cell(cell);
    findings.add(match turned {
        Some(turned) => finding.suggest(turned),
        None => finding.help("Write the first name and the last name without a comma between them."),
    });
}
