//! Batches written one by one, each with its outcomes, findings and ledger.

use crate::apply::batch::{Batch, BatchRow, Prepared};
use crate::apply::input::ApplyInput;
use crate::apply::record::{Time, bring_up};
use crate::apply::settled::{Trouble, WrittenRow, settled};
use crate::check::checked::Checked;
use crate::check::claims::{Claims, SortedClaims};
use crate::check::decide::case::{Case, Decision, Facts, Leader};
use crate::check::decide::decide;
use crate::check::matching::known::Known;
use crate::check::plan::{Action, PlannedRow, PlannedUser};
use crate::findings::finding::{Finding, Findings};
use crate::findings::tally::{Examples, Tally};
use crate::ports::store::image::image_of;
use crate::ports::store::{Checkpoint, ImportBatch, ImportRecord};
use crate::ports::watch::{Phase, RunError};
use crate::read::decoder::Decoder;
use crate::read::judge::Criteria;
use crate::rows::candidate::Candidate;
use crate::rows::raw::Column;
use crate::users::change::{Applied, Claim, NewUser, PlannedWrite, UserUpdate, Write};
use crate::users::user::{IdentifierKey, Membership, StoredUser, UserKey, who};
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
    /// Users who were given other identifiers before all rows.
    pub moved: HashSet<UserKey>,
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
struct Standing {
    /// What the directory knows of its identifiers.
    facts: Facts,
    /// Its user; `None` if the user is gone.
    user: Option<StoredUser>,
    /// Whether a row of the same batch changed the user before.
    is_ours: bool,
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
        let Batch { rows, findings } = batch;
        let (writes, rows) = self.plan_writes(rows)?;
        let time = self.time();
        let before = record.clone();
        // Pure: the store may ask again. What became of the rows is counted by the
        // answer that it gives in the end.
        let settle = |answers: &[Applied]| {
            settled(&before, &rows, (&findings, &self.columns), answers, time)
        };
        let batch = ImportBatch {
            import: self.import,
            now: self.input.pace.now,
            writes: &writes,
            claimed: self.claimed,
        };
        let answers = self.input.session.apply(&batch, &settle)?;
        let stored = settle(&answers);
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
        rows: Vec<BatchRow>,
    ) -> Result<(Vec<PlannedWrite>, Vec<WrittenRow>), RunError> {
        let known = self.known(&rows)?;
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
            let mut row = WrittenRow {
                planned,
                user,
                write: None,
                trouble: None,
            };
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
                        self.give_up(&new)?;
                        row.trouble = Some(Trouble::Taken(key.clone()));
                        written.push(row);
                        continue;
                    }
                    if joined.contains(&new.key) {
                        let state = new.written(self.input.pace.now);
                        users.changed.insert(new.key, state);
                    }
                    push(Write::Create(new));
                }
                Prepared::Compare(case) => {
                    let standing = users.standing(user);
                    match self.update(&planned, &case, standing) {
                        Ok(Some((update, next))) => {
                            users.changed.insert(user, next);
                            push(Write::Update(update));
                        }
                        Ok(None) => {}
                        Err(trouble) => row.trouble = Some(trouble),
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
                candidates.push(&case.0);
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

    /// Compares a row with its user as the directory has it now. `Ok(None)`: by
    /// now there is nothing left to write. `Err`: what stands in the way.
    fn update(
        &self,
        planned: &PlannedRow,
        case: &(Candidate, Vec<Membership>),
        standing: Standing,
    ) -> Result<Option<(Box<UserUpdate>, StoredUser)>, Trouble> {
        let (candidate, memberships) = case;
        let Some(user) = standing.user else {
            return Err(Trouble::Changed("the user of this row is gone".to_owned()));
        };
        let is_ours = standing.is_ours || self.moved.contains(&user.key);
        if planned.version != 0 && user.version != planned.version && !is_ours {
            return Err(Trouble::Changed(format!("{} was changed", who(&user))));
        }
        let owners = standing.facts.owners.into_iter();
        let facts = Facts {
            owners: owners
                .map(|owner| owner.filter(|owner| owner.key != user.key))
                .collect(),
            near: Vec::new(),
            remembered: standing.facts.remembered,
        };
        let case = Case {
            candidate,
            memberships,
            placed_elsewhere: planned.placed_elsewhere,
            fingerprint: planned.fingerprint,
            cell: &|_| None,
            choices: self.input.choices,
            access: self.input.access,
            shared: planned.shared,
        };
        let leader = Leader::Known(Box::new(user.clone()));
        let decided = decide(&case, &facts, Some(&leader), &mut Findings::default());
        // What the check left out is not in the candidate any more.
        if let Some(key) = decided.left_out.first() {
            return Err(Trouble::Taken(key.clone()));
        }
        let mut update = match decided.decision {
            Decision::Update(update) | Decision::Remember(update) => update,
            Decision::Unchanged(_) => return Ok(None),
            _ => return Err(Trouble::Changed(format!("{} was changed", who(&user)))),
        };
        update.before = Some(image_of(&user));
        let mut next = user.clone();
        update.write_to(&mut next, self.input.pace.now);
        Ok(Some((update, next)))
    }
}
