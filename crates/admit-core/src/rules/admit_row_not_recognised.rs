//! ROW013: an `admit_row` that is not what Admit wrote.

use crate::findings::finding::Finding;
use crate::rows::raw::CellRef;
use crate::rules::view::Check;

rule! {
    /// ## What it finds
    /// In a fix file, a row whose `admit_row` is blank, is no number, or is another number than
    /// the one that `admit_import` repeats.
    ///
    /// ## Why it matters
    /// `admit_row` says which row of the earlier import this was. When it was changed, or only a
    /// part of the columns was sorted, values may stand beside the wrong person.
    ///
    /// ## What becomes of the row
    /// It is imported by its own values. Users are found by id, email, phone and username, never
    /// by `admit_row`.
    ///
    /// ## What to do
    /// Nothing for a row that you added yourself. Otherwise compare the row with the earlier
    /// file, or write the fix file again with `admit fix-file`.
    ///
    /// ## Example
    /// ```csv
    /// admit_row,id,first_name,admit_problems,admit_import    <- HDR012
    /// 2,1,Ana,,
    /// two,2,Bo,,    <- ROW013
    /// ,3,Cy,,    <- ROW013
    /// 9,4,Di,,8d1f62c0/5    <- ROW013, ROW015
    /// ```
    "ROW013" "admit-row-not-recognised", Notice; fix None; scope Cell;
    verb "Look at rows that are not tied to the import";
    message "{problem} Row {row} is read by its own values.";
    became "";
    help "{advice}";
    check Check::Raised
}

fn finding(cell: CellRef<'_>, problem: String, advice: &str) -> Finding {
    Finding::of(&RULE)
        .cell(cell)
        .arg("problem", problem)
        .arg("advice", advice)
}

/// The cell is blank.
pub fn blank(cell: CellRef<'_>) -> Finding {
    let problem = "admit_row is blank, so this is not known to be a row of the earlier import.";
    finding(
        cell,
        problem.to_owned(),
        "That is fine for a row that was added.",
    )
}

/// The cell holds something else than a row number.
pub fn no_number(cell: CellRef<'_>) -> Finding {
    let problem = format!(
        "admit_row \"{}\" is no row number.",
        crate::findings::shown::shown(cell.text)
    );
    finding(
        cell,
        problem,
        "Write the row's number again, or leave the cell blank.",
    )
}

/// The cell holds another number than was written there.
pub fn changed(cell: CellRef<'_>, meant: u64) -> Finding {
    let problem = format!("admit_row is {}, and admit_import says {meant}.", cell.text);
    let advice = "If the rows were sorted, sort them with all their columns.";
    finding(cell, problem, advice).suggest(meant.to_string())
}
