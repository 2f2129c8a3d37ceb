//! The walk that matches rows with the directory, in the order of the file, and
//! gives each its action.

use crate::base::limits::CHUNK_ROWS;
use crate::base::spill::log::{Log, LogWriter};
use crate::base::spill::sort::{FixedSorted, FixedSorter};
use crate::check::changes::{ChangesAhead, counted};
use crate::check::claims::Created;
use crate::check::decide::alone::{Alone, Choice, Led, alone};
use crate::check::decide::case::Decision;
use crate::check::decide::case::Facts;
use crate::check::decide::together::Together;
use crate::check::finding_log::{FindingLog, FindingLogWriter};
use crate::check::input::CheckInput;
use crate::check::matching::known::Known;
use crate::check::matching::known_again::known_again;
use crate::check::matching::moves::{Giver, Moves};
use crate::check::matching::near::Shapes;
use crate::check::matching::pending::Pending;
use crate::check::matching::said::Said;
use crate::check::notes::{
    Notes, Relation, RowNote, are_two_people, differing_fields, left_out_bits,
};
use crate::check::plan::{Action, PlannedRow, PlannedUser};
use crate::findings::finding::{Finding, Findings, deny};
use crate::findings::rule::Severity;
use crate::findings::tally::Tally;
use crate::ports::store::Outcome;
use crate::ports::watch::{Phase, RunError};
use crate::read::decoder::Decoder;
use crate::read::judge::Criteria;
use crate::read::row::cell_of;
use crate::rows::choices::Contents;
use crate::rows::raw::RowPlace;
use crate::rules;
use crate::rules::duplicate_email_in_file::Pair;
use crate::users::changes::Changes;
use crate::users::field::Field;
use crate::users::user::{IdentifierKind, UserKey};
use std::collections::{HashMap, HashSet};

/// The walk that matches rows with the directory, in the order of the file.
pub struct Matching<'j, 'a> {
    pub(super) input: &'j CheckInput<'a>,
    pub(super) criteria: &'j Criteria<'a>,
    pub(super) decoder: &'j mut Decoder<'a>,
    notes: Notes,
    matches: FixedSorted<(u64, u64)>,
    next_match: Option<(u64, u64)>,
    empty_directory: bool,
    shapes: Shapes,
    /// The row, by user number, that a user of the directory is in the file.
    pub(super) rows_of_users: Vec<u32>,
    pub(super) led: HashMap<u32, Led>,
    /// What the rows of users of whom more rows are to come have said of access, by the
    /// first of them.
    pub(super) together: HashMap<u32, Together>,
    /// What the rows of users of the directory said so far.
    pub(super) said: Said,
    /// First rows of groups of which something was held back or left out.
    pub(super) incomplete: HashSet<u32>,
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
    created: Created,
    /// What changes hands within the file.
    pub(super) moves: Box<Moves>,
    pub(super) changes: Option<ChangesAhead<'a>>,
    rows: u64,
}

/// How a walk ended.
pub enum Walked {
    /// Rows have to be looked at once more, with what is known by now.
    Again(Notes, Box<Moves>, Shapes),
    /// Every row has its action.
    Done(Box<Matched>),
}

/// What a walk found out.
pub struct Matched {
    /// Every row with its action.
    pub plan: Log,
    /// The findings of matching.
    pub findings: FindingLog,
    /// What was found, counted.
    pub tally: Tally,
    /// How many rows have each action.
    pub counts: [u64; 8],
    /// The users that are created.
    pub created: Created,
    /// Users who give up what other rows take.
    pub givers: Vec<Giver>,
    /// What is changed of users who are there.
    pub changes: Changes,
}

enum Slot {
    Ready(PlannedRow),
    Pending(usize),
}

impl<'j, 'a> Matching<'j, 'a> {
    /// Prepares the walk: finds rows that say what the directory remembers.
    pub fn new(
        input: &'j CheckInput<'a>,
        criteria: &'j Criteria<'a>,
        decoder: &'j mut Decoder<'a>,
        (mut notes, moves, shapes): (Notes, Box<Moves>, Shapes),
    ) -> Result<Self, RunError> {
        let empty = input.directory.is_empty()?;
        let mut rows_of_users = Vec::new();
        if !empty {
            rows_of_users = vec![0; input.directory.last_user()? as usize + 1];
        }
        // What a row said before says nothing of access given by hand, nor does
        // a file of passwords say what a file of users said.
        let passwords = input.choices.contents == Contents::Passwords;
        let mut matches = if empty || passwords || input.choices.replace_access {
            FixedSorter::new(input.scratch).sorted()?
        } else {
            known_again(input, &mut notes, &mut rows_of_users)?.sorted()?
        };
        notes.rewind()?;
        let next_match = matches.next()?;
        Ok(Matching {
            input,
            criteria,
            decoder,
            notes,
            matches,
            next_match,
            empty_directory: empty,
            shapes,
            rows_of_users,
            led: HashMap::new(),
            together: HashMap::new(),
            said: Said::default(),
            incomplete: HashSet::new(),
            pending: Vec::new(),
            slots: Vec::new(),
            plan: LogWriter::new(input.scratch)?,
            findings: FindingLogWriter::new(input.scratch)?,
            waiting: Vec::new(),
            tally: Tally::default(),
            counts: [0; 8],
            created: Created::default(),
            moves,
            changes: input
                .keeps_changes
                .then(|| ChangesAhead::new(input.scratch)),
            rows: 0,
        })
    }

    /// Ends the walk; the file has to be walked over once more, or what was found out
    /// stands.
    pub fn end(mut self) -> Result<Walked, RunError> {
        let rows_of_users = &self.rows_of_users;
        let has_row = |user| {
            rows_of_users
                .get(user as usize)
                .is_some_and(|row| *row != 0)
        };
        // First whose rows are as the directory has them, then what changes hands, and by
        // that once more whose they are.
        let differs = self.moves.access.differs();
        let is_unsettled = self.moves.is_first_walk() && differs;
        if !is_unsettled && self.moves.walks_again(self.rows, &has_row) {
            self.moves.access.forget_walk();
            return Ok(Walked::Again(self.notes, self.moves, self.shapes));
        }
        if differs {
            self.moves.access.adopt();
            self.moves.forget_walk();
            return Ok(Walked::Again(self.notes, self.moves, self.shapes));
        }
        Ok(Walked::Done(Box::new(Matched {
            plan: self.plan.finish()?,
            findings: self.findings.finish()?,
            tally: self.tally,
            counts: self.counts,
            created: self.created,
            givers: self.moves.into_givers(),
            changes: counted(self.changes, self.input.access)?,
        })))
    }

    /// Walks over all rows.
    pub fn walk(&mut self) -> Result<(), RunError> {
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
            self.input
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

    /// Takes down what becomes of a row, or keeps it until the directory is asked.
    fn place(&mut self, note: RowNote, matched: Option<UserKey>) -> Result<(), RunError> {
        let row = note.place.row;
        if row <= self.input.earlier.last_row {
            return self.done_before(note, matched);
        }
        let leader = note.relation.other();
        let chosen = alone(&Alone {
            note: &note,
            matched,
            led: leader.and_then(|leader| self.led.get(&leader)).copied(),
            waits: leader.is_some_and(|leader| self.is_pending(leader)),
            is_somebody_new: self.empty_directory && self.input.choices.contents == Contents::Users,
        });
        let leads = matches!(note.relation, Relation::Leads { .. });
        if let (true, Some(user)) = (leads, matched) {
            self.led.insert(row as u32, Led::Unchanged(user));
        }
        let mut findings = Findings::default();
        let user = match chosen {
            Choice::Reject => return self.ready(&note, Action::Reject, PlannedUser::None),
            Choice::Clash { with, fields } => return self.clash(&note, fields, with),
            Choice::HeldBack { with, why } => return self.held_back(&note, with, why),
            Choice::Ask => return self.postpone(note),
            Choice::Create => {
                let user = PlannedUser::New(row);
                if leads {
                    self.led.insert(row as u32, Led::New(user));
                }
                return self.ready(&note, Action::Create, user);
            }
            Choice::Repeats(row) => {
                rules::identical_row::found(u64::from(row), &mut findings);
                leader
                    .and_then(|leader| self.led.get(&leader))
                    .map_or(PlannedUser::None, led_user)
            }
            Choice::Merged { first, user } => {
                rules::rows_merged::found(u64::from(first), &mut findings);
                PlannedUser::Known(user)
            }
            Choice::Unchanged(user) => PlannedUser::Known(user),
        };
        let rejected = self.note_findings(note.place, findings);
        self.ready(&note, unless(rejected), user)
    }

    /// A row that an earlier session has done: all that matters is which user
    /// it became, for the rows that follow it.
    fn done_before(&mut self, note: RowNote, matched: Option<UserKey>) -> Result<(), RunError> {
        let outcome = self.input.earlier.outcome(note.place.row);
        let follows = match note.relation {
            Relation::Follows { leader, .. } => {
                !matches!(self.led.get(&leader), Some(Led::Rejected))
            }
            _ => false,
        };
        if outcome == Some(Outcome::Rejected) {
            self.led.insert(note.place.row as u32, Led::Rejected);
        } else if let Some(user) = matched {
            self.led
                .insert(note.place.row as u32, led_before(user, outcome));
        } else if !follows || self.input.choices.replace_access {
            return self.postpone(note);
        }
        self.ready(&note, Action::Done, PlannedUser::None)
    }

    /// Finds the user of a row that an earlier session has done.
    pub(super) fn remember_done(&mut self, pending: &Pending, facts: &Facts) -> PlannedRow {
        let note = pending.note;
        let led = note.relation.other().and_then(|first| self.led.get(&first));
        let follows = matches!(note.relation, Relation::Follows { .. })
            && led.is_some_and(|led| !matches!(led, Led::Rejected));
        if self.input.choices.replace_access {
            let keeps_access = self.keeps_access(pending, facts);
            let gathered = self.said_together(pending, follows, keeps_access);
            self.keep_together(&note, gathered, &Decision::Create);
        }
        if follows {
            return PlannedRow::of(&note, Action::Done, PlannedUser::None, 0);
        }
        let mut owners: Vec<_> = pending
            .candidate
            .identities
            .iter()
            .zip(&facts.owners)
            .filter_map(|(identity, owner)| Some((identity.kind, owner.as_ref()?.key)))
            .collect();
        owners.sort_by_key(|(kind, _)| MATCHING_ORDER.iter().position(|other| other == kind));
        if let Some((_, user)) = owners.first() {
            let own = note.place.row as u32;
            let first = note.relation.other().unwrap_or(own);
            let outcome = self.input.earlier.outcome(note.place.row);
            self.led.insert(first, led_before(*user, outcome));
            if let Some(row) = self.rows_of_users.get_mut(*user as usize)
                && *row == 0
            {
                *row = note.place.row as u32;
            }
        }
        PlannedRow::of(&note, Action::Done, PlannedUser::None, 0)
    }

    fn is_pending(&self, row: u32) -> bool {
        self.pending
            .binary_search_by_key(&u64::from(row), |pending| pending.note.place.row)
            .is_ok()
    }

    pub(super) fn ready(
        &mut self,
        note: &RowNote,
        action: Action,
        user: PlannedUser,
    ) -> Result<(), RunError> {
        let planned = PlannedRow::of(note, action, user, 0);
        if self.slots.is_empty() {
            return self.write(&planned);
        }
        self.slots.push(Slot::Ready(planned));
        Ok(())
    }

    fn write(&mut self, planned: &PlannedRow) -> Result<(), RunError> {
        self.counts[planned.action as usize] += 1;
        if let (true, Action::Create, PlannedUser::New(nth)) =
            (self.input.keeps_claims, planned.action, planned.user)
        {
            self.created.add(nth, planned.left_out);
        }
        Ok(self.plan.write(&planned.write())?)
    }

    /// A row that has an identifier of the row `with` and differs in these fields.
    fn clash(&mut self, note: &RowNote, fields: u32, with: u32) -> Result<(), RunError> {
        self.decoder.at(note.place, 0, self.criteria)?;
        let mut findings = Findings::default();
        let are_two = are_two_people(fields);
        let fields = differing_fields(fields);
        let cell = |field| {
            cell_of(
                &self.decoder.raw,
                self.decoder.row.columns(),
                self.decoder.row.candidate(),
                field,
            )
        };
        let other = u64::from(with);
        match note.relation {
            _ if self.input.choices.contents == Contents::Passwords => {
                let given = cell(Field::Id).or_else(|| cell(Field::Email));
                rules::two_hashes_for_one_user::found(given, other, &mut findings);
            }
            Relation::ClashesById { .. } => {
                rules::duplicate_id_in_file::found(cell(Field::Id), other, &fields, &mut findings);
            }
            _ if cell(Field::Email).is_some() => {
                let names = self.decoder.row.candidate();
                let has_name = names.identity(IdentifierKind::Username).is_some();
                let pair = Pair {
                    first: other,
                    fields: &fields,
                    has_name,
                    are_two,
                    row: note.place.row,
                };
                rules::duplicate_email_in_file::found(cell(Field::Email), &pair, &mut findings);
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
        self.ready(note, Action::Reject, PlannedUser::None)
    }

    /// Notes findings of a row. Answers whether one of them holds it back.
    pub(super) fn note_findings(&mut self, place: RowPlace, mut findings: Findings) -> bool {
        for finding in findings.iter_mut() {
            finding.row = Some(place.row);
            finding.line = Some(place.line);
            deny(finding, self.input.choices);
        }
        let rejected = findings.has_error();
        for finding in findings.take() {
            self.tally.add(&finding);
            self.waiting.push((place.row, finding));
        }
        rejected
    }

    fn postpone(&mut self, note: RowNote) -> Result<(), RunError> {
        let left_out = left_out_bits(&note);
        self.decoder.at(note.place, left_out, self.criteria)?;
        self.slots.push(Slot::Pending(self.pending.len()));
        self.pending.push(Pending {
            note,
            raw: self.decoder.raw.clone(),
            candidate: self.decoder.row.candidate().clone(),
            memberships: self.decoder.row.memberships().to_vec(),
        });
        Ok(())
    }

    /// Asks the directory about the pending rows at once and decides them in order.
    fn flush(&mut self) -> Result<(), RunError> {
        let pending = std::mem::take(&mut self.pending);
        let mut facts = if self.empty_directory {
            Known::nothing(&pending)
        } else if let Some(prefixes) = &self.shapes.id_prefixes {
            Known::ask_with(self.input.directory, &pending, prefixes)?
        } else {
            Known::ask_near(self.input.directory, &pending, &self.shapes.near)?
        };
        let candidates = pending.iter().map(|pending| &pending.candidate);
        facts.digest_passwords(candidates);
        for slot in std::mem::take(&mut self.slots) {
            let planned = match slot {
                Slot::Ready(planned) => planned,
                Slot::Pending(index) => self.decide(&pending[index], &facts, index)?,
            };
            self.write(&planned)?;
        }
        self.waiting.sort_by_key(|(row, _)| *row);
        for (row, finding) in self.waiting.drain(..) {
            self.findings.push(row, finding)?;
        }
        Ok(())
    }
}

/// The user that the first row of a user became.
pub(super) fn led_user(led: &Led) -> PlannedUser {
    match led {
        Led::New(user) => *user,
        Led::Known(user) | Led::Unchanged(user) => PlannedUser::Known(*user),
        Led::Rejected => PlannedUser::None,
    }
}

/// Nothing to do, unless a finding holds the row back.
pub(super) fn unless(rejected: bool) -> Action {
    if rejected {
        Action::Reject
    } else {
        Action::Unchanged
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
        Some(Outcome::Created) => Led::New(PlannedUser::Known(user)),
        Some(Outcome::Rejected) => Led::Rejected,
        _ => Led::Known(user),
    }
}
