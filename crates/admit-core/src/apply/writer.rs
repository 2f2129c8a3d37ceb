//! Batches written one by one, each with its outcomes, findings and ledger.

use crate::apply::input::{ApplyInput, Batch, BatchRow, Prepared};
use crate::check::checked::Checked;
use crate::check::claims::{Claims, SortedClaims};
use crate::check::decide::case::{Case, Decision, Facts, Leader};
use crate::check::decide::decide;
use crate::check::matching::known::{Known, leave_out};
use crate::check::plan::{Action, PlannedRow};
use crate::findings::finding::{Finding, Findings};
use crate::findings::rule::Severity;
use crate::findings::tally::RuleCount;
use crate::ports::store::{Checkpoint, ImportRecord, ImportState, Outcome};
use crate::ports::watch::{Phase, RunError};
use crate::read::decoder::Decoder;
use crate::read::judge::Criteria;
use crate::rows::candidate::Candidate;
use crate::rules;
use crate::users::change::{Applied, Claim, NewUser, PlannedWrite, UserUpdate, Write};
use crate::users::user::{IdentifierKey, IdentifierKind, Membership, StoredUser, UserKey};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::mpsc::{Receiver, Sender, sync_channel};

pub struct Writer<'w, 'a> {
    pub input: &'w ApplyInput<'a>,
    pub import: u64,
    pub counts: BTreeMap<(String, Severity), u64>,
    pub seconds_before: f64,
}

impl Writer<'_, '_> {
    /// Counts the findings and brings the record up to date.
    fn note(&mut self, record: &mut ImportRecord, findings: &[Finding]) {
        for finding in findings {
            *self
                .counts
                .entry((finding.rule.code.to_owned(), finding.severity))
                .or_default() += 1;
        }
        record.counts = self
            .counts
            .iter()
            .map(|((code, severity), count)| RuleCount {
                code: code.clone(),
                severity: *severity,
                count: *count,
            })
            .collect();
        let ledger = &mut record.ledger;
        ledger.not_reached = 0;
        if record.state != ImportState::Complete {
            ledger.not_reached = ledger.read - ledger.sum();
        }
        let seconds = (self.input.seconds)();
        record.seconds = self.seconds_before + seconds;
        record.finished = Some(self.input.now + (seconds * 1000.0) as i64);
    }

    pub fn store_findings(
        &mut self,
        record: &mut ImportRecord,
        findings: Vec<Finding>,
    ) -> Result<(), RunError> {
        self.note(record, &findings);
        let progress = Checkpoint {
            outcomes: Vec::new(),
            findings,
            record: Some(record.clone()),
        };
        Ok(self.input.store.record(self.import, &progress)?)
    }

    /// Reserves the identifiers of all users to be created, in the order of the
    /// keys: that order is what makes inserting them fast. Answers with the
    /// users whose identifiers somebody has taken meanwhile.
    pub fn claim(
        &mut self,
        checked: &mut Checked,
        decoder: &mut Decoder<'_>,
        criteria: &Criteria<'_>,
    ) -> Result<HashSet<UserKey>, RunError> {
        let (mut claims, created) = match checked.claims.take() {
            Some(claims) => (claims, Some(std::mem::take(&mut checked.created))),
            None => (self.read_claims(checked, decoder, criteria)?, None),
        };
        let keep = |kind, user| {
            created
                .as_ref()
                .is_none_or(|created| created.claims(kind, user))
        };
        let (sender, receiver) = sync_channel(1);
        let most = self.input.batch_rows;
        std::thread::scope(|scope| {
            // Merging goes on while the store inserts.
            let merging = scope.spawn(move || -> Result<(), RunError> {
                loop {
                    let batch = claims.batch(most, &keep)?;
                    if batch.is_empty() || sender.send(batch).is_err() {
                        return Ok(());
                    }
                }
            });
            let claimed = self.claim_batches(receiver);
            let merged = merging.join().expect("merging claims does not panic");
            claimed.and_then(|lost| merged.map(|()| lost))
        })
    }

    fn claim_batches(&self, batches: Receiver<Vec<Claim>>) -> Result<HashSet<UserKey>, RunError> {
        let mut lost = HashSet::new();
        for batch in batches {
            for taken in self.input.store.claim(&batch)? {
                lost.insert(batch[taken].user);
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
            if planned.action == Action::Create {
                decoder.at(planned.place, criteria)?;
                leave_out(&mut decoder.row.candidate, planned.left_out);
                for identity in &decoder.row.candidate.identities {
                    claims.push(identity, planned.user)?;
                }
            }
        }
        claims.sorted()
    }

    pub fn write_all(
        &mut self,
        record: &mut ImportRecord,
        (receiver, spend): (Receiver<Batch>, &Sender<Vec<PlannedWrite>>),
        lost: &HashSet<UserKey>,
        claimed: bool,
    ) -> Result<(), RunError> {
        for batch in receiver {
            let last = batch.rows.last().map(|row| row.planned.place);
            let written = self.write(record, batch, lost, claimed)?;
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
        &mut self,
        record: &mut ImportRecord,
        batch: Batch,
        lost: &HashSet<UserKey>,
        claimed: bool,
    ) -> Result<Vec<PlannedWrite>, RunError> {
        let Batch { rows, mut findings } = batch;
        let (writes, rows) = self.plan_writes(rows, lost)?;
        let before = record.clone();
        let mut after = record.clone();
        let store = self.input.store;
        let (import, now) = (self.import, self.input.now);
        store.apply(Some(import), now, &writes, claimed, &mut |answers| {
            after = before.clone();
            let mut drifted = Findings::default();
            let mut outcomes = Vec::with_capacity(rows.len());
            for row in &rows {
                let outcome = row.outcome(answers, &mut drifted);
                after.ledger.count(outcome);
                outcomes.push((row.planned.place.row, outcome));
            }
            if let Some(row) = rows.last() {
                after.rows_done = row.planned.place.row;
            }
            let mut findings = std::mem::take(&mut findings);
            findings.extend(drifted.take());
            self.note(&mut after, &findings);
            Checkpoint {
                outcomes,
                findings,
                record: Some(after.clone()),
            }
        })?;
        *record = after;
        Ok(writes)
    }

    /// Turns the rows of a batch into writes. Rows that meet in one user are
    /// compared one after the other, each with what the one before left.
    fn plan_writes(
        &self,
        mut rows: Vec<BatchRow>,
        lost: &HashSet<UserKey>,
    ) -> Result<(Vec<PlannedWrite>, Vec<WrittenRow>), RunError> {
        let known = self.known(&rows)?;
        let compared = rows.iter_mut().filter_map(|row| match &mut row.prepared {
            Prepared::Compare(case) => Some(&mut case.0),
            _ => None,
        });
        known.digest_passwords(compared.collect());
        let mut writes = Vec::new();
        let mut written = Vec::with_capacity(rows.len());
        let mut states: HashMap<UserKey, StoredUser> = HashMap::new();
        let joined: HashSet<UserKey> = rows
            .iter()
            .filter(|row| row.planned.action == Action::Join)
            .map(|row| row.planned.user)
            .collect();
        let mut compared = 0;
        for BatchRow { planned, prepared } in rows {
            let mut row = WrittenRow {
                planned,
                write: None,
                trouble: None,
            };
            match prepared {
                Prepared::Nothing => {}
                Prepared::Create(new) if lost.contains(&new.key) => {
                    self.release(&new)?;
                    row.trouble =
                        Some("an identifier of this row was taken by somebody else".to_owned());
                }
                Prepared::Create(new) => {
                    if joined.contains(&new.key) {
                        states.insert(new.key, state_of(&new, self.input.now));
                    }
                    row.write = Some(writes.len());
                    writes.push(PlannedWrite {
                        row: planned.place.row,
                        write: Write::Create(new),
                    });
                }
                Prepared::Compare(case) => {
                    let index = compared;
                    compared += 1;
                    match self.update(&planned, &case, &known, index, &mut states)? {
                        Ok(Some(update)) => {
                            row.write = Some(writes.len());
                            writes.push(PlannedWrite {
                                row: planned.place.row,
                                write: Write::Update(update),
                            });
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

    fn known(&self, rows: &[BatchRow]) -> Result<Known, RunError> {
        let candidates: Vec<&Candidate> = rows
            .iter()
            .filter_map(|row| match &row.prepared {
                Prepared::Compare(case) => Some(&case.0),
                _ => None,
            })
            .collect();
        Ok(Known::of(self.input.store, &candidates)?)
    }

    fn release(&self, new: &NewUser) -> Result<(), RunError> {
        let claims: Vec<Claim> = new
            .row
            .identities
            .iter()
            .map(|identity| Claim {
                identifier: identity.identifier(),
                user: new.key,
            })
            .collect();
        Ok(self.input.store.release(&claims)?)
    }

    /// Compares a row with its user as the directory has it now. `Ok(None)`: by
    /// now there is nothing left to write. `Err`: what stands in the way.
    fn update(
        &self,
        planned: &PlannedRow,
        case: &(Candidate, Vec<Membership>),
        known: &Known,
        index: usize,
        states: &mut HashMap<UserKey, StoredUser>,
    ) -> Result<Result<Option<Box<UserUpdate>>, String>, RunError> {
        let (candidate, memberships) = case;
        let facts = known.facts(candidate, index);
        let user = match states.get(&planned.user) {
            Some(user) => Some(user.clone()),
            None => self.input.store.users(&[planned.user])?.pop().flatten(),
        };
        let Some(user) = user else {
            return Ok(Err("the user of this row is gone".to_owned()));
        };
        let drifted = planned.version != 0
            && user.version != planned.version
            && !states.contains_key(&planned.user);
        if drifted {
            return Ok(Err(format!(
                "{} was changed",
                crate::users::user::who(&user)
            )));
        }
        let facts = Facts {
            owners: facts
                .owners
                .into_iter()
                .map(|owner| owner.filter(|owner| owner.key != user.key).or_else(|| None))
                .collect(),
        };
        let case = Case {
            candidate,
            memberships,
            fingerprint: planned.fingerprint,
            cell: &|_| None,
            choices: self.input.choices,
            access: self.input.access,
            shared: planned.shared,
        };
        let leader = Leader::Known(Box::new(user.clone()));
        let mut said = Findings::default();
        let decided = decide(&case, &facts, Some(&leader), &mut said);
        let mut update = match decided.decision {
            Decision::Update(update) | Decision::Remember(update) => update,
            Decision::Unchanged(_) => return Ok(Ok(None)),
            _ => {
                return Ok(Err(format!(
                    "{} was changed",
                    crate::users::user::who(&user)
                )));
            }
        };
        update.before = Some(crate::ports::store::image::image_of(&user));
        states.insert(user.key, after(&user, &update));
        Ok(Ok(Some(update)))
    }
}

/// The user as it will be once a new one is written.
fn state_of(new: &NewUser, now: i64) -> StoredUser {
    StoredUser {
        key: new.key,
        id: new.id,
        row: new.row.clone(),
        memberships: new.memberships.clone(),
        password: new.password.clone(),
        created: now,
        updated: now,
        version: 1,
    }
}

/// The user as it will be once the update is written.
fn after(user: &StoredUser, update: &UserUpdate) -> StoredUser {
    let mut next = user.clone();
    next.row = update.row.clone();
    next.version += 1;
    next.memberships.retain(|own| {
        !update.leaves.contains(&own.organization)
            && !update
                .memberships
                .iter()
                .any(|changed| changed.organization == own.organization)
    });
    next.memberships.extend(update.memberships.iter().cloned());
    next.memberships
        .sort_by_key(|membership| membership.organization);
    if update.password.is_some() {
        next.password.clone_from(&update.password);
    }
    next
}

/// A row with what became of its write.
struct WrittenRow {
    planned: PlannedRow,
    write: Option<usize>,
    trouble: Option<String>,
}

impl WrittenRow {
    fn outcome(&self, answers: &[Applied], findings: &mut Findings) -> Outcome {
        let planned = self
            .planned
            .action
            .outcome()
            .expect("rows done before are not written");
        let trouble = match (&self.trouble, self.write.map(|write| &answers[write])) {
            (Some(trouble), _) => trouble.clone(),
            (None, Some(Applied::Drifted)) => "the user of this row was changed".to_owned(),
            (None, Some(Applied::Taken(key))) => {
                format!(
                    "the {} \"{}\" was taken by somebody else",
                    key.kind.name(),
                    shown_key(key)
                )
            }
            _ => return planned,
        };
        if planned == Outcome::Unchanged {
            return planned;
        }
        let before = findings.len();
        rules::changed_while_running::found(&trouble, findings);
        for finding in findings.iter_mut().skip(before) {
            finding.row = Some(self.planned.place.row);
            finding.line = Some(self.planned.place.line);
        }
        Outcome::Rejected
    }
}

fn shown_key(key: &IdentifierKey) -> String {
    match key.kind {
        IdentifierKind::Social => key.key.replace(crate::users::user::SOCIAL_SEPARATOR, " "),
        _ => key.key.clone(),
    }
}
