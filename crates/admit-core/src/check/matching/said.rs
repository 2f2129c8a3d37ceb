//! What the rows of a user said so far, for rows of the same user that share nothing with
//! them.

use crate::check::decide::case::Decision;
use crate::check::decide::changed::changed_set;
use crate::users::field::Field;
use crate::users::field_set::FieldSet;
use crate::users::last_imported::COMPARED;
use crate::users::user::{StoredUser, UserKey};
use std::collections::HashMap;

/// What rows said of the users of the directory.
#[derive(Default)]
pub struct Said {
    /// The first later row of a user that shares nothing with the rows before it, and what
    /// such rows say of the user.
    later: HashMap<UserKey, (u32, FieldSet)>,
    /// What the rows of a user change; `Identities` if they take an identifier away.
    changed: HashMap<UserKey, FieldSet>,
    /// Of users who were changed by hand, what becomes of that.
    edits: HashMap<UserKey, Edits>,
}

/// What becomes of the fields of a user that were changed by hand and are given by a row.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Edits {
    /// The file says what the directory has: from now on it is as imported.
    settled: FieldSet,
    /// The file says something else and the edit stays.
    kept: FieldSet,
}

impl Edits {
    /// Of a row's decision about its user.
    fn of(user: &StoredUser, given: FieldSet, decision: &Decision) -> Edits {
        let listed = |last: &[(Field, u64)]| {
            let mut fields = FieldSet::default();
            fields.extend(last.iter().map(|(field, _)| *field));
            fields
        };
        let edited = listed(&user.row.last_imported);
        let given = FieldSet(edited.0 & expanded(given).0);
        let left = match decision {
            Decision::Update(update) | Decision::Remember(update) => {
                listed(&update.row.last_imported)
            }
            _ => edited,
        };
        Edits {
            settled: given.without(left),
            kept: FieldSet(given.0 & left.0),
        }
    }

    /// The fields on which two rows disagree: the one settles what the other leaves as it
    /// was edited, and would change when the file comes again.
    fn at_odds(self, other: Edits) -> FieldSet {
        FieldSet(self.settled.0 & other.kept.0 | self.kept.0 & other.settled.0)
    }
}

/// The compared fields that these give.
fn expanded(given: FieldSet) -> FieldSet {
    let mut fields = given;
    if given.contains(Field::Name) {
        fields.extend([Field::FirstName, Field::LastName]);
    }
    let mut compared = FieldSet::default();
    compared.extend(COMPARED);
    FieldSet(fields.0 & compared.0)
}

impl Said {
    /// Remembers what a row does to its user.
    pub fn note(&mut self, user: &StoredUser, given: FieldSet, decision: &Decision) {
        if let Decision::Update(update) = decision {
            let fields = changed_set(user, update);
            if !fields.is_empty() {
                let changed = self.changed.entry(user.key).or_default();
                *changed = changed.union(fields);
            }
        }
        if !user.row.last_imported.is_empty() {
            let of_row = Edits::of(user, given, decision);
            let edits = self.edits.entry(user.key).or_default();
            edits.settled = edits.settled.union(of_row.settled);
            edits.kept = edits.kept.union(of_row.kept);
        }
    }

    /// Remembers a later row that shares nothing with those before it.
    pub fn note_later(&mut self, user: UserKey, row: u32, given: FieldSet) {
        let first = (row, FieldSet::default());
        let (_, said) = self.later.entry(user).or_insert(first);
        *said = said.union(given);
    }

    /// What the rows so far change of a user.
    pub fn changed(&self, user: UserKey) -> Option<FieldSet> {
        self.changed.get(&user).copied()
    }

    /// The fields changed by hand on which a row disagrees with those before it. Of rows
    /// that were known again by what they say, it stays what it was.
    pub fn at_odds(&self, user: &StoredUser, given: FieldSet, decision: &Decision) -> FieldSet {
        if user.row.last_imported.is_empty() {
            return FieldSet::default();
        }
        let unchanged = || Edits::of(user, user.row.imported, &Decision::Unchanged(user.key));
        let before = self.edits.get(&user.key).copied();
        let before = before.unwrap_or_else(unchanged);
        before.at_odds(Edits::of(user, given, decision))
    }

    /// The row of another group that says of the user what this decision would change.
    pub fn contradicted_by(&self, user: &StoredUser, decision: &Decision) -> Option<u32> {
        let (row, said) = self.later.get(&user.key)?;
        let Decision::Update(update) = decision else {
            return None;
        };
        let both = FieldSet(said.0 & changed_set(user, update).0);
        (!both.is_empty()).then_some(*row)
    }
}
