//! IDN005: a username that is too short or too long.

use crate::base::limits::USERNAME_CHARACTERS;
use crate::findings::finding::{Finding, Findings};
use crate::rows::raw::CellRef;
use crate::rules::view::Check;

rule! {
    /// ## What it finds
    /// A username of fewer than 2 or more than 64 characters.
    ///
    /// ## Why it matters
    /// One letter is a slip more often than a name; beyond 64 characters nobody
    /// types it.
    ///
    /// ## What becomes of the row
    /// The row is imported without the username. If the username was all that told
    /// this user from others, the row is not imported.
    ///
    /// ## What to do
    /// Choose a name within these bounds, and tell the person.
    ///
    /// ## Example
    /// ```csv
    /// id,username
    /// 1,ana
    /// 2,b    <- IDN005
    /// ```
    "IDN005" "username-length", Warning, only_identifier; fix None; scope Cell;
    verb "Lengthen or shorten the username";
    message "The username has {n}; {min} to {max} are accepted.";
    became "It {was} left out.";
    help "Choose a name of this length.";
    check Check::Raised
}

/// Raised by the conversion.
pub fn found(cell: CellRef<'_>, characters: usize, findings: &mut Findings) {
    findings.add(
        Finding::of(&RULE)
            .cell(cell)
            .arg("n", counted(characters))
            .arg("min", USERNAME_CHARACTERS.start())
            .arg("max", USERNAME_CHARACTERS.end()),
    );
}

fn counted(characters: usize) -> String {
    match characters {
        1 => "1 character".to_owned(),
        _ => format!("{characters} characters"),
    }
}
