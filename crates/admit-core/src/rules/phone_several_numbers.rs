//! PHN009: more than one number in a cell.

use crate::findings::finding::{Finding, Findings};
use crate::rows::raw::CellRef;
use crate::rules::view::Check;

rule! {
    /// ## What it finds
    /// A cell with several phone numbers, side by side or one in each line.
    ///
    /// ## Why it matters
    /// One of them would become the user's own, and only the person knows which.
    ///
    /// ## What becomes of the row
    /// The row is imported without the phone. If the phone was all that told this
    /// user from others, the row is not imported.
    ///
    /// ## What to do
    /// Keep one number in the cell.
    ///
    /// ## Example
    /// ```csv
    /// id,phone
    /// 1,+61412345678
    /// 2,+61412345679 / +61412345670    <- PHN009
    /// ```
    "PHN009" "phone-several-numbers", Warning, only_identifier; fix Choose; scope Cell;
    verb "Choose one of the phone numbers";
    message "{field} holds {n} numbers.";
    became "The phone {was} left out.";
    help "Keep one of them.";
    check Check::Raised
}

/// Raised by the conversion.
pub fn found(
    cell: CellRef<'_>,
    numbers: usize,
    first: Option<String>,
    findings: &mut Findings,
) {
    findings.add(
        Finding::of(&RULE)
            .cell(cell)
            .arg("n", numbers)
            .suggest_some(first),
    );
}
