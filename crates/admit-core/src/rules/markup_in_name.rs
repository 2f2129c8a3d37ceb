//! ROW011: HTML in a name.

use crate::findings::finding::{Finding, Findings};
use crate::rows::raw::CellRef;
use crate::rules::view::Check;

rule! {
    /// ## What it finds
    /// A name with a tag (`<b>`) or an entity (`&amp;`) of HTML.
    ///
    /// ## Why it matters
    /// Pages show it as it is written, signs and all. It comes from systems that
    /// store names as HTML, and now and then from someone who tries what happens.
    ///
    /// ## What becomes of the row
    /// The row is imported; nothing is left out.
    ///
    /// ## What to do
    /// Write the name as people should read it.
    ///
    /// ## Example
    /// ```csv
    /// id,first_name
    /// 1,Ana
    /// 2,<b>Bo</b>    <- ROW011
    /// ```
    "ROW011" "markup-in-name", Notice; fix None; scope Cell;
    verb "Look at HTML in names";
    message "{field} contains HTML. It is read as text.";
    became "";
    help "Write the name as people should read it.";
    check Check::Raised
}

/// Raised by the conversion.
pub fn found(cell: CellRef<'_>, findings: &mut Findings) {
    findings.add(Finding::of(&RULE).cell(cell));
}
