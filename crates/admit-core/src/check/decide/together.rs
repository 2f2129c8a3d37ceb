//! What the rows of one user say of access together.

use crate::check::notes::{Relation, RowNote};
use crate::rows::candidate::Candidate;
use crate::users::field::Field;
use crate::users::user::Membership;

/// Which part a row has in what is said of the access of its user.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[repr(u8)]
pub enum Part {
    /// It says all of it.
    #[default]
    Alone = 0,
    /// Other rows say more.
    More = 1,
    /// It is the last that adds anything: what all have said is known by then.
    Last = 2,
}

impl Part {
    /// The part of a row.
    pub fn of(note: &RowNote) -> Part {
        match note.relation {
            Relation::Stands
            | Relation::Leads {
                added_to: false, ..
            } => Part::Alone,
            // What all rows say together stands with the last that adds to it.
            Relation::Follows { adds: true, .. } if note.fingerprint != 0 => Part::Last,
            _ => Part::More,
        }
    }

    /// The part of this number.
    pub fn of_number(number: u8) -> Part {
        match number {
            1 => Part::More,
            2 => Part::Last,
            _ => Part::Alone,
        }
    }
}

/// What a row, or the rows of a user up to it, say of access.
#[derive(Clone, Copy, Debug)]
pub enum Says<'a> {
    /// The row says all of it.
    Alone,
    /// Other rows say more: nothing can be taken away yet.
    More,
    /// What all rows of the user say.
    Together(&'a Together),
}

/// Of what a row has a cell that says nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Blank {
    /// Of roles.
    pub roles: bool,
    /// Of permissions.
    pub permissions: bool,
}

impl Blank {
    /// Of what this row has one.
    pub fn of(candidate: &Candidate) -> Blank {
        Blank {
            roles: candidate.says_nothing_of(Field::Role),
            permissions: candidate.says_nothing_of(Field::Permission),
        }
    }
}

/// What rows of one user say of access together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Together {
    /// What they give, ascending by organization.
    pub memberships: Vec<Membership>,
    /// Whether each that gives a membership gives roles.
    pub roles: bool,
    /// Whether each that gives a membership gives permissions.
    pub permissions: bool,
    /// Of what one that gives a membership has a cell that says nothing.
    pub blank: Blank,
    /// Whether something of it could not be read or was not found, or one of the rows is
    /// held back.
    pub in_doubt: bool,
}

impl Default for Together {
    fn default() -> Together {
        Together {
            memberships: Vec::new(),
            roles: true,
            permissions: true,
            blank: Blank::default(),
            in_doubt: false,
        }
    }
}

impl Together {
    /// Adds what one more row says.
    pub fn add(&mut self, candidate: &Candidate, memberships: &[Membership]) {
        self.in_doubt |= candidate.access_in_doubt;
        if memberships.is_empty() {
            return;
        }
        self.roles &= candidate.given.contains(Field::Role);
        self.permissions &= candidate.given.contains(Field::Permission);
        let blank = Blank::of(candidate);
        self.blank.roles |= blank.roles;
        self.blank.permissions |= blank.permissions;
        for given in memberships {
            let organization = given.organization;
            let place = self
                .memberships
                .binary_search_by_key(&organization, |own| own.organization);
            match place {
                Ok(place) => self.memberships[place] = union(&self.memberships[place], given),
                Err(place) => self.memberships.insert(place, given.clone()),
            }
        }
    }
}

/// Both memberships in one organization.
pub fn union(now: &Membership, wanted: &Membership) -> Membership {
    let merge = |a: &[u32], b: &[u32]| {
        let mut all = [a, b].concat();
        all.sort_unstable();
        all.dedup();
        all
    };
    let mut scopes = now.scopes.clone();
    let new = wanted.scopes.iter();
    let new = new.filter(|scope| !now.scopes.contains(scope)).cloned();
    scopes.extend(new);
    Membership {
        organization: now.organization,
        roles: merge(&now.roles, &wanted.roles),
        permissions: merge(&now.permissions, &wanted.permissions),
        scopes,
    }
}
