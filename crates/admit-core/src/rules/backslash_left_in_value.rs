//! FIL032: a backslash that a program has put into a value.

use crate::findings::finding::{Finding, Findings};
use crate::rows::raw::CellRef;
use crate::rules::view::Check;

rule! {
    /// ## What it finds
    /// A name, a username or an id with a backslash in front of a quote, a separator or
    /// another backslash, or at its end, as in `Lee\, Jr`, `O\'Brien` or `A\\B`, in a file
    /// that is not written that way; a name with a letter written as `\u00eb` or `\xeb`.
    /// Any other backslash, as in `CORP\ana`, is a letter of a name or an id.
    ///
    /// ## Why it matters
    /// A program has put the backslash there for another program to take off. It is no part
    /// of the value.
    ///
    /// ## What becomes of the row
    /// The row is imported without the value. If the value is an id, or all that told this
    /// user from others, the row is not imported.
    ///
    /// ## What to do
    /// Take the suggestion, or export again without escapes.
    ///
    /// ## Example
    /// ```csv
    /// id,email,last_name
    /// 1,ana@example.org,Roe
    /// 2,bo@example.org,"Lee\, Jr"    <- FIL032
    /// 3,cy@example.org,O\'Brien    <- FIL032
    /// ```
    "FIL032" "backslash-left-in-value", Warning, only_identifier; fix Suggest; scope Cell;
    verb "Take out the backslash";
    message "{field} is \"{value}\", with a backslash that a program has put there.";
    became "It {was} left out.";
    help "It was probably \"{suggestion}\". Write it into the file so.";
    check Check::Raised
}

/// Raised by the conversion.
pub fn found(cell: CellRef<'_>, without: String, findings: &mut Findings) {
    findings.add(Finding::of(&RULE).cell(cell).suggest(without).lost());
}
