//! One row that must be compared with the directory gets its action.

use crate::check::changes::note_ahead;
use crate::check::decide::alone::Led;
use crate::check::decide::case::{Case, Decision, Facts, Leader};
use crate::check::decide::choose;
use crate::check::decide::in_use::keeps_credentials;
use crate::check::decide::later::{Later, later};
use crate::check::decide::together::Part;
use crate::check::matching::after::after;
use crate::check::matching::known::{Known, say_left_out};
use crate::check::matching::look_alikes;
use crate::check::matching::moves::DecidedRow;
use crate::check::matching::one_for_all::say_shut_out;
use crate::check::matching::pending::Pending;
use crate::check::matching::walk::{Matching, led_user, unless};
use crate::check::notes::{Relation, RowNote};
use crate::check::plan::{Action, PlannedRow, PlannedUser};
use crate::findings::finding::{Findings, deny};
use crate::findings::rule::Severity;
use crate::ports::watch::RunError;
use crate::read::row::cell_of;
use crate::rows::candidate::Candidate;
use crate::rows::choices::Choices;
use crate::rules;
use crate::users::user::{IdentifierKey, IdentifierKind, StoredUser, UserKey, who};

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
        say_shut_out(pending, &mut findings);
        let led = self.led_by(&note);
        if let Some(planned) = self.with_first(pending, led, || known.facts(index), &mut findings) {
            return Ok(planned);
        }
        let leader = self.leader(&note, led, known, &mut findings)?;
        let mut facts = facts(known, index, leader.as_ref(), &mut findings);
        let keeps_access = self.keeps_access(pending, &facts);
        let together = self.said_together(pending, leader.is_some(), keeps_access);
        let columns = self.decoder.row.columns();
        let case = Case {
            candidate: &pending.candidate,
            memberships: &pending.memberships,
            placed_elsewhere: leader.is_some() || note.relation.is_placed(),
            follows: leader.is_some(),
            fingerprint: note.fingerprint,
            cell: &|field| cell_of(&pending.raw, columns, &pending.candidate, field),
            choices: self.input.choices,
            access: self.input.access,
            says: together.says(Part::of(&note)),
            keeps_access,
            brings: (note.relation.brings(), self.input.seed),
        };
        look_alikes::say(self.input, pending, (columns, &facts), &mut findings)?;
        self.moves.free(&pending.candidate, &mut facts);
        let decided = choose(&case, &facts, leader.as_ref(), adds(&note), &mut findings);
        let (mut decision, elsewhere) = (decided.decision, decided.left_out);
        let (follows, user) = (leader.is_some(), user_of(&decision));
        let was_in = decision != Decision::Reject;
        let known_by = (leader.as_ref(), &facts);
        let is_later = self.one_user(&mut decision, pending, known_by, &mut findings);
        let is_second = was_in && is_later && decision == Decision::Reject;
        self.moves.explain(&pending.candidate, &mut findings);
        forget_access(&decision, self.input.choices, &mut findings);
        if self.note_findings(note.place, findings) {
            decision = Decision::Reject;
        }
        let stored = decided_user(&facts, leader.as_ref(), &decision);
        self.moves.note(&DecidedRow {
            place: note.place,
            candidate: &pending.candidate,
            facts: &facts,
            decision: &decision,
            keeps: stored.filter(|user| keeps_credentials(user, self.input.choices)),
            own: user.or_else(|| would_be(leader.as_ref(), &pending.candidate, &facts)),
            second_of: user.filter(|_| is_second).and_then(|key| known.stored(key)),
            shares: is_later && !follows,
        });
        let mut planned = self.planned(&note, &decision, follows);
        planned.keeps_access = together.in_doubt;
        self.keep_together(&note, together, &decision);
        self.note_after(pending, stored, &decision, &mut planned)?;
        // The rows before a later one will have changed the user by then.
        planned.version *= u64::from(!is_later);
        self.leave_out_of_group(&note, &mut planned, elsewhere);
        Ok(planned)
    }

    /// Notes what the user of the directory is like after a row, and what is changed.
    fn note_after(
        &mut self,
        pending: &Pending,
        user: Option<&StoredUser>,
        decision: &Decision,
        planned: &mut PlannedRow,
    ) -> Result<(), RunError> {
        let Some(user) = user else {
            return Ok(());
        };
        planned.after = after(pending, user, decision);
        let row = pending.note.place.row;
        Ok(note_ahead(&mut self.changes, row, user, decision)?)
    }

    /// What became of the first row of a row's user.
    fn led_by(&self, note: &RowNote) -> Option<Led> {
        let first = note.relation.other();
        first.and_then(|first| self.led.get(&first).copied())
    }

    /// A row of which the first row of its user decides: one that says the same again, or
    /// one that belongs with a row that was held back.
    fn with_first(
        &mut self,
        pending: &Pending,
        led: Option<Led>,
        facts: impl FnOnce() -> Facts,
        findings: &mut Findings,
    ) -> Option<PlannedRow> {
        let note = pending.note;
        if let Some(repeats) = repeated(&note, led) {
            return Some(self.identical(&note, (repeats, led), std::mem::take(findings)));
        }
        let belongs = matches!(
            note.relation,
            Relation::Follows { .. } | Relation::Identical { .. }
        );
        let is_held_back = belongs && matches!(led, Some(Led::Rejected));
        is_held_back.then(|| self.held_back_with_first(pending, &facts(), std::mem::take(findings)))
    }

    /// Whose a row is that belongs with one that was held back cannot be told: by itself it
    /// could be somebody else's. What it wants of others is noted all the same.
    fn held_back_with_first(
        &mut self,
        pending: &Pending,
        facts: &Facts,
        mut findings: Findings,
    ) -> PlannedRow {
        let note = pending.note;
        let first = note.relation.other().unwrap_or_default();
        rules::rows_merged::first_held_back(u64::from(first), &mut findings);
        self.note_findings(note.place, findings);
        self.together.remove(&first);
        self.moves.note(&DecidedRow {
            place: note.place,
            candidate: &pending.candidate,
            facts,
            decision: &Decision::Reject,
            keeps: None,
            own: would_be(None, &pending.candidate, facts),
            second_of: None,
            shares: false,
        });
        PlannedRow::of(&note, Action::Reject, PlannedUser::None, 0)
    }

    /// A row that says what an earlier one of its user says.
    fn identical(
        &mut self,
        note: &RowNote,
        (repeats, led): (u32, Option<Led>),
        mut findings: Findings,
    ) -> PlannedRow {
        rules::identical_row::found(u64::from(repeats), &mut findings);
        let rejected = self.note_findings(note.place, findings);
        let user = led.as_ref().map_or(PlannedUser::None, led_user);
        PlannedRow::of(note, unless(rejected), user, 0)
    }

    /// Holds back a row that would change what an earlier row of the same user says.
    /// Answers whether there is an earlier one, too.
    fn one_user(
        &mut self,
        decision: &mut Decision,
        pending: &Pending,
        (leader, facts): (Option<&Leader>, &Facts),
        findings: &mut Findings,
    ) -> bool {
        let chosen = std::mem::replace(decision, Decision::Reject);
        let is_later;
        (*decision, is_later) = match leader {
            Some(_) => {
                let decided = self.one_group_a_user(chosen, pending, leader, findings);
                (decided, true)
            }
            None => self.one_row_a_user(chosen, pending, facts, findings),
        };
        is_later
    }

    /// Whom a row that follows another of its group belongs to.
    fn leader(
        &self,
        note: &RowNote,
        led: Option<Led>,
        known: &Known,
        findings: &mut Findings,
    ) -> Result<Option<Leader>, RunError> {
        let leader = match (note.relation, led) {
            (Relation::Follows { .. }, Some(Led::New(user))) => Some(Leader::New(user)),
            (Relation::Follows { .. }, Some(Led::Known(user) | Led::Unchanged(user))) => known
                .user(user, self.input.directory)?
                .map(|user| Leader::Known(Box::new(user))),
            _ => None,
        };
        if let (Some(_), Some(first)) = (&leader, note.relation.other()) {
            rules::rows_merged::found(u64::from(first), findings);
        }
        Ok(leader)
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

    /// A row that follows others of its group changes nothing of what a row of another
    /// group, that is the same user of the directory, says.
    fn one_group_a_user(
        &mut self,
        decision: Decision,
        pending: &Pending,
        leader: Option<&Leader>,
        findings: &mut Findings,
    ) -> Decision {
        let (Some(Leader::Known(user)), Some(leads)) = (leader, pending.note.relation.other())
        else {
            return decision;
        };
        let first = self.rows_of_users.get(user.key as usize).copied();
        let speaks = self.said.contradicted_by(user, &decision);
        let first = first
            .filter(|first| *first != 0 && *first != leads)
            .or(speaks);
        if let Some(first) = first {
            let row = self.later_row(user, first, pending, &decision);
            let meets_access = row.meets_access();
            let decided = later(&row, user, decision, findings);
            if meets_access {
                self.moves.access.keep(user.key);
            }
            return decided;
        }
        self.said.note(user, pending.candidate.given, &decision);
        decision
    }

    fn later_row(
        &self,
        user: &StoredUser,
        first: u32,
        pending: &Pending,
        decision: &Decision,
    ) -> Later<'_> {
        let given = pending.candidate.given;
        Later {
            is_kept: self.moves.access.keeps(user.key),
            names_access: !pending.memberships.is_empty() || pending.candidate.access_in_doubt,
            first: u64::from(first),
            changed: self.said.changed(user.key),
            at_odds: self.said.at_odds(user, given, decision),
            given,
            choices: self.input.choices,
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
        let Some(user) = user_of(&decision) else {
            return (decision, false);
        };
        let Some(first) = self.rows_of_users.get(user as usize).copied() else {
            return (decision, false);
        };
        let mut owners = facts.owners.iter().flatten();
        let stored = owners.find(|owner| owner.key == user);
        let (place, given) = (pending.note.place, pending.candidate.given);
        if first != 0 && u64::from(first) != place.row {
            let decided = match stored {
                Some(stored) => {
                    let row = self.later_row(stored, first, pending, &decision);
                    let meets_access = row.meets_access();
                    let decided = later(&row, stored, decision, findings);
                    if meets_access {
                        self.moves.access.keep(user);
                    }
                    decided
                }
                None => decision,
            };
            if decided != Decision::Reject {
                self.said.note_later(user, place.row as u32, given);
            }
            return (decided, true);
        }
        self.rows_of_users[user as usize] = place.row as u32;
        if let Some(stored) = stored {
            self.said.note(stored, given, &decision);
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
        if let Relation::Leads { .. } = note.relation {
            self.led.insert(row as u32, led);
        }
        let mut planned = PlannedRow::of(note, action, user, version);
        planned.placed_elsewhere |= follows;
        planned
    }
}

/// What the directory knows of a row's identifiers; it is said if they tell nobody.
fn facts(known: &Known, index: usize, leader: Option<&Leader>, findings: &mut Findings) -> Facts {
    told_by_nobody(known, index, findings);
    let mut facts = known.facts(index);
    if let Some(Leader::New(PlannedUser::Known(user))) = leader {
        // An earlier session has created it: its identifiers are its own.
        for owner in &mut facts.owners {
            owner.take_if(|owner| owner.key == *user);
        }
    }
    facts
}

/// The row that a row repeats, if the first row of its user is in.
fn repeated(note: &RowNote, led: Option<Led>) -> Option<u32> {
    match (note.relation, led?) {
        (Relation::Identical { repeats, .. }, Led::New(_) | Led::Known(_) | Led::Unchanged(_)) => {
            Some(repeats)
        }
        _ => None,
    }
}

/// The user of the directory that a row changes or leaves as it is.
fn user_of(decision: &Decision) -> Option<UserKey> {
    match decision {
        Decision::Update(update) | Decision::Remember(update) => Some(update.key),
        Decision::Unchanged(user) => Some(*user),
        _ => None,
    }
}

/// The user that a row which is held back belongs to: the one of the row that it follows,
/// or by its id or address. What that user has the row wants of nobody.
fn would_be(leader: Option<&Leader>, candidate: &Candidate, facts: &Facts) -> Option<UserKey> {
    if let Some(leader) = leader {
        return leader.known();
    }
    let has_id = candidate.identity(IdentifierKind::Id).is_some();
    let owner = |kind| {
        let owned = candidate.identities.iter().zip(&facts.owners);
        let mut owners = owned.filter_map(|(own, owner)| Some((own.kind, owner.as_ref()?)));
        let found = owners.find(|(own, _)| *own == kind);
        found.map(|(_, owner)| owner)
    };
    let another = |owner: &&StoredUser| has_id && owner.row.identity(IdentifierKind::Id).is_some();
    let by_address = || {
        let mut kinds = [IdentifierKind::Email, IdentifierKind::Social].into_iter();
        let found = kinds.find_map(owner);
        found.filter(|owner| !another(owner))
    };
    let user = owner(IdentifierKind::Id).or_else(by_address)?;
    Some(user.key)
}

/// The user whom a decision changes or leaves as they are, as the directory has them.
fn decided_user<'u>(
    facts: &'u Facts,
    leader: Option<&'u Leader>,
    decision: &Decision,
) -> Option<&'u StoredUser> {
    let key = user_of(decision)?;
    let led = leader.and_then(|leader| match leader {
        Leader::Known(user) => Some(&**user),
        Leader::New(_) => None,
    });
    let mut known = facts.owners.iter().flatten().chain(led);
    known.find(|user| user.key == key)
}

/// A row that is held back takes nothing away and leaves nothing.
fn forget_access(decision: &Decision, choices: &Choices, findings: &mut Findings) {
    let of_access = [
        &rules::removes_access::RULE,
        &rules::access_not_replaced::RULE,
        &rules::access_stays::RULE,
    ];
    for finding in findings.iter_mut() {
        deny(finding, choices);
    }
    if *decision == Decision::Reject || findings.has_error() {
        findings.retain(|finding| {
            finding.severity == Severity::Error || !of_access.contains(&finding.rule)
        });
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
