//! IDN002: a row without the id that other rows have.

use crate::findings::finding::{Finding, Findings};
use crate::rows::characters::is_blank;
use crate::rules::view::{Check, RowView};
use crate::users::field::Field;
use crate::users::user::IdentifierKind;

rule! {
    /// ## What it finds
    /// A blank cell in the column of ids, in a row that has another identifier.
    ///
    /// ## Why it matters
    /// The user is known by that identifier alone. Should it change, in the file or
    /// in Admit, a later import would take the row for another person.
    ///
    /// ## What becomes of the row
    /// The row is imported; nothing is left out.
    ///
    /// ## What to do
    /// Give the id, if the source has one.
    ///
    /// ## Example
    /// ```csv
    /// id,email
    /// 1,ana@example.org
    /// ,bo@example.org    <- IDN002
    /// ```
    "IDN002" "id-blank", Notice; fix None; scope Row;
    verb "Look at rows without an id";
    message "No id in row {row}.";
    became "A later import {will} match this user by {identifier}.";
    help "";
    check Check::Row(check)
}

fn check(view: &RowView<'_>, findings: &mut Findings) {
    let candidate = view.candidate;
    let Some(identity) = candidate.identities.first() else {
        return;
    };
    if candidate.identity(IdentifierKind::Id).is_some() {
        return;
    }
    let blank = view.raw.cells().find_map(|cell| {
        let column = view.columns.get(cell.column)?;
        (column.field == Some(Field::Id) && is_blank(cell.text)).then_some(column)
    });
    if let Some(column) = blank {
        findings.add(
            Finding::of(&RULE)
                .row(view.raw.place)
                .column(&column.name, Some(Field::Id))
                .arg("identifier", identity.kind.name()),
        );
    }
}
