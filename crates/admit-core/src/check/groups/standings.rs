//! How rows stand to one another: noted in any order, read in that of the rows.

use crate::base::spill::scratch::Scratch;
use crate::base::spill::sort::{FixedSorted, FixedSorter};
use crate::check::notes::{HeldBack, Relation};
use crate::ports::watch::RunError;
use crate::users::user::{Fingerprint, IdentifierKind};

/// A row and what is noted of it, packed.
type Noted = (u64, u64, u64);

/// Marks a kind where the rows were compared already.
const COMPARED_ALREADY: u64 = 1 << 8;

/// Marks a username that is an email.
const IS_EMAIL: u64 = 1 << 9;

/// A phone or username that an earlier row has.
#[derive(Clone, Copy)]
pub(super) struct Clash {
    /// Which of the two.
    pub(super) kind: IdentifierKind,
    /// The first row that has it.
    pub(super) first: u32,
    /// Whether the rows were compared already.
    pub(super) is_compared: bool,
    /// Whether that row has the username as an email.
    pub(super) is_email: bool,
}

/// What the rows of a user come to together.
#[derive(Clone, Copy)]
pub(super) enum Settled {
    /// This row shuts the user out.
    ShutBy(u32),
    /// All are held back, for this row.
    HeldBack(u32, HeldBack),
}

/// How rows stand to one another, as it is found out.
pub(super) struct Standings<'s> {
    settled: FixedSorter<'s, Noted>,
    relations: FixedSorter<'s, Noted>,
    fingerprints: FixedSorter<'s, Noted>,
    clashes: FixedSorter<'s, Noted>,
}

impl<'s> Standings<'s> {
    /// Of no row yet.
    pub(super) fn new(scratch: &'s dyn Scratch) -> Standings<'s> {
        Standings {
            settled: FixedSorter::new(scratch),
            relations: FixedSorter::new(scratch),
            fingerprints: FixedSorter::new(scratch),
            clashes: FixedSorter::new(scratch),
        }
    }

    /// Notes how a row stands to the others.
    pub(super) fn relate(&mut self, row: u32, relation: Relation) -> Result<(), RunError> {
        let (case, other, value) = relation.pack();
        let head = u64::from(case) << 32 | u64::from(other);
        let noted = (u64::from(row), head, u64::from(value));
        Ok(self.relations.push(noted)?)
    }

    /// Notes at a row what all rows of its user say together.
    pub(super) fn say(&mut self, row: u32, fingerprint: Fingerprint) -> Result<(), RunError> {
        let (high, low) = ((fingerprint >> 64) as u64, fingerprint as u64);
        Ok(self.fingerprints.push((u64::from(row), high, low))?)
    }

    /// Notes at a row what the rows of its user come to together; once a row.
    pub(super) fn settle(&mut self, row: u32, settled: Settled) -> Result<(), RunError> {
        let (other, why) = match settled {
            Settled::ShutBy(other) => (other, 0),
            Settled::HeldBack(other, why) => (other, why as u64),
        };
        let noted = (u64::from(row), u64::from(other), why);
        Ok(self.settled.push(noted)?)
    }

    /// Notes that a row gives what an earlier one has.
    pub(super) fn clash(&mut self, row: u32, clash: Clash) -> Result<(), RunError> {
        let mark = (u64::from(clash.is_compared) * COMPARED_ALREADY)
            | (u64::from(clash.is_email) * IS_EMAIL);
        let noted = (
            u64::from(row),
            clash.kind as u64 | mark,
            u64::from(clash.first),
        );
        Ok(self.clashes.push(noted)?)
    }

    /// All of it in the order of the rows.
    pub(super) fn sorted(self) -> Result<SortedStandings, RunError> {
        Ok(SortedStandings {
            settled: ByRow::of(self.settled)?,
            relations: ByRow::of(self.relations)?,
            fingerprints: ByRow::of(self.fingerprints)?,
            clashes: ByRow::of(self.clashes)?,
        })
    }
}

/// How rows stand to one another, for rows that are asked for in their order.
pub(super) struct SortedStandings {
    settled: ByRow,
    relations: ByRow,
    fingerprints: ByRow,
    clashes: ByRow,
}

impl SortedStandings {
    /// How the row stands to the others, if that was noted.
    pub(super) fn relation(&mut self, row: u64) -> Result<Option<Relation>, RunError> {
        let noted = self.relations.next_of(row)?;
        Ok(noted
            .map(|(head, value)| Relation::unpack((head >> 32) as u8, head as u32, value as u32)))
    }

    /// What the rows of the row's user come to together, if that was noted.
    pub(super) fn settled(&mut self, row: u64) -> Result<Option<Settled>, RunError> {
        let noted = self.settled.next_of(row)?;
        Ok(noted.map(|(other, why)| match why {
            0 => Settled::ShutBy(other as u32),
            1 => Settled::HeldBack(other as u32, HeldBack::StateUnread),
            _ => Settled::HeldBack(other as u32, HeldBack::IdOfNobody),
        }))
    }

    /// What all rows of the row's user say together, if it stands at this one.
    pub(super) fn fingerprint(&mut self, row: u64) -> Result<Option<Fingerprint>, RunError> {
        let noted = self.fingerprints.next_of(row)?;
        Ok(noted.map(|(high, low)| u128::from(high) << 64 | u128::from(low)))
    }

    /// The next clash of the row; `None` if there are no more.
    pub(super) fn clash(&mut self, row: u64) -> Result<Option<Clash>, RunError> {
        let noted = self.clashes.next_of(row)?;
        Ok(noted.map(|(kind, first)| Clash {
            kind: IdentifierKind::of_number(kind as u8).unwrap_or(IdentifierKind::Phone),
            first: first as u32,
            is_compared: kind & COMPARED_ALREADY != 0,
            is_email: kind & IS_EMAIL != 0,
        }))
    }
}

/// What is noted of rows, in their order.
struct ByRow {
    rest: FixedSorted<Noted>,
    next: Option<Noted>,
}

impl ByRow {
    fn of(noted: FixedSorter<'_, Noted>) -> Result<ByRow, RunError> {
        let mut rest = noted.sorted()?;
        let next = rest.next()?;
        Ok(ByRow { rest, next })
    }

    /// What is noted next, if it is of this row.
    fn next_of(&mut self, row: u64) -> Result<Option<(u64, u64)>, RunError> {
        let Some((_, one, other)) = self.next.filter(|(at, _, _)| *at == row) else {
            return Ok(None);
        };
        self.next = self.rest.next()?;
        Ok(Some((one, other)))
    }
}
