//! Rows of the plan made ready for the writer, ahead of it.

use crate::apply::batch::{Batch, BatchRow, Prepared, ToCompare};
use crate::apply::input::ApplyInput;
use crate::check::checked::Checked;
use crate::check::decide::together::{Part, Together};
use crate::check::decide::users::new_row;
use crate::check::plan::{Action, PlannedRow, PlannedUser};
use crate::ports::watch::RunError;
use crate::read::decoder::Decoder;
use crate::read::judge::Criteria;
use crate::users::change::{NewUser, PlannedWrite};
use crate::users::user::{Membership, UserKey, public_id};
use std::collections::HashMap;
use std::sync::mpsc::{Receiver, SyncSender};
use xxhash_rust::xxh3::xxh3_64_with_seed;

/// Walks the plan and decodes the rows that write, ahead of the writer.
pub(super) struct Preparation<'p, 'a, 'd> {
    pub input: &'p ApplyInput<'a>,
    pub checked: &'p mut Checked,
    pub decoder: &'p mut Decoder<'d>,
    pub criteria: &'p Criteria<'p>,
    /// The number before that of the first new user.
    pub before: UserKey,
    /// What the rows of users of whom more rows are to come have said of access, by the
    /// first of them; empty unless access is replaced.
    pub together: HashMap<u32, Together>,
}

/// The number of a planned user, where the n-th new one has the number `before` + n;
/// 0 for none.
pub(super) fn number_of(user: PlannedUser, before: UserKey) -> UserKey {
    match user {
        PlannedUser::None => 0,
        PlannedUser::Known(user) => user,
        PlannedUser::New(nth) => before + nth,
    }
}

impl Preparation<'_, '_, '_> {
    /// Gives batches to the writer. What it has written comes back to be dropped.
    pub fn run(
        mut self,
        sender: &SyncSender<Batch>,
        spent: &Receiver<Vec<PlannedWrite>>,
    ) -> Result<(), RunError> {
        let most = self.input.pace.batch_rows;
        let mut batch = Batch::default();
        while let Some(planned) = self.checked.next()? {
            let together = self.said_together(&planned)?;
            if planned.action == Action::Done {
                let mut stored_before = Vec::new();
                self.checked
                    .findings_of(&planned, None, &mut stored_before)?;
                continue;
            }
            let outcome = planned.action.outcome();
            self.checked
                .findings_of(&planned, outcome, &mut batch.findings)?;
            let user = number_of(planned.user, self.before);
            batch.rows.push(BatchRow {
                prepared: self.prepared(&planned, user, together)?,
                user,
                planned,
            });
            if batch.rows.len() >= most || batch.findings.len() >= most {
                spent.try_iter().for_each(drop);
                if sender.send(std::mem::take(&mut batch)).is_err() {
                    // The writer has stopped and says why.
                    return Ok(());
                }
            }
        }
        if !batch.rows.is_empty() {
            let _ = sender.send(batch);
        }
        Ok(())
    }

    /// What the rows of the user have said of access, at the last of them.
    fn said_together(&mut self, planned: &PlannedRow) -> Result<Together, RunError> {
        let replaces = self.criteria.choices.replace_access;
        if !replaces || planned.part == Part::Alone || planned.action == Action::Reject {
            return Ok(Together::default());
        }
        self.decoder
            .at(planned.place, planned.left_out, self.criteria)?;
        let row = &self.decoder.row;
        let mut together = self.together.remove(&planned.first).unwrap_or_default();
        together.add(row.candidate(), row.memberships());
        if planned.part == Part::More {
            self.together.insert(planned.first, together);
            return Ok(Together::default());
        }
        Ok(together)
    }

    fn prepared(
        &mut self,
        planned: &PlannedRow,
        user: UserKey,
        together: Together,
    ) -> Result<Prepared, RunError> {
        let writes = matches!(
            planned.action,
            Action::Create | Action::Join | Action::Update | Action::Remember
        );
        if !writes {
            return Ok(Prepared::Nothing);
        }
        self.decoder
            .at(planned.place, planned.left_out, self.criteria)?;
        let row = &self.decoder.row;
        Ok(if planned.action == Action::Create {
            Prepared::Create(Box::new(self.new_user(planned, user)))
        } else {
            Prepared::Compare(Box::new(ToCompare {
                candidate: row.candidate().clone(),
                memberships: row.memberships().to_vec(),
                together,
            }))
        })
    }

    fn new_user(&self, planned: &PlannedRow, key: UserKey) -> NewUser {
        let row = &self.decoder.row;
        let mut memberships = row.memberships().to_vec();
        if let (true, false, Some(organization)) = (
            memberships.is_empty(),
            planned.placed_elsewhere,
            row.joins_default,
        ) {
            memberships.push(Membership {
                organization,
                ..Membership::default()
            });
        }
        let candidate = row.candidate();
        let noise = xxh3_64_with_seed(&key.to_le_bytes(), self.input.seed);
        NewUser {
            key,
            id: public_id(self.input.pace.now, key, noise),
            row: new_row(candidate, planned.fingerprint),
            memberships,
            password: candidate.password.clone(),
        }
    }
}
