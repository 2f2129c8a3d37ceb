//! The plan: for every row where it stands and what will be done with it, on a
//! scratch file.

use crate::check::decide::together::Part;
use crate::check::notes::{Relation, RowNote, left_out_bits};
use crate::findings::after::{After, Place};
use crate::ports::store::Outcome;
use crate::rows::raw::RowPlace;
use crate::users::user::UserKey;

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

/// The user of a row of the plan.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PlannedUser {
    /// It does not matter.
    #[default]
    None,
    /// One that the directory has.
    Known(UserKey),
    /// The n-th new one of this import, counted from 1. Its number is given when the
    /// plan is applied.
    New(u64),
}

/// One row of the plan.
#[derive(Clone, Copy, Debug)]
pub struct PlannedRow {
    /// Where it stands.
    pub place: RowPlace,
    /// What will be done.
    pub action: Action,
    /// Which user: to be created, joined, changed.
    pub user: PlannedUser,
    /// The version the user was compared at.
    pub version: u64,
    /// What the rows of its user say together.
    pub fingerprint: u128,
    /// Whether another row of its user says where the user goes.
    pub placed_elsewhere: bool,
    /// Which part it has in what is said of the access of its user.
    pub part: Part,
    /// The first row of the same user; itself for that one.
    pub first: u32,
    /// Whether something of what its user's rows say of access is in doubt.
    pub keeps_access: bool,
    /// The kinds of identifier that belong to somebody else, as bits of
    /// `1 << kind`.
    pub left_out: u8,
    /// What the user is like after it, for findings that speak of it.
    pub after: After,
}

/// The size of a planned row on disk, in bytes.
pub const PLANNED_BYTES: usize = 64;

impl PlannedRow {
    /// Of a row as noted.
    pub fn of(note: &RowNote, action: Action, user: PlannedUser, version: u64) -> PlannedRow {
        PlannedRow {
            place: note.place,
            action,
            user,
            version,
            // What all rows say together is written with the last that adds to it.
            fingerprint: match note.relation {
                Relation::Leads { added_to: true, .. } => 0,
                _ => note.fingerprint,
            },
            placed_elsewhere: note.relation.is_placed(),
            part: Part::of(note),
            first: note.relation.other().unwrap_or(note.place.row as u32),
            keeps_access: false,
            left_out: left_out_bits(note),
            after: After {
                place: match action {
                    Action::Create if note.relation.is_placed() => Place::OtherRows,
                    Action::Create => Place::Default,
                    _ if note.relation.other().is_some() => Place::OtherRows,
                    _ => Place::AsBefore,
                },
                is_open: false,
            },
        }
    }

    /// As bytes.
    pub fn write(&self) -> [u8; PLANNED_BYTES] {
        let mut to = [0; PLANNED_BYTES];
        to[..4].copy_from_slice(&(self.place.row as u32).to_le_bytes());
        to[4..8].copy_from_slice(&(self.place.line as u32).to_le_bytes());
        to[8..16].copy_from_slice(&self.place.byte.to_le_bytes());
        to[16..32].copy_from_slice(&self.fingerprint.to_le_bytes());
        let (case, user) = match self.user {
            PlannedUser::None => (0, 0),
            PlannedUser::Known(user) => (1, user),
            PlannedUser::New(nth) => (2, nth),
        };
        to[32..40].copy_from_slice(&user.to_le_bytes());
        to[40..48].copy_from_slice(&self.version.to_le_bytes());
        to[48] = self.left_out;
        to[49] = self.after.place as u8;
        to[50] = u8::from(self.after.is_open);
        to[56] = self.action as u8;
        to[57] = u8::from(self.placed_elsewhere);
        to[51] = u8::from(self.keeps_access);
        to[52..56].copy_from_slice(&self.first.to_le_bytes());
        to[58] = self.part as u8;
        to[59] = case;
        to
    }

    /// Of bytes.
    pub fn read(from: &[u8; PLANNED_BYTES]) -> PlannedRow {
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
            user: match from[59] {
                1 => PlannedUser::Known(long(32)),
                2 => PlannedUser::New(long(32)),
                _ => PlannedUser::None,
            },
            version: long(40),
            placed_elsewhere: from[57] != 0,
            part: Part::of_number(from[58]),
            first: word(52),
            keeps_access: from[51] != 0,
            left_out: from[48],
            after: After {
                place: Place::of_number(from[49]),
                is_open: from[50] != 0,
            },
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
