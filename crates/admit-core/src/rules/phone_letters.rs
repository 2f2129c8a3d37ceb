//! PHN004: letters or signs in a phone number.

use crate::findings::finding::{Finding, Findings};
use crate::rows::raw::CellRef;
use crate::rules::view::Check;

rule! {
    /// ## What it finds
    /// A phone number with letters, or with signs that are not set between digits.
    ///
    /// ## Why it matters
    /// Letters are slips (`O` for 0, `l` for 1), words around the number, or the
    /// letters of a keypad.
    ///
    /// ## What becomes of the row
    /// The row is imported without the phone. If the phone was all that told this
    /// user from others, the row is not imported.
    ///
    /// ## What to do
    /// Write the number in digits. Where one reading gives a whole number, it is
    /// suggested.
    ///
    /// ## Example
    /// ```csv
    /// id,phone
    /// 1,+61412345678
    /// 2,+61 4l2 345 679    <- PHN004
    /// ```
    "PHN004" "phone-letters", Warning, only_identifier; fix Suggest; scope Cell;
    verb "Take the letters out of the phone";
    message "\"{value}\" contains {what}.";
    became "The phone {was} left out.";
    help "Write the number in digits.";
    check Check::Raised
}

/// Raised by the conversion.
pub fn found(cell: CellRef<'_>, odd: char, suggestion: Option<String>, findings: &mut Findings) {
    findings.add(
        Finding::of(&RULE)
            .cell(cell)
            .arg("what", named(odd))
            .suggest_some(suggestion),
    );
}

fn named(odd: char) -> String {
    if odd.is_alphabetic() {
        "letters".to_owned()
    } else {
        format!("the sign \"{odd}\"")
    }
}
