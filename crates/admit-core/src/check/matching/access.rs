//! What the rows of one user say of access together, gathered while they are walked over.

use crate::check::decide::case::{Decision, Facts};
use crate::check::decide::together::{Part, Says, Together};
use crate::check::matching::pending::Pending;
use crate::check::matching::walk::Matching;
use crate::check::notes::{Relation, RowNote};
use crate::users::user::UserKey;
use std::collections::HashSet;

/// Users of whose access nothing is taken away, as rows speak of them that share nothing
/// but the user.
#[derive(Debug, Default)]
pub(crate) struct KeptAccess {
    /// As the walk before found them.
    users: HashSet<UserKey>,
    /// As this walk finds them: whose a row is can show by then.
    found: HashSet<UserKey>,
    /// How often they were found to be others.
    changes: u8,
}

/// How often the users of whom nothing is taken away may turn out to be others, as walks;
/// after that they only become more. Each is another that the rows of one user turn out to
/// be of two, or those of two of one.
const KEPT_CHANGES_MAX: u8 = 4;

impl KeptAccess {
    /// Takes down such a user.
    pub(super) fn keep(&mut self, user: UserKey) {
        self.found.insert(user);
    }

    /// Whether the user is one of them.
    pub(super) fn keeps(&self, user: UserKey) -> bool {
        self.users.contains(&user)
    }

    /// Whether this walk found others than it went by.
    pub(super) fn differs(&self) -> bool {
        if self.changes < KEPT_CHANGES_MAX {
            self.found != self.users
        } else {
            !self.found.is_subset(&self.users)
        }
    }

    /// Goes by what this walk found in the next one.
    pub(super) fn adopt(&mut self) {
        let found = std::mem::take(&mut self.found);
        if self.changes < KEPT_CHANGES_MAX {
            self.users = found;
            self.changes += 1;
        } else {
            self.users.extend(found);
        }
    }

    /// Forgets what this walk found, which is made again.
    pub(super) fn forget_walk(&mut self) {
        self.found.clear();
    }
}

/// What the rows of a user up to this one say of access.
pub(super) struct Gathered {
    together: Together,
    /// Whether something of it is in doubt.
    pub in_doubt: bool,
}

impl Gathered {
    /// What is known of it at a row that has this part in it.
    pub fn says(&self, part: Part) -> Says<'_> {
        match part {
            Part::Alone => Says::Alone,
            Part::More => Says::More,
            Part::Last => Says::Together(&self.together),
        }
    }
}

impl Matching<'_, '_> {
    /// What the rows of the user say up to this one. `follows`: those before it are in.
    pub(super) fn said_together(
        &mut self,
        pending: &Pending,
        follows: bool,
        keeps_access: bool,
    ) -> Gathered {
        let note = &pending.note;
        if Part::of(note) == Part::Alone {
            // What it says of access need not be kept.
            return Gathered {
                together: Together::default(),
                in_doubt: keeps_access,
            };
        }
        let mut together = Together::default();
        if !matches!(note.relation, Relation::Leads { .. }) {
            let first = note.relation.other().unwrap_or_default();
            let gathered = self.together.remove(&first);
            let is_whole = follows && gathered.is_some();
            together = gathered.unwrap_or_default();
            together.in_doubt |= !is_whole;
        }
        together.in_doubt |= keeps_access;
        together.add(&pending.candidate, &pending.memberships);
        Gathered {
            in_doubt: together.in_doubt,
            together,
        }
    }

    /// Keeps it for the rows of the user that are still to come.
    pub(super) fn keep_together(
        &mut self,
        note: &RowNote,
        gathered: Gathered,
        decision: &Decision,
    ) {
        if Part::of(note) != Part::More {
            return;
        }
        let mut together = gathered.together;
        together.in_doubt |= *decision == Decision::Reject;
        let first = note.relation.other().unwrap_or(note.place.row as u32);
        self.together.insert(first, together);
    }

    /// Whether the access of the row's user is in doubt beyond what the row shows.
    pub(super) fn keeps_access(&self, pending: &Pending, facts: &Facts) -> bool {
        let in_doubt = matches!(
            pending.note.relation,
            Relation::Leads { in_doubt: true, .. }
        );
        let mut owners = facts.owners.iter().flatten();
        in_doubt || owners.any(|owner| self.moves.access.keeps(owner.key))
    }
}
