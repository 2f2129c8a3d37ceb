//! ROW008: control characters inside a value.

use crate::findings::finding::{Finding, Findings};
use crate::findings::rule::Severity;
use crate::rows::characters::Kind;
use crate::rows::raw::CellRef;
use crate::rules::view::Check;

rule! {
    /// ## What it finds
    /// Line ends, tabs, bells and other control characters in the middle of a
    /// value.
    ///
    /// ## Why it matters
    /// No name, address or key has them. The cell is damaged, or holds several
    /// values.
    ///
    /// ## What becomes of the row
    /// The row is imported without the value. If the value is an id, an email, a
    /// phone or a username, the row is not imported.
    ///
    /// ## What to do
    /// Write the value again without them. A line end often separates two values
    /// that belong into two cells.
    ///
    /// ## Example
    /// ```csv escaped
    /// id,first_name
    /// 1,Ana
    /// 2,B\u{7}o    <- ROW008
    /// ```
    "ROW008" "control-characters", Warning; fix None; scope Cell;
    message "{field} contains control characters{became}.";
    help "Write the value again without them.";
    check Check::Raised
}

/// Raised by the conversion.
pub fn found(cell: CellRef<'_>, kind: Kind, findings: &mut Findings) {
    let finding = Finding::of(&RULE).cell(cell);
    findings.add(if kind == Kind::Identifier {
        Finding {
            severity: Severity::Error,
            ..finding.arg("became", ". The row was not imported")
        }
    } else {
        finding.arg("became", " and was left out")
    });
}
