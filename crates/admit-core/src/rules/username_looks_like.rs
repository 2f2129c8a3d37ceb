//! IDN012: a username of letters that look like plain ones.

use crate::findings::finding::{Finding, Findings};
use crate::rows::raw::CellRef;
use crate::rules::view::Check;

rule! {
    /// ## What it finds
    /// A username of Cyrillic or Greek letters each of which looks like a Latin one,
    /// or with the `ı` without a dot.
    ///
    /// ## Why it matters
    /// People read another name than the one that is stored. It may have been made to
    /// be taken for somebody else's, or typed with the wrong keyboard.
    ///
    /// ## What becomes of the row
    /// The row is imported with the username as it stands.
    ///
    /// ## What to do
    /// Ask the person. Where the name should be of plain letters, take the suggestion.
    ///
    /// ## Example
    /// ```csv escaped
    /// id,username
    /// 1,ana
    /// 2,\u{440}\u{430}\u{443}    <- IDN012
    /// ```
    "IDN012" "username-looks-like", Warning; fix None; scope Cell;
    verb "Write the username in one alphabet";
    message "The username has letters that look like others: it is not \"{suggestion}\".";
    became "It {was} stored as written.";
    help "Ask the person whether it is their name.";
    check Check::Raised
}

/// Raised by the conversion.
pub fn found(cell: CellRef<'_>, twin: String, findings: &mut Findings) {
    findings.add(Finding::of(&RULE).cell(cell).suggest(twin));
}
