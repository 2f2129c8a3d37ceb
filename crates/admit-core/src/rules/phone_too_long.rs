//! PHN003: more digits than the country's numbers have.

use crate::findings::finding::{Finding, Findings};
use crate::rows::raw::CellRef;
use crate::rules::phone_too_short::Length;
use crate::rules::view::Check;

rule! {
    /// ## What it finds
    /// A phone number with more digits than numbers of its country have. Lengths
    /// are checked, not whether a number is in use.
    ///
    /// ## Why it matters
    /// No call and no message would reach it. Often two numbers, or a number and an
    /// extension, stand in one cell.
    ///
    /// ## What becomes of the row
    /// The row is imported without the phone. If the phone was all that told this
    /// user from others, the row is not imported.
    ///
    /// ## What to do
    /// Keep one number in the cell, and no extension.
    ///
    /// ## Example
    /// ```csv
    /// id,phone
    /// 1,+442079460958
    /// 2,+4420794609589    <- PHN003
    /// ```
    "PHN003" "phone-too-long", Warning, only_identifier; fix None; scope Cell;
    verb "Correct the phone that is too long";
    message "\"{value}\" has {n} digits{without}; {country} numbers have {expected}.";
    became "The phone {was} left out.";
    help "Look whether two numbers stand in the cell.";
    check Check::Raised
}

/// Raised by the conversion.
pub fn found(cell: CellRef<'_>, length: &Length, findings: &mut Findings) {
    findings.add(
        Finding::of(&RULE)
            .cell(cell)
            .arg("n", length.digits)
            .arg("without", length.without())
            .arg("country", length.country.unwrap_or("phone"))
            .arg("expected", &length.expected),
    );
}
