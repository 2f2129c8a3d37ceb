//! Batches written one by one, each with its outcomes, findings and ledger.

use crate::apply::batch::{Batch, BatchRow, Prepared};
use crate::apply::compare::{Compared, RowToWrite};
use crate::apply::input::ApplyInput;
use crate::apply::record::{Time, bring_up};
use crate::apply::settled::{Said, Trouble, WrittenRow, settled};
use crate::base::limits::EXCHANGE_TRIES;
use crate::check::checked::Checked;
use crate::check::claims::{Claims, SortedClaims};
use crate::check::decide::case::Facts;
use crate::check::matching::known::Known;
use crate::check::plan::{Action, PlannedUser};
use crate::findings::finding::Finding;
use crate::findings::tally::{Examples, Tally};
use crate::ports::store::{Checkpoint, ImportBatch, ImportRecord};
use crate::ports::watch::{Phase, RunError};
use crate::read::decoder::Decoder;
use crate::read::judge::Criteria;
use crate::rows::candidate::Candidate;
use crate::rows::raw::Column;
use crate::users::change::{Applied, Claim, NewUser, PlannedWrite, Write};
use crate::users::user::{IdentifierKey, StoredUser, UserKey};
use std::collections::{HashMap, HashSet};
use std::sync::mpsc::{Receiver, Sender, sync_channel};

/// Writes what was prepared.
pub(super) struct Writer<'w, 'a> {
    pub input: &'w ApplyInput<'a>,
    pub import: u64,
    /// How long earlier sessions of the import worked, in seconds.
    pub seconds_before: f64,
    /// The number before that of the first new user.
    pub before: UserKey,
    /// Whether the identifiers of the new users were claimed.
    pub claimed: bool,
    /// Users to be created of whom somebody has taken an identifier meanwhile.
    pub lost: HashMap<UserKey, IdentifierKey>,
    /// Users who were given other identifiers before all rows, with their versions after
    /// that.
    pub moved: HashMap<UserKey, u64>,
    /// What users were to give up before all rows, and kept.
    pub kept: HashSet<IdentifierKey>,
    /// The columns of the source, with the fields they feed.
    pub columns: Vec<Column>,
}

/// The users of a batch while its writes are planned.
struct Users {
    known: Known,
    /// Those that a row of the batch creates or changes, as they will be then.
    changed: HashMap<UserKey, StoredUser>,
    /// How many rows were compared.
    asked: usize,
}

impl Users {
    /// None of which is changed yet.
    fn of(known: Known) -> Users {
        Users {
            known,
            changed: HashMap::new(),
            asked: 0,
        }
    }

    /// What the next row that is compared meets.
    fn standing(&mut self, key: UserKey) -> Standing {
        let changed = self.changed.get(&key);
        let standing = Standing {
            facts: self.known.facts(self.asked),
            user: changed.or_else(|| self.known.stored(key)).cloned(),
            is_ours: changed.is_some(),
        };
        self.asked += 1;
        standing
    }
}

/// What a row is compared with.
pub(super) struct Standing {
    /// What the directory knows of its identifiers.
    pub facts: Facts,
    /// Its user; `None` if the user is gone.
    pub user: Option<StoredUser>,
    /// Whether a row of the same batch changed the user before.
    pub is_ours: bool,
}

impl Writer<'_, '_> {
    fn time(&self) -> Time {
        Time {
            before: self.seconds_before,
            began: self.input.pace.now,
            seconds: (self.input.pace.seconds)(),
        }
    }

    /// Stores findings and the record, without writing users.
    pub fn store_findings(
        &self,
        record: &mut ImportRecord,
        findings: Vec<Finding>,
    ) -> Result<(), RunError> {
        bring_up(record, &findings, self.time());
        let checkpoint = Checkpoint {
            outcomes: Vec::new(),
            findings,
            record: Some(record.clone()),
        };
        Ok(self.input.session.record(self.import, &checkpoint)?)
    }

    /// Reserves the identifiers of all users to be created, in the order of the
    /// keys: that order is what makes inserting them fast. Notes the users whose
    /// identifiers somebody has taken meanwhile.
    pub fn claim(
        &mut self,
        checked: &mut Checked,
        decoder: &mut Decoder<'_>,
        criteria: &Criteria<'_>,
    ) -> Result<(), RunError> {
        let (mut claims, created) = match checked.claims.take() {
            Some(claims) => (claims, Some(std::mem::take(&mut checked.created))),
            None => (self.read_claims(checked, decoder, criteria)?, None),
        };
        let keep = |kind, nth| {
            created
                .as_ref()
                .is_none_or(|created| created.claims(kind, nth))
        };
        let (sender, receiver) = sync_channel(1);
        let (most, before) = (self.input.pace.batch_rows, self.before);
        self.lost = std::thread::scope(|scope| {
            // Merging goes on while the store inserts.
            let merging = scope.spawn(move || -> Result<(), RunError> {
                loop {
                    let batch = claims.batch(most, before, &keep)?;
                    if batch.is_empty() || sender.send(batch).is_err() {
                        return Ok(());
                    }
                }
            });
            let claimed = self.claim_batches(receiver);
            let merged = merging.join().expect("merging claims does not panic");
            claimed.and_then(|lost| merged.map(|()| lost))
        })?;
        self.claimed = true;
        Ok(())
    }

    fn claim_batches(
        &self,
        batches: Receiver<Vec<Claim>>,
    ) -> Result<HashMap<UserKey, IdentifierKey>, RunError> {
        let mut lost = HashMap::new();
        for batch in batches {
            for taken in self.input.session.claim(self.import, &batch)? {
                let claim = &batch[taken];
                lost.insert(claim.user, claim.identifier.clone());
            }
            if self.input.watch.stop_asked() {
                return Err(RunError::Interrupted);
            }
        }
        Ok(lost)
    }

    /// Reads the identifiers of the rows that create users.
    fn read_claims(
        &self,
        checked: &mut Checked,
        decoder: &mut Decoder<'_>,
        criteria: &Criteria<'_>,
    ) -> Result<SortedClaims, RunError> {
        let mut claims = Claims::new(self.input.scratch);
        let mut rows = 0;
        while let Some(planned) = checked.next()? {
            rows += 1;
            self.input
                .watch
                .tick(Phase::Claiming, rows, planned.place.byte)?;
            if let (Action::Create, PlannedUser::New(nth)) = (planned.action, planned.user) {
                decoder.at(planned.place, planned.left_out, criteria)?;
                for identity in &decoder.row.candidate().identities {
                    claims.push(identity, nth)?;
                }
            }
        }
        claims.sorted()
    }

    /// Writes batch after batch. What was written goes back to be dropped by the
    /// thread that made it. Counts in `drifted` what only the writing found.
    pub fn write_all(
        &self,
        record: &mut ImportRecord,
        batches: Receiver<Batch>,
        spend: &Sender<Vec<PlannedWrite>>,
        (drifted, examples): (&mut Tally, &mut Examples),
    ) -> Result<(), RunError> {
        for batch in batches {
            let last = batch.rows.last().map(|row| row.planned.place);
            let written = self.write(record, batch, (&mut *drifted, &mut *examples))?;
            // Nobody waits for it any more at the end.
            let _ = spend.send(written);
            if let Some(place) = last {
                self.input.watch.progress(
                    Phase::Writing,
                    record.ledger.sum() - record.ledger.not_reached,
                    place.byte,
                );
            }
            if self.input.watch.stop_asked() && record.ledger.not_reached > 0 {
                return Err(RunError::Interrupted);
            }
        }
        Ok(())
    }

    /// Writes one batch in one transaction. Gives back what was written.
    fn write(
        &self,
        record: &mut ImportRecord,
        batch: Batch,
        (drifted, examples): (&mut Tally, &mut Examples),
    ) -> Result<Vec<PlannedWrite>, RunError> {
        let Batch { mut rows, findings } = batch;
        let time = self.time();
        let before = record.clone();
        let said = Said {
            findings: &findings,
            columns: &self.columns,
            kept: &self.kept,
        };
        let mut tries_left = EXCHANGE_TRIES;
        let (writes, stored) = loop {
            let (writes, written) = self.plan_writes(&mut rows, &findings)?;
            // Pure: the store may ask again. What became of the rows is counted by the
            // answer that it gives in the end.
            let settle = |answers: &[Applied]| settled(&before, &written, &said, answers, time);
            tries_left -= 1;
            let batch = ImportBatch {
                import: self.import,
                now: self.input.pace.now,
                writes: &writes,
                claimed: self.claimed,
                unless_drifted: tries_left > 0,
            };
            let answers = self.input.session.apply(&batch, &settle)?;
            // Somebody changed a user between the look at it and the transaction.
            if !batch.is_left(&answers) {
                let stored = settle(&answers);
                break (writes, stored);
            }
            take_back(&mut rows, &written, writes);
        };
        let new = stored.findings.iter().skip(findings.len());
        new.for_each(|finding| drifted.add(finding));
        examples.see(&stored.findings);
        if let Some(after) = stored.record {
            *record = after;
        }
        Ok(writes)
    }

    /// Turns the rows of a batch into writes. Rows that meet in one user are
    /// compared one after the other, each with what the one before left.
    fn plan_writes(
        &self,
        rows: &mut [BatchRow],
        findings: &[Finding],
    ) -> Result<(Vec<PlannedWrite>, Vec<WrittenRow>), RunError> {
        let known = self.known(rows)?;
        let mut writes = Vec::new();
        let mut written = Vec::with_capacity(rows.len());
        let mut users = Users::of(known);
        let joined: HashSet<UserKey> = rows
            .iter()
            .filter(|row| row.planned.action == Action::Join)
            .map(|row| row.user)
            .collect();
        for BatchRow {
            planned,
            user,
            prepared,
        } in rows
        {
            let (planned, user) = (*planned, *user);
            let mut row = WrittenRow::of(planned, user);
            let row_number = planned.place.row;
            let mut push = |write| {
                row.write = Some(writes.len());
                writes.push(PlannedWrite {
                    row: row_number,
                    write,
                });
            };
            match prepared {
                Prepared::Nothing => {}
                Prepared::Create(new) => {
                    if let Some(key) = self.lost.get(&new.key) {
                        self.give_up(new)?;
                        row.trouble = Some(Trouble::Taken(key.clone()));
                    } else {
                        if joined.contains(&new.key) {
                            let state = new.written(self.input.pace.now);
                            users.changed.insert(new.key, state);
                        }
                        if let Prepared::Create(new) = std::mem::take(prepared) {
                            push(Write::Create(new));
                        }
                    }
                }
                Prepared::Compare(case) => {
                    let standing = users.standing(user);
                    let to_write = RowToWrite {
                        planned: &planned,
                        case,
                        said: of_row(findings, row_number),
                    };
                    match self.compared(&to_write, standing, &mut row.meanwhile)? {
                        Compared::Write(update, next) => {
                            users.changed.insert(user, *next);
                            push(Write::Update(update));
                        }
                        Compared::Nothing => {}
                        Compared::Trouble(trouble) => row.trouble = Some(trouble),
                    }
                }
            }
            written.push(row);
        }
        Ok((writes, written))
    }

    /// What the directory knows of the rows of a batch: owners of their identifiers,
    /// and the users that they change, asked for at once.
    fn known(&self, rows: &[BatchRow]) -> Result<Known, RunError> {
        let mut candidates: Vec<&Candidate> = Vec::new();
        let mut users = Vec::new();
        for row in rows {
            if let Prepared::Compare(case) = &row.prepared {
                candidates.push(&case.candidate);
                users.push(row.user);
            }
        }
        let mut known = Known::of(self.input.store, &candidates, &users)?;
        known.digest_passwords(candidates.into_iter());
        Ok(known)
    }

    fn give_up(&self, new: &NewUser) -> Result<(), RunError> {
        let claims: Vec<Claim> = new
            .row
            .identities
            .iter()
            .map(|identity| Claim {
                identifier: identity.identifier(),
                user: new.key,
            })
            .collect();
        Ok(self.input.session.give_up(&claims)?)
    }
}

/// Puts back into rows what was made ready to be written of them and was not.
fn take_back(rows: &mut [BatchRow], written: &[WrittenRow], writes: Vec<PlannedWrite>) {
    let mut writes: Vec<_> = writes.into_iter().map(Some).collect();
    for (row, written) in rows.iter_mut().zip(written) {
        let write = written.write.and_then(|at| writes[at].take());
        if let Some(Write::Create(new)) = write.map(|planned| planned.write) {
            row.prepared = Prepared::Create(new);
        }
    }
}

/// The findings of one row among those of a batch, which are in the order of its rows.
fn of_row(findings: &[Finding], row: u64) -> &[Finding] {
    let first = findings.partition_point(|finding| finding.row < Some(row));
    let behind = findings.partition_point(|finding| finding.row <= Some(row));
    &findings[first..behind]
}
