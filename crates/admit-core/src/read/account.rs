//! Whether the user of a row may sign in.

use crate::convert::state;
use crate::findings::finding::Findings;
use crate::read::cells::is_blank;
use crate::rows::candidate::Candidate;
use crate::rows::raw::{CellRef, Column, RawRow};
use crate::rows::state::State;
use crate::rules::{account_not_open_yet, state_not_recognised, user_deleted_at_source};
use crate::users::field::Field;

/// Reads whether the user may sign in, by all columns that say so. One that shuts out is
/// enough, and one that cannot be read holds the row back.
pub(super) fn read(
    raw: &RawRow,
    columns: &[Column],
    places: &[usize],
    into: &mut Candidate,
    findings: &mut Findings,
) {
    if places.is_empty() {
        return;
    }
    let mut gravest: Option<(State, usize, CellRef<'_>)> = None;
    for (index, cell) in raw.cells().enumerate() {
        let Some(column) = columns.get(cell.column) else {
            continue;
        };
        if !places.contains(&cell.column) || is_blank(cell, column.field) {
            continue;
        }
        let at = CellRef {
            column: &column.name,
            field: column.field,
            text: cell.text,
        };
        let before = findings.len();
        let state = state::read(at, cell.kind, findings);
        if state.is_none() {
            let mut found = findings.iter().skip(before);
            into.state_unread |= found.any(|one| one.rule == &state_not_recognised::RULE);
        }
        if let Some(state) = state
            && gravest.is_none_or(|(known, ..)| known < state)
        {
            gravest = Some((state, index, at));
        }
    }
    let Some((state, index, cell)) = gravest else {
        return;
    };
    into.suspended = Some(state.shuts_out());
    into.given.insert(Field::Suspended);
    if state.shuts_out() {
        into.shut_by = Some(index as u32);
    }
    match state {
        State::Deleted => user_deleted_at_source::found(cell, findings),
        State::NotYet => account_not_open_yet::found(cell, findings),
        State::Open | State::Shut => {}
    }
}
