//! VAL046: something that stands for no value where one belongs.

use crate::findings::finding::{Finding, Findings};
use crate::rows::raw::CellRef;
use crate::rules::view::Check;

rule! {
    /// ## What it finds
    /// An id, a username, a phone number, an email or an organization that is the `TRUE` or
    /// `FALSE` of a program, in any of the languages of spreadsheets (`WAHR`, `FAUX`,
    /// `ONWAAR`), or a placeholder that no program has filled in: `{{id}}`, `${id}`,
    /// `%USERNAME%`, `<id>`.
    ///
    /// ## Why it matters
    /// Some programs write `false` for what is empty. Stored, such a text would become
    /// somebody's id, and everybody else who has it would be taken for the same person.
    ///
    /// ## What becomes of the row
    /// The row is imported without the value. If the value is an id or an email, or all
    /// that told this user from others, the row is not imported.
    ///
    /// ## What to do
    /// Write the value, or leave the cell empty.
    ///
    /// ## Example
    /// ```csv
    /// id,email
    /// 1,ana@example.org
    /// FALSE,bo@example.org    <- VAL046
    /// {{id}},cy@example.org    <- VAL046
    /// ```
    "VAL046" "not-a-value", Warning, only_identifier; fix None; scope Cell;
    message "{field} is {what}, which stands for no value.";
    became "It {was} left out.";
    help "Write the value, or leave the cell empty.";
    check Check::Raised
}

/// Raised by the conversion.
pub fn found(cell: CellRef<'_>, what: &str, findings: &mut Findings) {
    findings.add(Finding::of(&RULE).cell(cell).arg("what", what).lost());
}
