//! Rows of the plan made ready for the writer, ahead of it.

use crate::apply::input::{ApplyInput, Batch, BatchRow, Prepared};
use crate::check::checked::Checked;
use crate::check::decide::users::new_row;
use crate::check::matching::known::leave_out;
use crate::check::plan::{Action, PlannedRow};
use crate::ports::watch::RunError;
use crate::read::decoder::Decoder;
use crate::read::judge::Criteria;
use crate::users::change::{NewUser, PlannedWrite};
use crate::users::user::{Membership, public_id};
use std::sync::mpsc::{Receiver, SyncSender};
use xxhash_rust::xxh3::xxh3_64_with_seed;

/// Walks the plan and decodes the rows that write, ahead of the writer. What the
/// writer has written comes back.
pub fn prepare(
    input: &ApplyInput<'_>,
    checked: &mut Checked,
    decoder: &mut Decoder<'_>,
    criteria: &Criteria<'_>,
    (sender, spent): (&SyncSender<Batch>, &Receiver<Vec<PlannedWrite>>),
) -> Result<(), RunError> {
    let mut batch = Batch {
        rows: Vec::new(),
        findings: Vec::new(),
    };
    while let Some(planned) = checked.next()? {
        if planned.action == Action::Done {
            let mut stored_before = Vec::new();
            checked.findings_of(planned.place.row, &mut stored_before)?;
            continue;
        }
        checked.findings_of(planned.place.row, &mut batch.findings)?;
        let prepared = match planned.action {
            Action::Create | Action::Join | Action::Update | Action::Remember => {
                decoder.at(planned.place, criteria)?;
                leave_out(&mut decoder.row.candidate, planned.left_out);
                if planned.action == Action::Create {
                    Prepared::Create(Box::new(new_user(input, &planned, decoder)))
                } else {
                    Prepared::Compare(Box::new((
                        decoder.row.candidate.clone(),
                        decoder.row.memberships.clone(),
                    )))
                }
            }
            _ => Prepared::Nothing,
        };
        batch.rows.push(BatchRow { planned, prepared });
        if batch.rows.len() >= input.batch_rows || batch.findings.len() >= input.batch_rows {
            let full = std::mem::replace(
                &mut batch,
                Batch {
                    rows: Vec::new(),
                    findings: Vec::new(),
                },
            );
            spent.try_iter().for_each(drop);
            if sender.send(full).is_err() {
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

fn new_user(input: &ApplyInput<'_>, planned: &PlannedRow, decoder: &mut Decoder<'_>) -> NewUser {
    let mut memberships = std::mem::take(&mut decoder.row.memberships);
    if let (true, false, Some(organization)) = (
        memberships.is_empty(),
        planned.placed_elsewhere,
        decoder.row.joins_default,
    ) {
        memberships.push(Membership {
            organization,
            ..Membership::default()
        });
    }
    let candidate = &mut decoder.row.candidate;
    let noise = xxh3_64_with_seed(&planned.user.to_le_bytes(), input.seed);
    NewUser {
        key: planned.user,
        id: public_id(input.now, planned.user, noise),
        row: new_row(candidate, &[], planned.fingerprint),
        memberships,
        password: candidate.password.take(),
    }
}
