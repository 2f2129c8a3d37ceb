//! What a check finds that would be changed of users who are there already. Kept only of
//! those, and however many there are: what is counted goes to disk.

use crate::base::limits::CHANGES_SHOWN_MAX;
use crate::base::spill::scratch::Scratch;
use crate::base::spill::sort::FixedSorter;
use crate::check::decide::case::Decision;
use crate::findings::shown::shown;
use crate::users::access::Access;
use crate::users::change::UserUpdate;
use crate::users::changes::{Changes, FieldChanged, FieldCount, RightCount};
use crate::users::differences::{Part, Right, RightChanged, parts, rights};
use crate::users::user::{StoredUser, UserKey};
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::io::Result;

/// A change of a user: whose, what, and of a right its number.
type Noted = (UserKey, u64, u64);

/// Where the organization stands beside what is changed, in bits.
const ORGANIZATION_BITS: u32 = 8;

const FIELD: u64 = 1;
const MEMBER: u64 = 2;
const ROLE: u64 = 3;
const PERMISSION: u64 = 4;

/// Marks a right that is taken away.
const TAKEN: u64 = 1 << 4;

/// Takes down what rows would change.
pub(super) struct ChangesAhead<'s> {
    noted: FixedSorter<'s, Noted>,
    examples: Vec<FieldChanged>,
}

/// Notes what is decided of a row and its user, if it is to be said.
pub(super) fn note_ahead(
    ahead: &mut Option<ChangesAhead<'_>>,
    row: u64,
    user: &StoredUser,
    decision: &Decision,
) -> Result<()> {
    match (ahead, decision) {
        (Some(ahead), Decision::Update(update)) => ahead.note(row, user, update),
        _ => Ok(()),
    }
}

/// What was noted, counted; nothing if it is not to be said.
pub(super) fn counted(ahead: Option<ChangesAhead<'_>>, access: &Access) -> Result<Changes> {
    ahead.map_or_else(|| Ok(Changes::default()), |ahead| ahead.counted(access))
}

impl<'s> ChangesAhead<'s> {
    /// Of which nothing is noted yet.
    pub fn new(scratch: &'s dyn Scratch) -> ChangesAhead<'s> {
        ChangesAhead {
            noted: FixedSorter::new(scratch),
            examples: Vec::new(),
        }
    }

    /// Notes what a row changes of its user. What several rows say alike counts once.
    fn note(&mut self, row: u64, user: &StoredUser, update: &UserUpdate) -> Result<()> {
        let password = update.password.is_some().then_some(Part::Password);
        for part in parts(&user.row, &update.row).chain(password) {
            self.noted.push((user.key, FIELD, part as u64))?;
            if self.examples.len() < CHANGES_SHOWN_MAX {
                self.show(row, user, update, part);
            }
        }
        let next = update.memberships_of(&user.memberships);
        for changed in rights(&user.memberships, &next) {
            let (what, number) = match changed.right {
                Right::Member => (MEMBER, 0),
                Right::Role(number) => (ROLE, number),
                Right::Permission(number) => (PERMISSION, number),
            };
            let taken = if changed.is_given { 0 } else { TAKEN };
            let organization = u64::from(changed.organization) << ORGANIZATION_BITS;
            let noted = (user.key, organization | taken | what, u64::from(number));
            self.noted.push(noted)?;
        }
        Ok(())
    }

    fn show(&mut self, row: u64, user: &StoredUser, update: &UserUpdate, part: Part) {
        let is_known = |known: &FieldChanged| known.user == user.id && known.field == part.name();
        if self.examples.iter().any(is_known) {
            return;
        }
        let text = |own, other| part.text(own, other).as_deref().map(shown);
        self.examples.push(FieldChanged {
            user: user.id,
            row: Some(row),
            field: part.name().to_owned(),
            from: text(&user.row, &update.row),
            to: text(&update.row, &user.row),
        });
    }

    /// Counts what was noted.
    fn counted(self, access: &Access) -> Result<Changes> {
        let mut counts: BTreeMap<(u64, u64), u64> = BTreeMap::new();
        let mut users = 0;
        let mut noted = self.noted.sorted()?;
        let mut last: Option<Noted> = None;
        while let Some(next) = noted.next()? {
            let (user, what, number) = next;
            if last == Some(next) {
                continue;
            }
            users += u64::from(last.is_none_or(|(other, ..)| other != user));
            *counts.entry((what, number)).or_default() += 1;
            last = Some(next);
        }
        let mut changes = Changes {
            users,
            examples: self.examples,
            ..Changes::default()
        };
        for ((what, number), users) in counts {
            if what == FIELD {
                let mut all = Part::ALL.into_iter();
                let part = all.find(|part| *part as u64 == number);
                changes
                    .fields
                    .extend(part.map(|part| FieldCount::of(part, users)));
            } else {
                let right = right_of(what, number);
                changes.rights.push(RightCount::of(right, users, access));
            }
        }
        changes.fields.sort_by_key(|count| Reverse(count.users));
        changes.rights.sort_by_key(|count| Reverse(count.users));
        Ok(changes)
    }
}

/// The right that was noted.
fn right_of(what: u64, number: u64) -> RightChanged {
    let number = number as u32;
    RightChanged {
        organization: (what >> ORGANIZATION_BITS) as u32,
        right: match what & (TAKEN - 1) {
            MEMBER => Right::Member,
            ROLE => Right::Role(number),
            _ => Right::Permission(number),
        },
        is_given: what & TAKEN == 0,
    }
}
