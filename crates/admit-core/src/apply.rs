//! Writing what was decided, batch by batch. Each batch is one transaction with
//! the outcomes, the findings, the ledger and how far the import has come.

use crate::access::Access;
use crate::candidate::Candidate;
use crate::decide::{Case, Decision, Facts, Leader, decide, new_row};
use crate::decode::{Decoder, Judgement};
use crate::finding::{Finding, Findings, Severity};
use crate::mapping::Settings;
use crate::review::{Action, Known, PlannedRow, Review, leave_out};
use crate::rules;
use crate::run::{Phase, RunError, Watch};
use crate::scratch::Scratch;
use crate::sort::Sorter;
use crate::store::{
    Applied, Claim, ImportRecord, ImportState, NewUser, Outcome, PlannedWrite, Progress, RuleCount,
    Store, UserUpdate, Write,
};
use crate::user::{IdentifierKey, IdentifierKind, Membership, StoredUser, UserKey, public_id};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use xxhash_rust::xxh3::xxh3_64_with_seed;

/// What an import writes with.
pub struct Work<'a> {
    /// The store to write to.
    pub store: &'a dyn Store,
    /// Organizations, roles and permissions.
    pub access: &'a Access,
    /// What the person importing chose.
    pub settings: &'a Settings,
    /// Room for what does not fit in memory.
    pub scratch: &'a dyn Scratch,
    /// Hears how far it has come.
    pub watch: &'a dyn Watch,
    /// Random, for public ids.
    pub seed: u64,
    /// The time to stamp, in milliseconds since 1970 UTC.
    pub now: i64,
    /// How many rows one transaction holds (see [`crate::limits::BATCH_ROWS`]).
    pub batch_rows: usize,
    /// Seconds since the session began.
    pub seconds: &'a (dyn Fn() -> f64 + Sync),
}

/// Applies a review. `record` is the import's as stored; what it is in the end
/// comes back, and is stored.
pub fn apply(
    work: &Work<'_>,
    mut record: ImportRecord,
    review: &mut Review,
    decoder: &mut Decoder<'_>,
) -> Result<ImportRecord, RunError> {
    let judgement = Judgement::new(work.settings, work.access);
    let resumed = record.rows_done > 0;
    let mut writer = Writer {
        work,
        import: record.number,
        counts: counts_of(&record),
        seconds_before: record.seconds,
    };
    record.ledger.read = review.rows;
    record.state = ImportState::Applying;
    let mut file_findings = if resumed {
        Vec::new()
    } else {
        review.file_findings.clone()
    };
    if resumed {
        let mut findings = Findings::default();
        rules::resumed::found(record.rows_done, &mut findings);
        file_findings = findings.take();
    }
    writer.store_findings(&mut record, file_findings)?;
    review.rewind()?;
    let creates = review.ledger.created;
    let claimed = creates > work.batch_rows as u64;
    let lost = if claimed {
        writer.claim(review, decoder, &judgement)?
    } else {
        HashSet::new()
    };
    review.rewind()?;
    let (sender, receiver) = sync_channel(1);
    let outcome = std::thread::scope(|scope| {
        let judgement = &judgement;
        let preparation = scope.spawn(move || prepare(work, review, decoder, judgement, &sender));
        let written = writer.write_all(&mut record, receiver, &lost, claimed);
        let prepared = preparation.join().expect("the preparation does not panic");
        written.and(prepared)
    });
    match outcome {
        Ok(()) => {}
        Err(RunError::Interrupted) => {
            record.state = ImportState::Stopped;
            writer.store_findings(&mut record, Vec::new())?;
            return Err(RunError::Interrupted);
        }
        Err(error) => return Err(error),
    }
    record.state = ImportState::Complete;
    let mut findings = Findings::default();
    if !record.ledger.balances() {
        rules::ledger_does_not_balance::found(
            record.ledger.read,
            record.ledger.sum(),
            &mut findings,
        );
    }
    writer.store_findings(&mut record, findings.take())?;
    Ok(record)
}

/// Stores the findings of a check, and its ledger as it would be.
pub fn store_check(
    work: &Work<'_>,
    mut record: ImportRecord,
    review: &mut Review,
) -> Result<ImportRecord, RunError> {
    let mut writer = Writer {
        work,
        import: record.number,
        counts: counts_of(&record),
        seconds_before: record.seconds,
    };
    record.ledger = review.ledger;
    let mut findings = review.file_findings.clone();
    review.rewind()?;
    let mut rows = 0;
    while let Some(planned) = review.next()? {
        review.findings_of(planned.place.row, &mut findings)?;
        rows += 1;
        if findings.len() >= work.batch_rows {
            writer.store_findings(&mut record, std::mem::take(&mut findings))?;
        }
    }
    record.rows_done = rows;
    record.state = ImportState::Complete;
    writer.store_findings(&mut record, findings)?;
    Ok(record)
}

fn counts_of(record: &ImportRecord) -> BTreeMap<(String, Severity), u64> {
    record
        .counts
        .iter()
        .map(|count| ((count.code.clone(), count.severity), count.count))
        .collect()
}

/// One row of a batch, ready for the writer.
struct BatchRow {
    planned: PlannedRow,
    prepared: Prepared,
}

enum Prepared {
    /// Nothing to write.
    Nothing,
    /// A user to create.
    Create(Box<NewUser>),
    /// A row to compare with its user once more.
    Compare(Box<(Candidate, Vec<Membership>)>),
}

/// What one transaction will hold.
struct Batch {
    rows: Vec<BatchRow>,
    findings: Vec<Finding>,
}

/// Walks the plan and decodes the rows that write, ahead of the writer.
fn prepare(
    work: &Work<'_>,
    review: &mut Review,
    decoder: &mut Decoder<'_>,
    judgement: &Judgement<'_>,
    sender: &SyncSender<Batch>,
) -> Result<(), RunError> {
    let mut batch = Batch {
        rows: Vec::new(),
        findings: Vec::new(),
    };
    while let Some(planned) = review.next()? {
        if planned.action == Action::Done {
            let mut stored_before = Vec::new();
            review.findings_of(planned.place.row, &mut stored_before)?;
            continue;
        }
        review.findings_of(planned.place.row, &mut batch.findings)?;
        let prepared = match planned.action {
            Action::Create | Action::Join | Action::Update | Action::Remember => {
                decoder.at(planned.place, judgement)?;
                leave_out(&mut decoder.candidate, planned.left_out);
                if planned.action == Action::Create {
                    Prepared::Create(Box::new(new_user(work, &planned, decoder)))
                } else {
                    Prepared::Compare(Box::new((
                        decoder.candidate.clone(),
                        decoder.memberships.clone(),
                    )))
                }
            }
            _ => Prepared::Nothing,
        };
        batch.rows.push(BatchRow { planned, prepared });
        if batch.rows.len() >= work.batch_rows || batch.findings.len() >= work.batch_rows {
            let full = std::mem::replace(
                &mut batch,
                Batch {
                    rows: Vec::new(),
                    findings: Vec::new(),
                },
            );
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

fn new_user(work: &Work<'_>, planned: &PlannedRow, decoder: &mut Decoder<'_>) -> NewUser {
    let mut memberships = std::mem::take(&mut decoder.memberships);
    if let (true, false, Some(organization)) = (
        memberships.is_empty(),
        planned.placed_elsewhere,
        decoder.joins_default,
    ) {
        memberships.push(Membership {
            organization,
            ..Membership::default()
        });
    }
    let candidate = &mut decoder.candidate;
    let noise = xxh3_64_with_seed(&planned.user.to_le_bytes(), work.seed);
    NewUser {
        key: planned.user,
        id: public_id(work.now, planned.user, noise),
        row: new_row(candidate, &[], planned.fingerprint),
        memberships,
        password: candidate.password.take(),
    }
}

struct Writer<'w, 'a> {
    work: &'w Work<'a>,
    import: u64,
    counts: BTreeMap<(String, Severity), u64>,
    seconds_before: f64,
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
        let seconds = (self.work.seconds)();
        record.seconds = self.seconds_before + seconds;
        record.finished = Some(self.work.now + (seconds * 1000.0) as i64);
    }

    fn store_findings(
        &mut self,
        record: &mut ImportRecord,
        findings: Vec<Finding>,
    ) -> Result<(), RunError> {
        self.note(record, &findings);
        let progress = Progress {
            outcomes: Vec::new(),
            findings,
            record: Some(record.clone()),
        };
        Ok(self.work.store.record(self.import, &progress)?)
    }

    /// Reserves the identifiers of all users to be created, in the order of the
    /// keys: that order is what makes inserting them fast. Answers with the
    /// users whose identifiers somebody has taken meanwhile.
    fn claim(
        &mut self,
        review: &mut Review,
        decoder: &mut Decoder<'_>,
        judgement: &Judgement<'_>,
    ) -> Result<HashSet<UserKey>, RunError> {
        let mut sorter = Sorter::new(self.work.scratch);
        let mut rows = 0;
        let mut bytes = Vec::new();
        while let Some(planned) = review.next()? {
            rows += 1;
            self.work
                .watch
                .tick(Phase::Claiming, rows, planned.place.byte)?;
            if planned.action != Action::Create {
                continue;
            }
            decoder.at(planned.place, judgement)?;
            leave_out(&mut decoder.candidate, planned.left_out);
            for identity in &decoder.candidate.identities {
                bytes.clear();
                bytes.push(identity.kind as u8);
                bytes.extend(identity.key.as_bytes());
                // Keys hold no control character but the social separator, so
                // a zero byte ends the key without disturbing the order.
                bytes.push(0);
                bytes.extend(planned.user.to_be_bytes());
                sorter.push(&bytes)?;
            }
        }
        let mut sorted = sorter.sorted()?;
        let mut lost = HashSet::new();
        let mut claims = Vec::with_capacity(self.work.batch_rows);
        while let Some(claim) = sorted.next()? {
            claims.push(claim_of(claim));
            if claims.len() == self.work.batch_rows {
                self.claim_batch(&mut claims, &mut lost)?;
            }
        }
        self.claim_batch(&mut claims, &mut lost)?;
        Ok(lost)
    }

    fn claim_batch(
        &self,
        claims: &mut Vec<Claim>,
        lost: &mut HashSet<UserKey>,
    ) -> Result<(), RunError> {
        for taken in self.work.store.claim(claims)? {
            lost.insert(claims[taken].user);
        }
        claims.clear();
        if self.work.watch.stop_asked() {
            Err(RunError::Interrupted)
        } else {
            Ok(())
        }
    }

    fn write_all(
        &mut self,
        record: &mut ImportRecord,
        receiver: Receiver<Batch>,
        lost: &HashSet<UserKey>,
        claimed: bool,
    ) -> Result<(), RunError> {
        for batch in receiver {
            let last = batch.rows.last().map(|row| row.planned.place);
            self.write(record, batch, lost, claimed)?;
            if let Some(place) = last {
                self.work.watch.progress(
                    Phase::Writing,
                    record.ledger.sum() - record.ledger.not_reached,
                    place.byte,
                );
            }
            if self.work.watch.stop_asked() && record.ledger.not_reached > 0 {
                return Err(RunError::Interrupted);
            }
        }
        Ok(())
    }

    /// Writes one batch in one transaction.
    fn write(
        &mut self,
        record: &mut ImportRecord,
        batch: Batch,
        lost: &HashSet<UserKey>,
        claimed: bool,
    ) -> Result<(), RunError> {
        let Batch { rows, mut findings } = batch;
        let (writes, rows) = self.plan_writes(rows, lost)?;
        let before = record.clone();
        let mut after = record.clone();
        let store = self.work.store;
        let (import, now) = (self.import, self.work.now);
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
            Progress {
                outcomes,
                findings,
                record: Some(after.clone()),
            }
        })?;
        *record = after;
        Ok(())
    }

    /// Turns the rows of a batch into writes. Rows that meet in one user are
    /// compared one after the other, each with what the one before left.
    fn plan_writes(
        &self,
        rows: Vec<BatchRow>,
        lost: &HashSet<UserKey>,
    ) -> Result<(Vec<PlannedWrite>, Vec<WrittenRow>), RunError> {
        let known = self.known(&rows)?;
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
                        states.insert(new.key, state_of(&new, self.work.now));
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
        Ok(Known::of(self.work.store, &candidates)?)
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
        Ok(self.work.store.release(&claims)?)
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
            None => self.work.store.users(&[planned.user])?.pop().flatten(),
        };
        let Some(user) = user else {
            return Ok(Err("the user of this row is gone".to_owned()));
        };
        let drifted = planned.version != 0
            && user.version != planned.version
            && !states.contains_key(&planned.user);
        if drifted {
            return Ok(Err(format!("{} was changed", crate::decide::who(&user))));
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
            settings: self.work.settings,
            access: self.work.access,
            shared: planned.shared,
        };
        let leader = Leader::Known(Box::new(user.clone()));
        let mut said = Findings::default();
        let decided = decide(&case, &facts, Some(&leader), &mut said);
        let mut update = match decided.decision {
            Decision::Update(update) | Decision::Remember(update) => update,
            Decision::Unchanged(_) => return Ok(Ok(None)),
            _ => return Ok(Err(format!("{} was changed", crate::decide::who(&user)))),
        };
        update.before = Some(image_of(&user));
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

/// The user as it was, for undo and history.
fn image_of(user: &StoredUser) -> String {
    serde_json::json!({ "row": user.row, "memberships": user.memberships }).to_string()
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
        IdentifierKind::Social => key.key.replace(crate::user::SOCIAL_SEPARATOR, " "),
        _ => key.key.clone(),
    }
}

fn claim_of(record: &[u8]) -> Claim {
    let (head, user) = record.split_at(record.len() - 8);
    let kind = IdentifierKind::of_number(head[0]).expect("a claim begins with its kind");
    let key = std::str::from_utf8(&head[1..head.len() - 1])
        .expect("a key is text")
        .to_owned();
    Claim {
        identifier: IdentifierKey { kind, key },
        user: u64::from_be_bytes(user.try_into().expect("a user number has eight bytes")),
    }
}
