//! VAL046: something that stands for no value where one belongs.

use crate::findings::set;
use crate::findings::finding::{Finding, Findings};
use crate::rows::raw::CellRef;
use crate::rules::view::Check;

rule! {
    /// ## What it finds
    /// An id, a username, a phone number, an email or an organization that is the `TRUE` or
    /// `FALSE` of a program, in any of the languages of spreadsheets (`WAHR`, `FAUX`,
    /// `ONWAAR`), or a placeholder that no program has filled in: `{{id}}`, `${id}`,
    /// `%USERNAME%`, `<id>`. An id or a username that is nothing but zeros
    /// (`00000000-0000-0000-0000-000000000000`), `-1` or the last of all GUIDs; the id `0`
    /// where two rows have it.
    ///
    /// ## Why it matters
    /// Some programs write `false` or `0` for what is empty. Stored, such a text would become
    /// somebody's id, and everybody else who has it would be taken for the same person.
    ///
    /// ## What becomes of the row
    /// The row is imported without the value. If the value is an id or an email, or all
    /// that told this user from others, the row is not imported.
    ///
    /// ## What to do
    /// Write the value, or leave the cell empty. `--set "id:0="` reads it as empty wherever it
    /// stands: the row is then known by its email.
    ///
    /// ## Example
    /// ```csv
    /// id,email
    /// 1,ana@example.org
    /// FALSE,bo@example.org    <- VAL046
    /// {{id}},cy@example.org    <- VAL046
    /// 000,di@example.org    <- VAL046
    /// 0,eve@example.org    <- VAL046
    /// 0,flo@example.org    <- DUP002
    /// ```
    "VAL046" "not-a-value", Warning, only_identifier; fix None; scope Cell;
    verb "Replace the word for no value";
    message "{field} is {what}, which stands for no value.";
    became "It {was} left out.";
    help "Write the value, or leave the cell empty.";
    check Check::Raised
}

/// Raised by the conversion.
pub fn found(cell: CellRef<'_>, what: &str, findings: &mut Findings) {
    findings.add(finding(cell, what));
}

/// Raised by the search for rows that belong together, of a zero that this row shares
/// with another.
pub fn in_file(cell: CellRef<'_>, other: u64, findings: &mut Findings) {
    let what = format!("{}, as in row {other}", cell.text.trim());
    findings.add(finding(cell, &what).related(other));
}

fn finding(cell: CellRef<'_>, what: &str) -> Finding {
    let finding = Finding::of(&RULE).cell(cell).arg("what", what).lost();
    let set = cell.field.and_then(|field| set::option(field, cell.text, ""));
    match set {
        Some(set) => finding.help(format!(
            "Write the value, or leave the cell empty; to read it as empty: {set}."
        )),
        None => finding,
    }
}
