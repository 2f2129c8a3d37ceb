//! What is noted of every row, in the order of the rows, on scratch files.

use crate::base::spill::log::{Log, LogWriter};
use crate::base::spill::scratch::Scratch;
use crate::check::digest::COMPARED;
use crate::ports::watch::RunError;
use crate::rows::raw::RowPlace;
use crate::users::user::{Fingerprint, IdentifierKind};

/// How the rows of a file stand to one another.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[repr(u8)]
pub enum Relation {
    /// The row is a user by itself, or the first row of one.
    #[default]
    Stands = 0,
    /// It is the first of several rows of one user.
    Leads = 1,
    /// It adds to the user of the row `other`.
    Follows = 2,
    /// It says what the row `other` said.
    Identical = 3,
    /// It has the id of the row `other` and differs.
    ClashesById = 4,
    /// It has the email, or another identifier, of the row `other` and differs.
    ClashesByEmail = 5,
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
    pub verdict: Relation,
    /// The row that `verdict` speaks of; 0 for none.
    pub other: u32,
    /// Of a clash: the fields that differ, as bits of [`crate::check::digest::COMPARED`].
    /// Of an identical row: the row it repeats. Of a row that follows: 1 if it
    /// adds anything. Of a row that leads: [`crate::check::notes::PLACED`] and
    /// [`crate::check::notes::ADDED_TO`].
    pub differing: u32,
    /// The row that has this row's phone already; 0 for none.
    pub phone_of: u32,
    /// The row that has this row's username already; 0 for none.
    pub username_of: u32,
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
        to[33] = self.verdict as u8;
        for (index, word) in [self.other, self.differing, self.phone_of, self.username_of]
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
            verdict: match from[33] {
                1 => Relation::Leads,
                2 => Relation::Follows,
                3 => Relation::Identical,
                4 => Relation::ClashesById,
                5 => Relation::ClashesByEmail,
                _ => Relation::Stands,
            },
            other: word(36),
            differing: word(40),
            phone_of: word(44),
            username_of: word(48),
        }
    }
}

/// Writes notes of rows.
pub struct NoteWriter(LogWriter);

impl NoteWriter {
    /// An empty log of notes.
    pub fn new(scratch: &dyn Scratch) -> Result<NoteWriter, RunError> {
        Ok(NoteWriter(LogWriter::new(scratch)?))
    }

    /// Adds a note.
    pub fn push(&mut self, note: &RowNote) -> Result<(), RunError> {
        Ok(self.0.write(&note.write())?)
    }

    /// Ends the log.
    pub fn finish(self) -> Result<Notes, RunError> {
        let mut notes = Notes(self.0.finish()?);
        notes.rewind()?;
        Ok(notes)
    }
}

/// Notes of rows, in the order of the rows.
pub struct Notes(Log);

impl Notes {
    /// Goes back to the first one.
    pub fn rewind(&mut self) -> Result<(), RunError> {
        Ok(self.0.rewind()?)
    }

    /// The next one; `None` at the end.
    #[allow(
        clippy::should_implement_trait,
        reason = "it can fail, so it is no iterator"
    )]
    pub fn next(&mut self) -> Result<Option<RowNote>, RunError> {
        let mut bytes = [0; RowNote::BYTES];
        Ok(self.0.read(&mut bytes)?.then(|| RowNote::read(&bytes)))
    }
}

/// A key that several rows may share: its hash, and row and kind packed.
pub type SharedKey = (u64, u64);

/// Marks a row that has neither id nor email, in a [`SharedKey`].
const WEAK: u64 = 0x80;

/// Packs the row and kind of a key.
pub fn pack(row: u64, kind: IdentifierKind, weak: bool) -> u64 {
    (row << 8) | kind as u64 | if weak { WEAK } else { 0 }
}

/// The row, the kind, and whether the row has neither id nor email.
pub fn unpack(packed: u64) -> (u32, Option<IdentifierKind>, bool) {
    (
        (packed >> 8) as u32,
        IdentifierKind::of_number((packed & 0x7f) as u8),
        packed & WEAK != 0,
    )
}

/// Of a row that leads, in `differing`: one of its rows names access.
pub const PLACED: u32 = 1;

/// Of a row that leads, in `differing`: a later row adds to what it says.
pub const ADDED_TO: u32 = 2;

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

/// The kinds that an earlier row has, as bits.
pub fn left_out_bits(note: &RowNote) -> u8 {
    let bit = |kind: IdentifierKind, row: u32| u8::from(row != 0) << kind as u8;
    bit(IdentifierKind::Phone, note.phone_of) | bit(IdentifierKind::Username, note.username_of)
}
