//! What a row says for all rows of its user, said of the others.

use crate::check::matching::pending::Pending;
use crate::check::matching::walk::Matching;
use crate::check::notes::{HeldBack, RowNote};
use crate::check::plan::{Action, PlannedUser};
use crate::findings::finding::Findings;
use crate::ports::watch::RunError;
use crate::read::row::cell_of;
use crate::rules::{another_row_shuts_out, not_a_value, state_of_another_row};
use crate::users::field::Field;

impl Matching<'_, '_> {
    /// A row that is held back for the row `with`.
    pub(super) fn held_back(
        &mut self,
        note: &RowNote,
        with: u32,
        why: HeldBack,
    ) -> Result<(), RunError> {
        self.decoder.at(note.place, 0, self.criteria)?;
        let mut findings = Findings::default();
        let row = &self.decoder.row;
        let with = u64::from(with);
        let id = cell_of(&self.decoder.raw, row.columns(), row.candidate(), Field::Id);
        match (why, id) {
            (HeldBack::IdOfNobody, Some(id)) => not_a_value::in_file(id, with, &mut findings),
            _ => state_of_another_row::found(with, &mut findings),
        }
        self.note_findings(note.place, findings);
        self.ready(note, Action::Reject, PlannedUser::None)
    }
}

/// Says of a row that lets the user in that another one does not.
pub(super) fn say_shut_out(pending: &Pending, findings: &mut Findings) {
    if pending.candidate.overruled {
        another_row_shuts_out::found(u64::from(pending.note.shut_by), findings);
    }
}
