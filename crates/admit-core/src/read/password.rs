//! The password of a row: from its columns, or from a `password` object.

use crate::convert::password::{self, Object, PasswordCounts};
use crate::findings::finding::Findings;
use crate::passwords::stored::StoredPassword;
use crate::read::cells::Cells;
use crate::rows::candidate::Candidate;
use crate::rows::raw::{CellRef, Column, RawCell};
use crate::rules::view::RowView;
use crate::rules::{password_given_twice, value_not_readable};
use crate::users::field::Field;

/// Whether a row says anything of a password.
pub(super) fn is_given(cells: &Cells<'_>) -> bool {
    let in_clear = cells.clear.object.is_some() || cells.clear.plain.is_some();
    in_clear || password::FIELDS.into_iter().any(|field| cells.has(field))
}

/// Reads the password of a row.
pub(super) fn read(
    view: &RowView<'_>,
    cells: &Cells<'_>,
    counts: &mut PasswordCounts,
    findings: &mut Findings,
) -> Result<Option<StoredPassword>, String> {
    let row = view.raw.place.row;
    let mut plain = cells.clear.plain;
    // A hash in a column that is named for passwords is a hash; the parts beside it
    // mean it, unless there is one in a column of its own.
    let hash = cells
        .raw(Field::HashedPassword)
        .or_else(|| plain.take_if(|cell| admit_passwords::looks_like_hash(cell.text).is_some()));
    let first = |field| match field {
        Field::HashedPassword => hash,
        field => cells.raw(field),
    };
    let own = password::of_cells(view.columns, first, findings);
    let object = cells.clear.object.map(|cell| at(view.columns, cell));
    let Some(cell) = object else {
        if let (Some(plain), Some(_)) = (plain, own.hash) {
            password_given_twice::found(at(view.columns, plain), findings);
        }
        return password::read(&own, view.choices, row, counts, findings);
    };
    if own.hash.is_some() {
        let reason = "the row has a hash in a column of its own";
        value_not_readable::found(cell, reason, findings);
        return password::read(&own, view.choices, row, counts, findings);
    }
    let object = Object::read(cell, findings);
    password::read(&object.parts(), view.choices, row, counts, findings)
}

/// A cell as one that is never shown.
fn at<'r>(columns: &'r [Column], cell: RawCell<'r>) -> CellRef<'r> {
    CellRef {
        column: &columns[cell.column].name,
        field: Some(Field::HashedPassword),
        text: cell.text,
    }
}

/// Puts what was read into the candidate, with the columns it was read from.
pub(super) fn take(
    read: Result<Option<StoredPassword>, String>,
    cells: &Cells<'_>,
    into: &mut Candidate,
) {
    match read {
        Ok(password) => into.password = password,
        Err(reason) => into.password_refused = Some(reason),
    }
    if into.password.is_some() {
        let fields = password::FIELDS
            .into_iter()
            .filter(|field| cells.has(*field));
        fields.for_each(|field| into.given.insert(field));
        into.given.insert(Field::HashedPassword);
    }
}
