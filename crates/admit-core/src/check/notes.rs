//! What is noted of every row, in the order of the rows, on scratch files.

use crate::base::spill::log::{Log, LogWriter};
use crate::base::spill::scratch::Scratch;
use crate::check::digest::{Brings, COMPARED};
use crate::ports::watch::RunError;
use crate::read::judge::SHUT_OUT;
use crate::rows::raw::RowPlace;
use crate::users::field::Field;
use crate::users::user::{Fingerprint, IdentifierKind};

/// How a row stands to the others of its file. Rows are given by their numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Relation {
    /// The row is a user by itself.
    #[default]
    Stands,
    /// It is the first of several rows of one user.
    Leads {
        /// Whether one of its rows names access.
        placed: bool,
        /// Whether a later row adds to what it says.
        added_to: bool,
        /// Whether something that its rows say of access is in doubt, or one of them is
        /// held back.
        in_doubt: bool,
        /// Who the later ones say that the user is, where it does not itself.
        brings: Brings,
    },
    /// It belongs to the user of an earlier row.
    Follows {
        /// That row.
        leader: u32,
        /// Whether it adds anything.
        adds: bool,
    },
    /// It says what an earlier row of its user said.
    Identical {
        /// The first row of the user.
        leader: u32,
        /// The row that it repeats.
        repeats: u32,
    },
    /// It has the id of an earlier row and differs.
    ClashesById {
        /// That row.
        with: u32,
        /// The fields that differ, as bits of [`crate::check::digest::COMPARED`].
        fields: u32,
    },
    /// It has the email, or another identifier, of an earlier row and differs.
    ClashesByEmail {
        /// That row.
        with: u32,
        /// The fields that differ, as bits of [`crate::check::digest::COMPARED`].
        fields: u32,
    },
    /// It is held back with the other rows of its user.
    HeldBack {
        /// The row that it is held back for.
        with: u32,
        /// Why.
        why: HeldBack,
    },
}

/// Why all rows of a user are held back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HeldBack {
    /// In one of them it cannot be read whether the user may sign in.
    StateUnread = 1,
    /// They share an id that stands for nobody.
    IdOfNobody = 2,
}

impl Relation {
    /// The first row of the same user, or the row that it clashes with.
    pub fn other(self) -> Option<u32> {
        match self {
            Relation::Stands | Relation::Leads { .. } | Relation::HeldBack { .. } => None,
            Relation::Follows { leader, .. } | Relation::Identical { leader, .. } => Some(leader),
            Relation::ClashesById { with, .. } | Relation::ClashesByEmail { with, .. } => {
                Some(with)
            }
        }
    }

    /// Whether one of the rows that it leads names access.
    pub fn is_placed(self) -> bool {
        matches!(self, Relation::Leads { placed: true, .. })
    }

    /// Who the rows that it leads say that the user is, where it does not itself.
    pub fn brings(self) -> Brings {
        match self {
            Relation::Leads { brings, .. } => brings,
            _ => Brings::default(),
        }
    }

    /// As a number for the case, the other row, and what belongs to the case.
    pub fn pack(self) -> (u8, u32, u32) {
        match self {
            Relation::Stands => (0, 0, 0),
            Relation::Leads {
                placed,
                added_to,
                in_doubt,
                brings,
            } => {
                let bits = [placed, added_to, in_doubt].map(u32::from);
                let bits = bits[0] | bits[1] << 1 | bits[2] << 2;
                (1, brings.id, bits | brings.email << 3)
            }
            Relation::Follows { leader, adds } => (2, leader, u32::from(adds)),
            Relation::Identical { leader, repeats } => (3, leader, repeats),
            Relation::ClashesById { with, fields } => (4, with, fields),
            Relation::ClashesByEmail { with, fields } => (5, with, fields),
            Relation::HeldBack { with, why } => (6, with, why as u32),
        }
    }

    /// What [`Relation::pack`] made of it.
    pub fn unpack(case: u8, other: u32, value: u32) -> Relation {
        match case {
            1 => Relation::Leads {
                placed: value & 1 != 0,
                added_to: value & 2 != 0,
                in_doubt: value & 4 != 0,
                brings: Brings {
                    id: other,
                    email: value >> 3,
                },
            },
            2 => Relation::Follows {
                leader: other,
                adds: value != 0,
            },
            3 => Relation::Identical {
                leader: other,
                repeats: value,
            },
            4 => Relation::ClashesById {
                with: other,
                fields: value,
            },
            5 => Relation::ClashesByEmail {
                with: other,
                fields: value,
            },
            6 => Relation::HeldBack {
                with: other,
                why: match value {
                    1 => HeldBack::StateUnread,
                    _ => HeldBack::IdOfNobody,
                },
            },
            _ => Relation::Stands,
        }
    }
}

/// What is noted of a row, in the order of the rows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RowNote {
    /// Where it stands.
    pub place: RowPlace,
    /// What it says, or what all rows of its user say together.
    pub fingerprint: Fingerprint,
    /// Whether a finding held it back already.
    pub rejected: bool,
    /// How it stands to the other rows.
    pub relation: Relation,
    /// The row that has this row's phone already; 0 for none.
    pub phone_of: u32,
    /// The row that has this row's username already; 0 for none.
    pub username_of: u32,
    /// Whether that row has it as an email.
    pub username_is_email: bool,
    /// The row of the same user that shuts the user out, where this one does not; 0 for
    /// none.
    pub shut_by: u32,
}

impl RowNote {
    /// The size of a note on disk, in bytes.
    pub const BYTES: usize = 56;

    fn write(&self) -> [u8; Self::BYTES] {
        let mut to = [0; Self::BYTES];
        to[..4].copy_from_slice(&(self.place.row as u32).to_le_bytes());
        to[4..8].copy_from_slice(&(self.place.line as u32).to_le_bytes());
        to[8..16].copy_from_slice(&self.place.byte.to_le_bytes());
        to[16..32].copy_from_slice(&self.fingerprint.to_le_bytes());
        to[32] = u8::from(self.rejected);
        to[34] = u8::from(self.username_is_email);
        let (case, other, value) = self.relation.pack();
        to[33] = case;
        for (index, word) in [other, value, self.phone_of, self.username_of, self.shut_by]
            .into_iter()
            .enumerate()
        {
            to[36 + 4 * index..40 + 4 * index].copy_from_slice(&word.to_le_bytes());
        }
        to
    }

    fn read(from: &[u8; Self::BYTES]) -> RowNote {
        let word = |at: usize| u32::from_le_bytes(from[at..at + 4].try_into().expect("four bytes"));
        let long =
            |at: usize| u64::from_le_bytes(from[at..at + 8].try_into().expect("eight bytes"));
        RowNote {
            place: RowPlace {
                row: u64::from(word(0)),
                line: u64::from(word(4)),
                byte: long(8),
            },
            fingerprint: u128::from_le_bytes(from[16..32].try_into().expect("sixteen bytes")),
            rejected: from[32] != 0,
            relation: Relation::unpack(from[33], word(36), word(40)),
            phone_of: word(44),
            username_of: word(48),
            username_is_email: from[34] != 0,
            shut_by: word(52),
        }
    }
}

/// Writes notes of rows.
pub struct NoteWriter {
    log: LogWriter,
    last_row: u64,
}

impl NoteWriter {
    /// An empty log of notes.
    pub fn new(scratch: &dyn Scratch) -> Result<NoteWriter, RunError> {
        Ok(NoteWriter {
            log: LogWriter::new(scratch)?,
            last_row: 0,
        })
    }

    /// Adds a note.
    pub fn push(&mut self, note: &RowNote) -> Result<(), RunError> {
        self.last_row = note.place.row;
        Ok(self.log.write(&note.write())?)
    }

    /// Ends the log.
    pub fn finish(self) -> Result<Notes, RunError> {
        let mut notes = Notes {
            log: self.log.finish()?,
            last_row: self.last_row,
        };
        notes.rewind()?;
        Ok(notes)
    }
}

/// Notes of rows, in the order of the rows.
pub struct Notes {
    log: Log,
    last_row: u64,
}

impl Notes {
    /// The number of the last row; 0 if there is none.
    pub fn last_row(&self) -> u64 {
        self.last_row
    }

    /// Goes back to the first one.
    pub fn rewind(&mut self) -> Result<(), RunError> {
        Ok(self.log.rewind()?)
    }

    /// The next one; `None` at the end.
    #[allow(
        clippy::should_implement_trait,
        reason = "it can fail, so it is no iterator"
    )]
    pub fn next(&mut self) -> Result<Option<RowNote>, RunError> {
        let mut bytes = [0; RowNote::BYTES];
        Ok(self.log.read(&mut bytes)?.then(|| RowNote::read(&bytes)))
    }
}

/// A key that several rows may share: its hash, and row and kind packed.
pub type SharedKey = (u64, u64);

/// Marks a row that has neither id nor email, in a [`SharedKey`].
const WEAK: u64 = 0x80;

/// Marks a username under the key of the email that it is, in a [`SharedKey`].
const NAME: u64 = 0x40;

/// The bits of the kind.
const KIND: u64 = 0x3f;

/// Packs the row and kind of a key.
pub fn pack(row: u64, kind: IdentifierKind, weak: bool) -> u64 {
    (row << 8) | kind as u64 | if weak { WEAK } else { 0 }
}

/// Packs the row of a username that stands under the key of the email that it is.
pub fn pack_name(row: u64) -> u64 {
    (row << 8) | NAME
}

/// The row of such a username; `None` for everything else.
pub fn unpack_name(packed: u64) -> Option<u32> {
    (packed & NAME != 0).then_some((packed >> 8) as u32)
}

/// The row, the kind, and whether the row has neither id nor email.
pub fn unpack(packed: u64) -> (u32, Option<IdentifierKind>, bool) {
    (
        (packed >> 8) as u32,
        IdentifierKind::of_number((packed & KIND) as u8),
        packed & WEAK != 0,
    )
}

/// The names of the fields that differ, for a sentence.
pub fn differing_fields(differing: u32) -> String {
    let names: Vec<_> = COMPARED
        .iter()
        .enumerate()
        .filter(|(index, _)| differing & (1 << index) != 0)
        .map(|(_, field)| field.name())
        .collect();
    names.join(", ")
}

/// Whether two rows differ in so much that they are of two people: in the id and in the
/// first name.
pub fn are_two_people(differing: u32) -> bool {
    let differs = |wanted: Field| {
        let place = COMPARED.iter().position(|field| *field == wanted);
        place.is_some_and(|index| differing & (1 << index) != 0)
    };
    differs(Field::Id) && differs(Field::FirstName)
}

/// The kinds that an earlier row has, as bits, and whether another row shuts the user out.
pub fn left_out_bits(note: &RowNote) -> u8 {
    let bit = |kind: IdentifierKind, row: u32| u8::from(row != 0) << kind as u8;
    let shut_out = if note.shut_by == 0 { 0 } else { SHUT_OUT };
    let phone = bit(IdentifierKind::Phone, note.phone_of);
    phone | bit(IdentifierKind::Username, note.username_of) | shut_out
}
