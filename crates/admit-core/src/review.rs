//! The check: every row gets its action, and nothing of the directory is
//! written. What comes out is a plan on a scratch file and the findings.

use crate::access::Access;
use crate::candidate::Candidate;
use crate::decide::{Case, Decision, Facts, Leader, decide};
use crate::decode::{Decoder, Judgement, deny};
use crate::field::Field;
use crate::finding::{Finding, Findings, Severity};
use crate::formats::RowReader;
use crate::groups::{ADDED_TO, PLACED, differing_fields, group};
use crate::limits::CHUNK_ROWS;
use crate::log::{FindingLog, FindingLogWriter, Log, LogWriter};
use crate::mapping::{Mapping, Settings};
use crate::record::{CellRef, Column, RawRow, RowPlace};
use crate::rules;
use crate::run::{Phase, RunError, Watch};
use crate::scratch::Scratch;
use crate::sort::{FixedSorted, FixedSorter};
use crate::store::{Directory, Ledger, Outcome, StoreError};
use crate::survey::{NoteWriter, Notes, RowNote, Verdict, survey};
use crate::tally::Tally;
use crate::user::{IdentifierKey, IdentifierKind, Membership, StoredUser, UserKey};
use std::collections::{HashMap, HashSet};

/// What will be done with a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Action {
    /// A user is created.
    Create = 1,
    /// It adds to the user that an earlier row of this file creates.
    Join = 2,
    /// A user of the directory is changed.
    Update = 3,
    /// Nothing to do.
    Unchanged = 4,
    /// Not imported.
    Reject = 5,
    /// Its outcome was stored by an earlier session of this import.
    Done = 6,
    /// Nothing to do but to remember.
    Remember = 7,
}

impl Action {
    /// The outcome the row gets if nothing changes meanwhile.
    pub fn outcome(self) -> Option<Outcome> {
        match self {
            Action::Create => Some(Outcome::Created),
            Action::Join | Action::Update => Some(Outcome::Updated),
            Action::Unchanged | Action::Remember => Some(Outcome::Unchanged),
            Action::Reject => Some(Outcome::Rejected),
            Action::Done => None,
        }
    }
}

/// One row of the plan.
#[derive(Clone, Copy, Debug)]
pub struct PlannedRow {
    /// Where it stands.
    pub place: RowPlace,
    /// What will be done.
    pub action: Action,
    /// Which user: to be created, joined, changed; 0 where it does not matter.
    pub user: UserKey,
    /// The version the user was compared at.
    pub version: u64,
    /// What the rows of its user say together.
    pub fingerprint: u128,
    /// Whether another row of its user puts the user into an organization.
    pub placed_elsewhere: bool,
    /// Whether other rows speak of the same user.
    pub shared: bool,
    /// The kinds of identifier that belong to somebody else, as bits of
    /// `1 << kind`.
    pub left_out: u8,
}

const PLANNED_BYTES: usize = 64;

impl PlannedRow {
    fn of(note: &RowNote, action: Action, user: UserKey, version: u64) -> PlannedRow {
        PlannedRow {
            place: note.place,
            action,
            user,
            version,
            // What all rows say together is written with the last that adds to it.
            fingerprint: if note.verdict == Verdict::Leads && note.differing & ADDED_TO != 0 {
                0
            } else {
                note.fingerprint
            },
            placed_elsewhere: note.verdict == Verdict::Leads && note.differing & PLACED != 0,
            shared: note.verdict != Verdict::Stands,
            left_out: left_out_bits(note),
        }
    }

    fn write(&self) -> [u8; PLANNED_BYTES] {
        let mut to = [0; PLANNED_BYTES];
        to[..4].copy_from_slice(&(self.place.row as u32).to_le_bytes());
        to[4..8].copy_from_slice(&(self.place.line as u32).to_le_bytes());
        to[8..16].copy_from_slice(&self.place.byte.to_le_bytes());
        to[16..32].copy_from_slice(&self.fingerprint.to_le_bytes());
        to[32..40].copy_from_slice(&self.user.to_le_bytes());
        to[40..48].copy_from_slice(&self.version.to_le_bytes());
        to[48] = self.left_out;
        to[56] = self.action as u8;
        to[57] = u8::from(self.placed_elsewhere);
        to[58] = u8::from(self.shared);
        to
    }

    fn read(from: &[u8; PLANNED_BYTES]) -> PlannedRow {
        let word = |at: usize| u32::from_le_bytes(from[at..at + 4].try_into().expect("four bytes"));
        let long =
            |at: usize| u64::from_le_bytes(from[at..at + 8].try_into().expect("eight bytes"));
        PlannedRow {
            place: RowPlace {
                row: u64::from(word(0)),
                line: u64::from(word(4)),
                byte: long(8),
            },
            fingerprint: u128::from_le_bytes(from[16..32].try_into().expect("sixteen bytes")),
            user: long(32),
            version: long(40),
            placed_elsewhere: from[57] != 0,
            shared: from[58] != 0,
            left_out: from[48],
            action: match from[56] {
                1 => Action::Create,
                2 => Action::Join,
                3 => Action::Update,
                4 => Action::Unchanged,
                6 => Action::Done,
                7 => Action::Remember,
                _ => Action::Reject,
            },
        }
    }
}

/// What a check found out: the plan and everything there is to say.
pub struct Review {
    /// Rows read.
    pub rows: u64,
    /// Blank rows skipped; not counted in the ledger.
    pub blank_rows: u64,
    /// Whether a finding about the file holds back every row.
    pub fatal: bool,
    /// What will become of the rows.
    pub ledger: Ledger,
    /// The findings about the file and its columns.
    pub file_findings: Vec<Finding>,
    /// What was found, counted: rows, columns and file.
    pub tally: Tally,
    /// The columns, with the fields they feed.
    pub columns: Vec<Column>,
    plan: Log,
    row_findings: FindingLog,
    match_findings: FindingLog,
}

impl Review {
    /// Goes back to the first row.
    pub fn rewind(&mut self) -> Result<(), RunError> {
        self.plan.rewind()?;
        self.row_findings.rewind()?;
        Ok(self.match_findings.rewind()?)
    }

    /// The next row of the plan; `None` at the end.
    #[expect(
        clippy::should_implement_trait,
        reason = "it can fail, so it is no iterator"
    )]
    pub fn next(&mut self) -> Result<Option<PlannedRow>, RunError> {
        let mut bytes = [0; PLANNED_BYTES];
        Ok(self
            .plan
            .read(&mut bytes)?
            .then(|| PlannedRow::read(&bytes)))
    }

    /// Adds the findings of this row to `into`.
    pub fn findings_of(&mut self, row: u64, into: &mut Vec<Finding>) -> Result<(), RunError> {
        for log in [&mut self.row_findings, &mut self.match_findings] {
            while let Some((at, finding)) = log.up_to(row)? {
                if at == row {
                    into.push(finding);
                }
            }
        }
        Ok(())
    }
}

/// What an earlier session of the same import has done.
#[derive(Debug, Default)]
pub struct Earlier {
    /// The number of the last row whose outcome is stored; 0 for none.
    pub last_row: u64,
    /// By row number.
    outcomes: Vec<Option<Outcome>>,
}

impl Earlier {
    /// Nothing taken down yet of a session that ended after this row.
    pub fn up_to(last_row: u64) -> Earlier {
        Earlier {
            last_row,
            outcomes: Vec::new(),
        }
    }

    /// Takes down what was done with a row.
    pub fn note(&mut self, row: u64, outcome: Outcome) {
        let row = row as usize;
        if self.outcomes.len() <= row {
            self.outcomes.resize(row + 1, None);
        }
        self.outcomes[row] = Some(outcome);
    }

    /// What was done with a row.
    fn outcome(&self, row: u64) -> Option<Outcome> {
        self.outcomes.get(row as usize).copied().flatten()
    }
}

/// What a check works with.
pub struct Job<'a> {
    /// The directory to compare with.
    pub directory: &'a dyn Directory,
    /// Organizations, roles and permissions.
    pub access: &'a Access,
    /// What the person importing chose.
    pub settings: &'a Settings,
    /// Room for what does not fit in memory.
    pub scratch: &'a dyn Scratch,
    /// Hears how far it has come.
    pub watch: &'a dyn Watch,
    /// Random: makes crafted files no slower than others.
    pub seed: u64,
    /// What an earlier session did.
    pub earlier: Earlier,
}

/// Checks a source: reads it, judges every row, matches it with the directory.
/// `file_findings` are those of opening it.
pub fn review<'a>(
    job: &Job<'a>,
    reader: Box<dyn RowReader>,
    mapping: Mapping,
    file_findings: Findings,
) -> Result<(Review, Decoder<'a>), RunError> {
    let judgement = Judgement::new(job.settings, job.access);
    let mut decoder = Decoder::new(reader, mapping, job.access);
    let survey = survey(
        &mut decoder,
        &judgement,
        file_findings,
        job.seed,
        job.scratch,
        job.watch,
    )?;
    let columns = decoder.mapping().columns().to_vec();
    let notes = if survey.fatal {
        hold_back_all(survey.notes, job.scratch)?
    } else {
        group(
            survey.notes,
            survey.keys,
            survey.last_row,
            &mut decoder,
            &judgement,
            job,
        )?
    };
    let mut review = Review {
        rows: survey.rows,
        blank_rows: survey.blank_rows,
        fatal: survey.fatal,
        ledger: Ledger {
            read: survey.rows,
            ..Ledger::default()
        },
        file_findings: survey.file_findings,
        tally: survey.tally,
        columns,
        plan: LogWriter::new(job.scratch)?.finish()?,
        row_findings: survey.findings,
        match_findings: FindingLogWriter::new(job.scratch)?.finish()?,
    };
    let mut matching = Matching::new(job, &judgement, &mut decoder, notes)?;
    matching.walk()?;
    review.ledger.created = matching.counts[Action::Create as usize];
    review.ledger.updated =
        matching.counts[Action::Update as usize] + matching.counts[Action::Join as usize];
    review.ledger.unchanged =
        matching.counts[Action::Unchanged as usize] + matching.counts[Action::Remember as usize];
    review.ledger.rejected = matching.counts[Action::Reject as usize];
    review.tally.merge(matching.tally);
    review.plan = matching.plan.finish()?;
    review.match_findings = matching.findings.finish()?;
    review.rewind()?;
    Ok((review, decoder))
}

/// A finding about the file holds back every row.
fn hold_back_all(mut notes: Notes, scratch: &dyn Scratch) -> Result<Notes, RunError> {
    let mut writer = NoteWriter::new(scratch)?;
    while let Some(note) = notes.next()? {
        writer.push(&RowNote {
            rejected: true,
            ..note
        })?;
    }
    writer.finish()
}

/// What became of the first row of a group.
#[derive(Clone, Copy, Debug)]
enum Led {
    New(UserKey),
    Known(UserKey),
    Unchanged(UserKey),
    Rejected,
}

/// A row that must be compared with the directory.
struct Pending {
    note: RowNote,
    raw: RawRow,
    candidate: Candidate,
    memberships: Vec<Membership>,
}

/// The walk that matches rows with the directory, in the order of the file.
struct Matching<'j, 'a> {
    job: &'j Job<'a>,
    judgement: &'j Judgement<'a>,
    decoder: &'j mut Decoder<'a>,
    notes: Notes,
    matches: FixedSorted<(u64, u64)>,
    next_match: Option<(u64, u64)>,
    empty_directory: bool,
    first_new: UserKey,
    /// The row, by user number, that a user of the directory is in the file.
    rows_of_users: Vec<u32>,
    led: HashMap<u32, Led>,
    /// First rows of groups of which something was held back or left out.
    incomplete: HashSet<u32>,
    pending: Vec<Pending>,
    /// Rows decided since the last flush, in order; the pending ones by index.
    slots: Vec<Slot>,
    plan: LogWriter,
    findings: FindingLogWriter,
    /// Findings since the last flush: rows that wait for the directory get
    /// theirs after rows that stand behind them.
    waiting: Vec<(u64, Finding)>,
    tally: Tally,
    counts: [u64; 8],
    rows: u64,
}

enum Slot {
    Ready(PlannedRow),
    Pending(usize),
}

impl<'j, 'a> Matching<'j, 'a> {
    fn new(
        job: &'j Job<'a>,
        judgement: &'j Judgement<'a>,
        decoder: &'j mut Decoder<'a>,
        mut notes: Notes,
    ) -> Result<Self, RunError> {
        let overview = job.directory.overview()?;
        let empty = overview.users == 0;
        let mut rows_of_users = Vec::new();
        if !empty {
            rows_of_users = vec![0; overview.last_user as usize + 1];
        }
        // What a row said before says nothing of access given by hand.
        let mut matches = if empty || job.settings.replace_access {
            FixedSorter::new(job.scratch).sorted()?
        } else {
            known_again(job, &mut notes, &mut rows_of_users)?.sorted()?
        };
        notes.rewind()?;
        let next_match = matches.next()?;
        Ok(Matching {
            job,
            judgement,
            decoder,
            notes,
            matches,
            next_match,
            empty_directory: empty,
            first_new: overview.last_user,
            rows_of_users,
            led: HashMap::new(),
            incomplete: HashSet::new(),
            pending: Vec::new(),
            slots: Vec::new(),
            plan: LogWriter::new(job.scratch)?,
            findings: FindingLogWriter::new(job.scratch)?,
            waiting: Vec::new(),
            tally: Tally::default(),
            counts: [0; 8],
            rows: 0,
        })
    }

    fn walk(&mut self) -> Result<(), RunError> {
        while let Some(note) = self.notes.next()? {
            let matched = self.matched(note.place.row)?;
            self.place(note, matched)?;
            self.rows += 1;
            let most = 16 * CHUNK_ROWS;
            if self.pending.len() >= CHUNK_ROWS
                || self.slots.len() >= most
                || self.waiting.len() >= most
            {
                self.flush()?;
            }
            self.job
                .watch
                .tick(Phase::Matching, self.rows, note.place.byte)?;
        }
        self.flush()
    }

    /// The user whose rows said last what this row (or its group) says now.
    fn matched(&mut self, row: u64) -> Result<Option<UserKey>, RunError> {
        match self.next_match {
            Some((at, user)) if at == row => {
                self.next_match = self.matches.next()?;
                Ok(Some(user))
            }
            _ => Ok(None),
        }
    }

    /// Decides what can be decided without the directory.
    fn place(&mut self, note: RowNote, matched: Option<UserKey>) -> Result<(), RunError> {
        let row = note.place.row;
        if row <= self.job.earlier.last_row {
            return self.done_before(note, matched);
        }
        if note.rejected {
            return self.ready(&note, Action::Reject, 0);
        }
        match note.verdict {
            Verdict::ClashesById | Verdict::ClashesByEmail => return self.clash(&note),
            Verdict::Identical if !matches!(self.led.get(&note.other), Some(Led::Rejected)) => {
                if !self.is_pending(note.other) {
                    let mut findings = Findings::default();
                    rules::identical_row::found(u64::from(note.differing), &mut findings);
                    let rejected = self.note_findings(note.place, findings);
                    return self.ready(
                        &note,
                        if rejected {
                            Action::Reject
                        } else {
                            Action::Unchanged
                        },
                        0,
                    );
                }
            }
            Verdict::Follows => {
                if let Some(Led::Unchanged(user)) = self.led.get(&note.other).copied() {
                    let mut findings = Findings::default();
                    rules::rows_merged::found(u64::from(note.other), &mut findings);
                    let rejected = self.note_findings(note.place, findings);
                    return self.ready(
                        &note,
                        if rejected {
                            Action::Reject
                        } else {
                            Action::Unchanged
                        },
                        user,
                    );
                }
            }
            _ => {
                if let Some(user) = matched {
                    if note.verdict == Verdict::Leads {
                        self.led.insert(row as u32, Led::Unchanged(user));
                    }
                    if note.phone_of == 0 && note.username_of == 0 {
                        return self.ready(&note, Action::Unchanged, user);
                    }
                }
            }
        }
        let alone = note.verdict == Verdict::Stands || note.verdict == Verdict::Leads;
        if self.empty_directory && alone && note.phone_of == 0 && note.username_of == 0 {
            let user = self.first_new + row;
            if note.verdict == Verdict::Leads {
                self.led.insert(row as u32, Led::New(user));
            }
            return self.ready(&note, Action::Create, user);
        }
        self.postpone(note)
    }

    /// A row that an earlier session has done: all that matters is which user
    /// it became, for the rows that follow it.
    fn done_before(&mut self, note: RowNote, matched: Option<UserKey>) -> Result<(), RunError> {
        let outcome = self.job.earlier.outcome(note.place.row);
        let follows = note.verdict == Verdict::Follows
            && !matches!(self.led.get(&note.other), Some(Led::Rejected));
        let stands = note.verdict == Verdict::Stands && outcome == Some(Outcome::Created);
        if outcome == Some(Outcome::Rejected) {
            self.led.insert(note.place.row as u32, Led::Rejected);
        } else if let Some(user) = matched {
            self.led
                .insert(note.place.row as u32, led_before(user, outcome));
        } else if !follows && !stands {
            return self.postpone(note);
        }
        self.ready(&note, Action::Done, 0)
    }

    /// Finds the user of a row that an earlier session has done.
    fn remember_done(&mut self, pending: &Pending, facts: &Facts) -> PlannedRow {
        let note = pending.note;
        let mut owners: Vec<_> = pending
            .candidate
            .identities
            .iter()
            .zip(&facts.owners)
            .filter_map(|(identity, owner)| Some((identity.kind, owner.as_ref()?.key)))
            .collect();
        owners.sort_by_key(|(kind, _)| MATCHING_ORDER.iter().position(|other| other == kind));
        if let Some((_, user)) = owners.first() {
            let first = if note.other == 0 {
                note.place.row as u32
            } else {
                note.other
            };
            let outcome = self.job.earlier.outcome(note.place.row);
            self.led.insert(first, led_before(*user, outcome));
            if let Some(row) = self.rows_of_users.get_mut(*user as usize)
                && *row == 0
            {
                *row = note.place.row as u32;
            }
        }
        PlannedRow::of(&note, Action::Done, 0, 0)
    }

    fn is_pending(&self, row: u32) -> bool {
        self.pending
            .binary_search_by_key(&u64::from(row), |pending| pending.note.place.row)
            .is_ok()
    }

    fn ready(&mut self, note: &RowNote, action: Action, user: UserKey) -> Result<(), RunError> {
        let planned = PlannedRow::of(note, action, user, 0);
        if self.slots.is_empty() {
            return self.write(&planned);
        }
        self.slots.push(Slot::Ready(planned));
        Ok(())
    }

    fn write(&mut self, planned: &PlannedRow) -> Result<(), RunError> {
        self.counts[planned.action as usize] += 1;
        Ok(self.plan.write(&planned.write())?)
    }

    fn clash(&mut self, note: &RowNote) -> Result<(), RunError> {
        self.decoder.at(note.place, self.judgement)?;
        let mut findings = Findings::default();
        let fields = differing_fields(note.differing);
        let cell = |field| {
            cell_of(
                &self.decoder.raw,
                self.decoder.mapping().columns(),
                &self.decoder.candidate,
                field,
            )
        };
        let other = u64::from(note.other);
        match note.verdict {
            Verdict::ClashesById => {
                rules::duplicate_id_in_file::found(cell(Field::Id), other, &fields, &mut findings);
            }
            _ if cell(Field::Email).is_some() => {
                rules::duplicate_email_in_file::found(
                    cell(Field::Email),
                    other,
                    &fields,
                    &mut findings,
                );
            }
            // A row without id and email that shares its name or number.
            _ => match (cell(Field::Username), cell(Field::Phone)) {
                (Some(cell), _) => {
                    rules::duplicate_username_in_file::found(Some(cell), other, &mut findings);
                }
                (None, cell) => rules::duplicate_phone_in_file::found(cell, other, &mut findings),
            },
        }
        for finding in findings.iter_mut() {
            finding.severity = Severity::Error;
        }
        self.note_findings(note.place, findings);
        self.ready(note, Action::Reject, 0)
    }

    /// Notes findings of a row. Answers whether one of them holds it back.
    fn note_findings(&mut self, place: RowPlace, mut findings: Findings) -> bool {
        for finding in findings.iter_mut() {
            finding.row = Some(place.row);
            finding.line = Some(place.line);
            deny(finding, self.job.settings);
        }
        let rejected = findings.has_error();
        for finding in findings.take() {
            self.tally.add(&finding);
            self.waiting.push((place.row, finding));
        }
        rejected
    }

    fn postpone(&mut self, note: RowNote) -> Result<(), RunError> {
        self.decoder.at(note.place, self.judgement)?;
        self.slots.push(Slot::Pending(self.pending.len()));
        self.pending.push(Pending {
            note,
            raw: self.decoder.raw.clone(),
            candidate: self.decoder.candidate.clone(),
            memberships: self.decoder.memberships.clone(),
        });
        Ok(())
    }

    /// Asks the directory about the pending rows at once and decides them in order.
    fn flush(&mut self) -> Result<(), RunError> {
        let mut pending = std::mem::take(&mut self.pending);
        let facts = if self.empty_directory {
            Known::nothing(&pending)
        } else {
            Known::ask(self.job.directory, &pending)?
        };
        for slot in std::mem::take(&mut self.slots) {
            let planned = match slot {
                Slot::Ready(planned) => planned,
                Slot::Pending(index) => self.decide(&mut pending[index], &facts, index)?,
            };
            self.write(&planned)?;
        }
        self.waiting.sort_by_key(|(row, _)| *row);
        for (row, finding) in self.waiting.drain(..) {
            self.findings.push(row, finding)?;
        }
        Ok(())
    }

    fn decide(
        &mut self,
        pending: &mut Pending,
        known: &Known,
        index: usize,
    ) -> Result<PlannedRow, RunError> {
        let note = pending.note;
        if note.place.row <= self.job.earlier.last_row {
            let facts = known.facts(&pending.candidate, index);
            return Ok(self.remember_done(pending, &facts));
        }
        let mut findings = Findings::default();
        leave_out_taken(pending, self.decoder.mapping().columns(), &mut findings);
        let led = self
            .led
            .get(&note.other)
            .copied()
            .filter(|_| note.other != 0);
        let leader = match (note.verdict, led) {
            (Verdict::Identical, Some(Led::New(_) | Led::Known(_) | Led::Unchanged(_))) => {
                rules::identical_row::found(u64::from(note.differing), &mut findings);
                let rejected = self.note_findings(note.place, findings);
                return Ok(PlannedRow::of(
                    &note,
                    if rejected {
                        Action::Reject
                    } else {
                        Action::Unchanged
                    },
                    0,
                    0,
                ));
            }
            (Verdict::Follows, Some(Led::New(user))) => Some(Leader::New(user)),
            (Verdict::Follows, Some(Led::Known(user) | Led::Unchanged(user))) => known
                .user(user, self.job.directory)?
                .map(|user| Leader::Known(Box::new(user))),
            _ => None,
        };
        if leader.is_some() {
            rules::rows_merged::found(u64::from(note.other), &mut findings);
        }
        let mut facts = known.facts(&pending.candidate, index);
        if let Some(Leader::New(user)) = leader {
            // An earlier session has created it: its identifiers are its own.
            for owner in &mut facts.owners {
                owner.take_if(|owner| owner.key == user);
            }
        }
        let columns = self.decoder.mapping().columns();
        let case = Case {
            candidate: &pending.candidate,
            memberships: &pending.memberships,
            fingerprint: note.fingerprint,
            cell: &|field| cell_of(&pending.raw, columns, &pending.candidate, field),
            settings: self.job.settings,
            access: self.job.access,
            shared: note.verdict != Verdict::Stands,
        };
        let taken_back = findings.has_error() || pending.candidate.identities.is_empty();
        let mut elsewhere = Vec::new();
        let mut decision = if taken_back {
            Decision::Reject
        } else if let (Some(Leader::Known(user)), 0) = (&leader, note.differing) {
            // The rows before it say all that it says.
            Decision::Unchanged(user.key)
        } else {
            let decided = decide(&case, &facts, leader.as_ref(), &mut findings);
            elsewhere = decided.left_out;
            decided.decision
        };
        let follows = leader.is_some();
        let later = follows || self.one_row_a_user(&mut decision, &note, &facts, &mut findings);
        let rejected = self.note_findings(note.place, findings);
        if rejected {
            decision = Decision::Reject;
        }
        let mut planned = self.planned(&note, &decision, follows);
        if later {
            // The rows before it will have changed the user by then.
            planned.version = 0;
        }
        let group = match note.verdict {
            Verdict::Leads => note.place.row as u32,
            _ => note.other,
        };
        if group != 0 && (planned.action == Action::Reject || !elsewhere.is_empty()) {
            self.incomplete.insert(group);
        }
        if !elsewhere.is_empty() || self.incomplete.contains(&group) {
            // When the other user gives it up, the row has something to add.
            planned.fingerprint = 0;
        }
        for key in elsewhere {
            planned.left_out |= 1 << key.kind as u8;
        }
        Ok(planned)
    }

    /// Two rows that share nothing may still be one user of the directory. The
    /// first one stands; a later one may add access but change nothing. Answers
    /// whether it is a later one.
    fn one_row_a_user(
        &mut self,
        decision: &mut Decision,
        note: &RowNote,
        facts: &Facts,
        findings: &mut Findings,
    ) -> bool {
        let (user, changes) = match decision {
            Decision::Update(update) => {
                let user = facts
                    .owners
                    .iter()
                    .flatten()
                    .find(|user| user.key == update.key);
                (
                    update.key,
                    user.map(|user| {
                        let mut fields = changed_fields(user, update);
                        let access = !update.memberships.is_empty() || !update.leaves.is_empty();
                        if self.job.settings.replace_access && access && fields.is_empty() {
                            // It would take away what the row before gives.
                            "access".clone_into(&mut fields);
                        }
                        (user.clone(), fields)
                    }),
                )
            }
            Decision::Unchanged(user) => (*user, None),
            _ => return false,
        };
        let Some(row) = self.rows_of_users.get_mut(user as usize) else {
            return false;
        };
        if *row == 0 || u64::from(*row) == note.place.row {
            *row = note.place.row as u32;
            return false;
        }
        if let Some((user, fields)) = changes.filter(|(_, fields)| !fields.is_empty()) {
            rules::rows_match_one_user::found(
                u64::from(*row),
                &crate::decide::who(&user),
                &fields,
                user.id,
                findings,
            );
            *decision = Decision::Reject;
        }
        true
    }

    fn planned(&mut self, note: &RowNote, decision: &Decision, follows: bool) -> PlannedRow {
        let row = note.place.row;
        let (action, user, version) = match decision {
            Decision::Create => (Action::Create, self.first_new + row, 0),
            Decision::Join(user) => (
                if note.differing == 0 {
                    Action::Unchanged
                } else {
                    Action::Join
                },
                *user,
                0,
            ),
            Decision::Update(update) => (Action::Update, update.key, update.expected_version),
            Decision::Remember(update) => (Action::Remember, update.key, update.expected_version),
            Decision::Unchanged(user) => (Action::Unchanged, *user, 0),
            Decision::Reject => (Action::Reject, 0, 0),
        };
        let led = match action {
            Action::Create => Led::New(user),
            Action::Reject => Led::Rejected,
            _ => Led::Known(user),
        };
        if note.verdict == Verdict::Leads {
            self.led.insert(row as u32, led);
        } else if !follows
            && note.other != 0
            && matches!(self.led.get(&note.other), Some(Led::Rejected))
        {
            // The first row of the group was held back: this one stands for it.
            self.led.insert(note.other, led);
        }
        PlannedRow::of(note, action, user, version)
    }
}

/// The kinds of identifier in the order in which they say whose a row is.
const MATCHING_ORDER: [IdentifierKind; 5] = [
    IdentifierKind::Id,
    IdentifierKind::Email,
    IdentifierKind::Social,
    IdentifierKind::Username,
    IdentifierKind::Phone,
];

/// What became of the first row of a group in an earlier session.
fn led_before(user: UserKey, outcome: Option<Outcome>) -> Led {
    match outcome {
        Some(Outcome::Created) => Led::New(user),
        Some(Outcome::Rejected) => Led::Rejected,
        _ => Led::Known(user),
    }
}

/// The fields of the user that an update changes beside access, for a sentence.
fn changed_fields(user: &StoredUser, update: &crate::store::UserUpdate) -> String {
    let mut names = Vec::new();
    let (now, next) = (&user.row, &update.row);
    if now.first_name != next.first_name {
        names.push("first_name");
    }
    if now.last_name != next.last_name {
        names.push("last_name");
    }
    if now.identities != next.identities {
        names.push("identifiers");
    }
    if now.status != next.status {
        names.push("suspended");
    }
    if now.properties != next.properties || now.feature_flags != next.feature_flags {
        names.push("properties");
    }
    if update.password.is_some() {
        names.push("hashed_password");
    }
    names.join(", ")
}

/// The kinds that an earlier row has, as bits.
fn left_out_bits(note: &RowNote) -> u8 {
    let bit = |kind: IdentifierKind, row: u32| u8::from(row != 0) << kind as u8;
    bit(IdentifierKind::Phone, note.phone_of) | bit(IdentifierKind::Username, note.username_of)
}

/// Leaves out the identifiers of these kinds.
pub fn leave_out(candidate: &mut Candidate, kinds: u8) {
    if kinds != 0 {
        candidate
            .identities
            .retain(|identity| kinds & (1 << identity.kind as u8) == 0);
    }
}

fn leave_out_taken(pending: &mut Pending, columns: &[Column], findings: &mut Findings) {
    let (phone_of, username_of) = (pending.note.phone_of, pending.note.username_of);
    let cell = |field| cell_of(&pending.raw, columns, &pending.candidate, field);
    if phone_of != 0 {
        rules::duplicate_phone_in_file::found(cell(Field::Phone), u64::from(phone_of), findings);
    }
    if username_of != 0 {
        rules::duplicate_username_in_file::found(
            cell(Field::Username),
            u64::from(username_of),
            findings,
        );
    }
    leave_out(&mut pending.candidate, left_out_bits(&pending.note));
    if pending.candidate.identities.is_empty() {
        for finding in findings.iter_mut() {
            finding.severity = Severity::Error;
        }
    }
}

/// The cell of a row that feeds a field.
pub fn cell_of<'r>(
    raw: &'r RawRow,
    columns: &'r [Column],
    candidate: &Candidate,
    field: Field,
) -> Option<CellRef<'r>> {
    let cell = raw.cells().nth(candidate.source(field)?)?;
    Some(CellRef {
        column: &columns.get(cell.column)?.name,
        field: Some(field),
        text: cell.text,
    })
}

/// What the directory knows of the pending rows.
pub(crate) struct Known {
    owners: Vec<Vec<Option<UserKey>>>,
    users: HashMap<UserKey, StoredUser>,
}

impl Known {
    fn nothing(pending: &[Pending]) -> Known {
        Known {
            owners: pending
                .iter()
                .map(|pending| vec![None; pending.candidate.identities.len()])
                .collect(),
            users: HashMap::new(),
        }
    }

    fn ask(directory: &dyn Directory, pending: &[Pending]) -> Result<Known, StoreError> {
        Known::of(
            directory,
            &pending
                .iter()
                .map(|pending| &pending.candidate)
                .collect::<Vec<_>>(),
        )
    }

    /// Asks for the owners of all identities and for those users.
    pub(crate) fn of(
        directory: &dyn Directory,
        candidates: &[&Candidate],
    ) -> Result<Known, StoreError> {
        let keys: Vec<IdentifierKey> = candidates
            .iter()
            .flat_map(|candidate| {
                candidate
                    .identities
                    .iter()
                    .map(crate::user::Identity::identifier)
            })
            .collect();
        let mut owners = directory.owners(&keys)?.into_iter();
        let owners: Vec<Vec<_>> = candidates
            .iter()
            .map(|candidate| owners.by_ref().take(candidate.identities.len()).collect())
            .collect();
        let mut numbers: Vec<UserKey> = owners.iter().flatten().flatten().copied().collect();
        numbers.sort_unstable();
        numbers.dedup();
        let users = directory.users(&numbers)?;
        let users = users
            .into_iter()
            .flatten()
            .map(|user| (user.key, user))
            .collect();
        Ok(Known { owners, users })
    }

    /// The owners of the identities that the candidate has by now. Some may
    /// have been left out since they were asked for; order is kept.
    pub(crate) fn facts(&self, candidate: &Candidate, index: usize) -> Facts {
        let owners = &self.owners[index];
        let user = |key: &Option<UserKey>| key.and_then(|key| self.users.get(&key).cloned());
        if owners.len() == candidate.identities.len() {
            return Facts {
                owners: owners.iter().map(user).collect(),
            };
        }
        // What was left out is nobody's question any more: ask by value.
        let owned = |identity: &crate::user::Identity| {
            owners.iter().filter_map(user).find(|user| {
                user.row
                    .identities
                    .iter()
                    .any(|own| own.kind == identity.kind && own.key == identity.key)
            })
        };
        Facts {
            owners: candidate.identities.iter().map(owned).collect(),
        }
    }

    fn user(
        &self,
        key: UserKey,
        directory: &dyn Directory,
    ) -> Result<Option<StoredUser>, StoreError> {
        match self.users.get(&key) {
            Some(user) => Ok(Some(user.clone())),
            None => Ok(directory.users(&[key])?.pop().flatten()),
        }
    }
}

/// The rows that say what the directory remembers of a user, as (row, user).
fn known_again<'s>(
    job: &Job<'s>,
    notes: &mut Notes,
    rows_of_users: &mut [u32],
) -> Result<FixedSorter<'s, (u64, u64)>, RunError> {
    let mut remembered = FixedSorter::new(job.scratch);
    let mut failed = None;
    job.directory.fingerprints(&mut |user, fingerprint| {
        if failed.is_none() && fingerprint != 0 {
            failed = remembered
                .push(((fingerprint >> 64) as u64, fingerprint as u64, user))
                .err();
        }
    })?;
    if let Some(error) = failed {
        return Err(error.into());
    }
    let mut said = FixedSorter::new(job.scratch);
    notes.rewind()?;
    while let Some(note) = notes.next()? {
        let counts = matches!(note.verdict, Verdict::Stands | Verdict::Leads);
        if counts && !note.rejected {
            said.push((
                (note.fingerprint >> 64) as u64,
                note.fingerprint as u64,
                note.place.row,
            ))?;
        }
    }
    let (mut remembered, mut said) = (remembered.sorted()?, said.sorted()?);
    let mut matches = FixedSorter::new(job.scratch);
    let (mut user, mut row) = (remembered.next()?, said.next()?);
    while let (Some(a), Some(b)) = (user, row) {
        match (a.0, a.1).cmp(&(b.0, b.1)) {
            std::cmp::Ordering::Less => user = remembered.next()?,
            std::cmp::Ordering::Greater => row = said.next()?,
            std::cmp::Ordering::Equal => {
                matches.push((b.2, a.2))?;
                if let Some(slot) = rows_of_users.get_mut(a.2 as usize) {
                    *slot = b.2 as u32;
                }
                (user, row) = (remembered.next()?, said.next()?);
            }
        }
    }
    Ok(matches)
}
