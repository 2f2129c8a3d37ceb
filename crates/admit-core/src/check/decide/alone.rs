//! Rows of which the directory need not be asked.

use crate::check::notes::{HeldBack, Relation, RowNote};
use crate::check::plan::PlannedUser;
use crate::users::user::UserKey;

/// What became of the first row of a user.
#[derive(Clone, Copy, Debug)]
pub enum Led {
    /// It creates the user, or an earlier session of the import has created it.
    New(PlannedUser),
    /// It is a user of the directory.
    Known(UserKey),
    /// It is a user of whom the directory remembers what all its rows say.
    Unchanged(UserKey),
    /// It was held back.
    Rejected,
}

/// What is known of a row before the directory is asked.
pub struct Alone<'a> {
    /// What was noted of it.
    pub note: &'a RowNote,
    /// The user whose rows said last what this one, or all of its user, say now.
    pub matched: Option<UserKey>,
    /// What became of the first row of its user, as far as that is known.
    pub led: Option<Led>,
    /// Whether the first row of its user has still to be decided.
    pub waits: bool,
    /// Whether there is nobody in the directory whom it could be.
    pub is_somebody_new: bool,
}

/// What becomes of such a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    /// It was held back already.
    Reject,
    /// It differs from the row `with` in these fields and is held back.
    Clash {
        /// That row.
        with: u32,
        /// The fields, as bits of [`crate::check::digest::COMPARED`].
        fields: u32,
    },
    /// It is held back with the other rows of its user.
    HeldBack {
        /// The row that it is held back for.
        with: u32,
        /// Why.
        why: HeldBack,
    },
    /// It says what this row said; nothing to do.
    Repeats(u32),
    /// All that the rows of its user say is there; nothing to do.
    Merged {
        /// The first of them.
        first: u32,
        /// The user.
        user: UserKey,
    },
    /// All that it says is there; nothing to do.
    Unchanged(UserKey),
    /// A user is created.
    Create,
    /// The directory has to be asked.
    Ask,
}

/// Chooses what can be chosen without the directory.
pub fn alone(row: &Alone<'_>) -> Choice {
    let note = row.note;
    if note.rejected {
        return Choice::Reject;
    }
    let is_whole = note.phone_of == 0 && note.username_of == 0 && note.shut_by == 0;
    match note.relation {
        Relation::ClashesById { with, fields } | Relation::ClashesByEmail { with, fields } => {
            Choice::Clash { with, fields }
        }
        Relation::HeldBack { with, why } => Choice::HeldBack { with, why },
        Relation::Identical { repeats, .. } => match row.led {
            Some(Led::Rejected) => Choice::Ask,
            _ if row.waits => Choice::Ask,
            _ => Choice::Repeats(repeats),
        },
        Relation::Follows { leader, .. } => match row.led {
            Some(Led::Unchanged(user)) if note.shut_by == 0 => Choice::Merged {
                first: leader,
                user,
            },
            _ => Choice::Ask,
        },
        Relation::Stands | Relation::Leads { .. } => match row.matched {
            Some(user) if is_whole => Choice::Unchanged(user),
            _ if row.is_somebody_new && is_whole => Choice::Create,
            _ => Choice::Ask,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(change: impl FnOnce(&mut RowNote, &mut Alone<'_>), expected: Choice) {
        let empty = RowNote::default();
        let mut row = Alone {
            note: &empty,
            matched: None,
            led: None,
            waits: false,
            is_somebody_new: false,
        };
        let mut note = RowNote::default();
        change(&mut note, &mut row);
        let row = Alone { note: &note, ..row };
        assert_eq!(alone(&row), expected, "{note:?}");
    }

    #[test]
    fn what_needs_no_directory_is_chosen_at_once() {
        check(|note, _| note.rejected = true, Choice::Reject);
        check(|_, _| {}, Choice::Ask);
        check(|_, row| row.is_somebody_new = true, Choice::Create);
        check(|_, row| row.matched = Some(7), Choice::Unchanged(7));
        // Somebody else's phone is left out, which has to be said.
        let taken = |note: &mut RowNote, row: &mut Alone<'_>| {
            note.phone_of = 2;
            (row.matched, row.is_somebody_new) = (Some(7), true);
        };
        check(taken, Choice::Ask);
        let clash = Relation::ClashesById { with: 2, fields: 4 };
        check(
            |note, _| note.relation = clash,
            Choice::Clash { with: 2, fields: 4 },
        );
    }

    #[test]
    fn rows_of_one_user_go_by_the_first() {
        let identical = Relation::Identical {
            leader: 2,
            repeats: 3,
        };
        check(|note, _| note.relation = identical, Choice::Repeats(3));
        let waiting = |note: &mut RowNote, row: &mut Alone<'_>| {
            note.relation = identical;
            row.waits = true;
        };
        check(waiting, Choice::Ask);
        let rejected = |note: &mut RowNote, row: &mut Alone<'_>| {
            note.relation = identical;
            row.led = Some(Led::Rejected);
        };
        check(rejected, Choice::Ask);
        let follows = Relation::Follows {
            leader: 2,
            adds: true,
        };
        check(|note, _| note.relation = follows, Choice::Ask);
        let unchanged = |note: &mut RowNote, row: &mut Alone<'_>| {
            note.relation = follows;
            row.led = Some(Led::Unchanged(7));
        };
        check(unchanged, Choice::Merged { first: 2, user: 7 });
    }
}
