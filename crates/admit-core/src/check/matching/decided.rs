//! One row that must be compared with the directory gets its action.

use crate::check::decide::alone::Led;
use crate::check::decide::case::{Case, Decision, Facts, Leader};
use crate::check::decide::changed::changed_set;
use crate::check::decide::choose;
use crate::check::decide::later::{Later, later};
use crate::check::matching::known::{Known, say_left_out};
use crate::check::matching::pending::Pending;
use crate::check::matching::walk::{Matching, unless};
use crate::check::notes::{Relation, RowNote};
use crate::check::plan::{Action, PlannedRow, PlannedUser};
use crate::findings::finding::Findings;
use crate::ports::watch::RunError;
use crate::read::row::cell_of;
use crate::rules;
use crate::users::user::{IdentifierKey, who};

impl Matching<'_, '_> {
    pub(super) fn decide(
        &mut self,
        pending: &Pending,
        known: &Known,
        index: usize,
    ) -> Result<PlannedRow, RunError> {
        let note = pending.note;
        if note.place.row <= self.input.earlier.last_row {
            let facts = known.facts(index);
            return Ok(self.remember_done(pending, &facts));
        }
        let mut findings = Findings::default();
        say_left_out(pending, self.decoder.row.columns(), &mut findings);
        let led = note.relation.other().and_then(|other| self.led.get(&other));
        let led = led.copied();
        if let (
            Relation::Identical { repeats, .. },
            Some(Led::New(_) | Led::Known(_) | Led::Unchanged(_)),
        ) = (note.relation, led)
        {
            rules::identical_row::found(u64::from(repeats), &mut findings);
            let rejected = self.note_findings(note.place, findings);
            return Ok(PlannedRow::of(
                &note,
                unless(rejected),
                PlannedUser::None,
                0,
            ));
        }
        let leader = self.leader(&note, led, known)?;
        if let (Some(_), Some(first)) = (&leader, note.relation.other()) {
            rules::rows_merged::found(u64::from(first), &mut findings);
        }
        let mut facts = known.facts(index);
        if let Some(Leader::New(PlannedUser::Known(user))) = leader {
            // An earlier session has created it: its identifiers are its own.
            for owner in &mut facts.owners {
                owner.take_if(|owner| owner.key == user);
            }
        }
        let columns = self.decoder.row.columns();
        let case = Case {
            candidate: &pending.candidate,
            memberships: &pending.memberships,
            fingerprint: note.fingerprint,
            cell: &|field| cell_of(&pending.raw, columns, &pending.candidate, field),
            choices: self.input.choices,
            access: self.input.access,
            shared: note.relation != Relation::Stands,
        };
        told_by_nobody(known, index, &mut findings);
        let decided = choose(&case, &facts, leader.as_ref(), adds(&note), &mut findings);
        let (mut decision, elsewhere) = (decided.decision, decided.left_out);
        let follows = leader.is_some();
        let mut is_later = follows;
        if !follows {
            (decision, is_later) = self.one_row_a_user(decision, pending, &facts, &mut findings);
        }
        if self.note_findings(note.place, findings) {
            decision = Decision::Reject;
        }
        let mut planned = self.planned(&note, &decision, follows);
        // The rows before a later one will have changed the user by then.
        planned.version *= u64::from(!is_later);
        self.leave_out_of_group(&note, &mut planned, elsewhere);
        Ok(planned)
    }

    /// Whom a row that follows another of its group belongs to.
    fn leader(
        &self,
        note: &RowNote,
        led: Option<Led>,
        known: &Known,
    ) -> Result<Option<Leader>, RunError> {
        Ok(match (note.relation, led) {
            (Relation::Follows { .. }, Some(Led::New(user))) => Some(Leader::New(user)),
            (Relation::Follows { .. }, Some(Led::Known(user) | Led::Unchanged(user))) => known
                .user(user, self.input.directory)?
                .map(|user| Leader::Known(Box::new(user))),
            _ => None,
        })
    }

    /// Remembers what a row's group lacks: what is left out of one row must not
    /// be taken for said when the file comes again.
    fn leave_out_of_group(
        &mut self,
        note: &RowNote,
        planned: &mut PlannedRow,
        elsewhere: Vec<IdentifierKey>,
    ) {
        let group = match note.relation {
            Relation::Leads { .. } => Some(note.place.row as u32),
            relation => relation.other(),
        };
        if planned.action == Action::Reject || !elsewhere.is_empty() {
            self.incomplete.extend(group);
        }
        if !elsewhere.is_empty() || group.is_some_and(|group| self.incomplete.contains(&group)) {
            // When the other user gives it up, the row has something to add.
            planned.fingerprint = 0;
        }
        for key in elsewhere {
            planned.left_out |= 1 << key.kind as u8;
        }
    }

    /// Two rows that share nothing may still be one user of the directory. The
    /// first one stands. Answers whether it is a later one, too.
    fn one_row_a_user(
        &mut self,
        decision: Decision,
        pending: &Pending,
        facts: &Facts,
        findings: &mut Findings,
    ) -> (Decision, bool) {
        let user = match &decision {
            Decision::Update(update) => update.key,
            Decision::Unchanged(user) => *user,
            _ => return (decision, false),
        };
        let Some(row) = self.rows_of_users.get_mut(user as usize) else {
            return (decision, false);
        };
        let place = pending.note.place;
        if *row != 0 && u64::from(*row) != place.row {
            let row = Later {
                user,
                first: u64::from(*row),
                changed: self.changed.get(&user).copied(),
                given: pending.candidate.given,
                choices: self.input.choices,
            };
            return (later(&row, facts, decision, findings), true);
        }
        *row = place.row as u32;
        let mut owners = facts.owners.iter().flatten();
        let stored = owners.find(|owner| owner.key == user);
        if let (Decision::Update(update), Some(stored)) = (&decision, stored) {
            let fields = changed_set(stored, update);
            if !fields.is_empty() {
                self.changed.insert(user, fields);
            }
        }
        (decision, false)
    }

    fn planned(&mut self, note: &RowNote, decision: &Decision, follows: bool) -> PlannedRow {
        let row = note.place.row;
        let (action, user, version) = match decision {
            Decision::Create => (Action::Create, PlannedUser::New(row), 0),
            Decision::Join(user) if adds(note) => (Action::Join, *user, 0),
            Decision::Join(user) => (Action::Unchanged, *user, 0),
            Decision::Update(update) => (
                Action::Update,
                PlannedUser::Known(update.key),
                update.expected_version,
            ),
            Decision::Remember(update) => (
                Action::Remember,
                PlannedUser::Known(update.key),
                update.expected_version,
            ),
            Decision::Unchanged(user) => (Action::Unchanged, PlannedUser::Known(*user), 0),
            Decision::Reject => (Action::Reject, PlannedUser::None, 0),
        };
        let led = match (action, user) {
            (Action::Reject, _) | (_, PlannedUser::None) => Led::Rejected,
            (Action::Create, _) | (_, PlannedUser::New(_)) => Led::New(user),
            (_, PlannedUser::Known(user)) => Led::Known(user),
        };
        match note.relation {
            Relation::Leads { .. } => _ = self.led.insert(row as u32, led),
            relation if !follows => {
                // Where the first row of the group was held back, this one stands for it.
                let first = relation.other().and_then(|other| self.led.get_mut(&other));
                if let Some(first @ Led::Rejected) = first {
                    *first = led;
                }
            }
            _ => {}
        }
        PlannedRow::of(note, action, user, version)
    }
}

/// Whether a row that follows others of its user adds to what they say.
fn adds(note: &RowNote) -> bool {
    !matches!(note.relation, Relation::Follows { adds: false, .. })
}

/// An id that users of several providers have tells nobody.
fn told_by_nobody(known: &Known, index: usize, findings: &mut Findings) {
    let users = known.several(index);
    if let Some(first) = users.first() {
        let names: Vec<String> = users.iter().map(|user| who(user)).collect();
        rules::several_users_match_password::found(&names, first.id, findings);
    }
}
