//! VAL005: a name longer than Admit keeps.

use crate::base::limits::NAME_CHARACTERS_MAX;
use crate::findings::finding::{Finding, Findings};
use crate::rows::raw::CellRef;
use crate::rules::view::Check;

rule! {
    /// ## What it finds
    /// A first or last name of more than 100 characters.
    ///
    /// ## Why it matters
    /// It is a whole address or a note more often than a name. A name that was cut
    /// would be wrong without looking wrong.
    ///
    /// ## What becomes of the row
    /// The row is imported without the name.
    ///
    /// ## What to do
    /// Look whether the cell holds more than the name.
    ///
    /// ## Example
    /// ```csv
    /// email,first_name
    /// ana@example.org,Ana
    /// bo@example.org,BoBoBoBoBoBoBoBoBoBoBoBoBoBoBoBoBoBoBoBoBoBoBoBoBoBoBoBoBoBoBoBoBoBoBoBoBoBoBoBoBoBoBoBoBoBoBoBoBoBoBo    <- VAL005
    /// ```
    "VAL005" "name-too-long", Warning; fix None; scope Cell;
    verb "Shorten the name";
    message "{field} has {n} characters; {max} is the most.";
    became "It {was} left out.";
    help "Look whether the cell holds more than the name.";
    check Check::Raised
}

/// Raised by the conversion.
pub fn found(cell: CellRef<'_>, characters: usize, findings: &mut Findings) {
    findings.add(
        Finding::of(&RULE)
            .cell(cell)
            .arg("n", characters)
            .arg("max", NAME_CHARACTERS_MAX),
    );
}
