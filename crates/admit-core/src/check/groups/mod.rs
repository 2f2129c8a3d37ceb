//! Rows of one file that belong together or clash: rows that share an id or an
//! email are one user if they do not contradict one another; a phone or a
//! username belongs to the first row that gives it.

mod all_rows;
mod resolve;
mod standings;

use crate::base::spill::log::{Log, LogWriter};
use crate::base::spill::scratch::Scratch;
use crate::base::spill::sort::{FixedSorted, FixedSorter};
use crate::check::digest::{RowDigest, with_left_out};
use crate::check::input::CheckInput;
use crate::check::notes::{NoteWriter, Notes, Relation, SharedKey, unpack, unpack_name};
use crate::ports::watch::{Phase, RunError};
use crate::read::decoder::Decoder;
use crate::read::judge::Criteria;
use crate::users::user::IdentifierKind;
use resolve::{resolve, write_member};
use standings::{Clash, Settled, SortedStandings, Standings};
use std::collections::HashSet;

/// Beyond this many rows that share identifiers, they are judged in parts, so
/// that the users they make up fit in memory.
const ROWS_PER_PART: usize = 100_000;

/// The most parts, each of which holds a file open.
const PARTS_MAX: usize = 64;

/// Which rows share identifiers: a forest over row numbers.
struct Forest {
    parents: Vec<u32>,
    members: Vec<bool>,
    count: usize,
}

impl Forest {
    fn new(last_row: u64) -> Forest {
        let rows = last_row as u32 + 1;
        Forest {
            parents: (0..rows).collect(),
            members: vec![false; rows as usize],
            count: 0,
        }
    }

    fn root(&mut self, mut row: u32) -> u32 {
        while self.parents[row as usize] != row {
            let parent = self.parents[row as usize];
            self.parents[row as usize] = self.parents[parent as usize];
            row = parent;
        }
        row
    }

    fn join(&mut self, a: u32, b: u32) {
        for row in [a, b] {
            if !self.members[row as usize] {
                self.members[row as usize] = true;
                self.count += 1;
            }
        }
        let (a, b) = (self.root(a), self.root(b));
        // The smaller row leads, so that the first row of a group is its root.
        self.parents[a.max(b) as usize] = a.min(b);
    }
}

/// Finds rows that share identifiers and notes how they stand to one another.
/// Gives back the notes unchanged if there are none.
pub fn group(
    mut notes: Notes,
    keys: FixedSorter<'_, SharedKey>,
    decoder: &mut Decoder<'_>,
    criteria: &Criteria<'_>,
    input: &CheckInput<'_>,
) -> Result<Notes, RunError> {
    let scratch = input.scratch;
    let keys = keys.sorted()?;
    let Some((mut forest, mut standings)) = shared(keys, notes.last_row(), scratch)? else {
        return Ok(notes);
    };
    let (parts, held_back) = part(&mut notes, &mut forest, decoder, criteria, input)?;
    let mut shares = |row| held_back.contains(&forest.root(row));
    for mut part in parts {
        resolve(&mut part, &mut standings, &mut shares)?;
    }
    merge(notes, standings.sorted()?, &mut forest, scratch)
}

/// Joins rows that share an id, an email or a social identity, and lists those
/// that share a phone or a username. `None` if no row shares anything.
fn shared(
    mut keys: FixedSorted<SharedKey>,
    last_row: u64,
    scratch: &dyn Scratch,
) -> Result<Option<(Forest, Standings<'_>)>, RunError> {
    let mut forest: Option<Forest> = None;
    let mut standings = Standings::new(scratch);
    let mut any = false;
    let mut first: Option<SharedKey> = None;
    let mut names = Names::default();
    while let Some(key) = keys.next()? {
        let earlier = first.filter(|(hash, _)| *hash == key.0);
        if let Some(clash) = names.of_emails(key, earlier) {
            any = true;
            forest.get_or_insert_with(|| Forest::new(last_row));
            for (row, clash) in clash {
                standings.clash(row, clash)?;
            }
        }
        if unpack_name(key.1).is_some() {
            continue;
        }
        let Some((_, head)) = earlier else {
            first = Some(key);
            continue;
        };
        let ((row, kind, weak), (first_row, first_kind, first_weak)) =
            (unpack(key.1), unpack(head));
        if row == first_row || kind != first_kind {
            continue;
        }
        any = true;
        let forest = forest.get_or_insert_with(|| Forest::new(last_row));
        match kind {
            Some(kind @ (IdentifierKind::Phone | IdentifierKind::Username))
                if !weak && !first_weak =>
            {
                let clash = Clash {
                    kind,
                    first: first_row,
                    is_compared: false,
                    is_email: false,
                };
                standings.clash(row, clash)?;
            }
            _ => forest.join(row, first_row),
        }
    }
    Ok(forest.filter(|_| any).map(|forest| (forest, standings)))
}

/// Usernames that stand under the key of the email that they are.
#[derive(Default)]
struct Names {
    hash: u64,
    rows: Vec<u32>,
}

impl Names {
    /// The usernames that turn out to be the email of another row with `key`, where
    /// `email` is the first one under it.
    fn of_emails(&mut self, key: SharedKey, email: Option<SharedKey>) -> Option<Vec<(u32, Clash)>> {
        if self.hash != key.0 {
            self.hash = key.0;
            self.rows.clear();
        }
        let clash = |first: u32| Clash {
            kind: IdentifierKind::Username,
            first,
            is_compared: false,
            is_email: true,
        };
        if let Some(row) = unpack_name(key.1) {
            let Some((_, email)) = email else {
                self.rows.push(row);
                return None;
            };
            let (first, ..) = unpack(email);
            return (first != row).then(|| vec![(row, clash(first))]);
        }
        if self.rows.is_empty() {
            return None;
        }
        let (row, ..) = unpack(key.1);
        let names = std::mem::take(&mut self.rows).into_iter();
        let others = names.filter(|name| *name != row);
        Some(others.map(|name| (name, clash(row))).collect())
    }
}

/// Reads the rows that share identifiers once more and spreads their digests
/// over parts, so that each group is in one part. Answers them, and the groups in which
/// rows are held back.
fn part(
    notes: &mut Notes,
    forest: &mut Forest,
    decoder: &mut Decoder<'_>,
    criteria: &Criteria<'_>,
    input: &CheckInput<'_>,
) -> Result<(Vec<Log>, HashSet<u32>), RunError> {
    let parts = forest.count.div_ceil(ROWS_PER_PART).clamp(1, PARTS_MAX);
    let mut writers = (0..parts)
        .map(|_| LogWriter::new(input.scratch))
        .collect::<Result<Vec<_>, _>>()?;
    notes.rewind()?;
    let mut held_back = HashSet::new();
    let mut done = 0;
    while let Some(note) = notes.next()? {
        let row = note.place.row as u32;
        if !forest.members[row as usize] {
            continue;
        }
        if note.rejected {
            held_back.insert(forest.root(row));
        }
        decoder.at(note.place, 0, criteria)?;
        let digest = RowDigest::of(
            decoder.row.candidate(),
            decoder.row.memberships(),
            input.seed,
        );
        let says_state = digest.marks.shuts || digest.marks.state_unread;
        if note.rejected && !says_state {
            continue;
        }
        let root = forest.root(row);
        write_member(&mut writers[root as usize % parts], &note, &digest)?;
        done += 1;
        input.watch.tick(Phase::Grouping, done, note.place.byte)?;
    }
    let mut logs = Vec::new();
    for writer in writers {
        let mut log = writer.finish()?;
        log.rewind()?;
        logs.push(log);
    }
    Ok((logs, held_back))
}

/// Writes into the notes how the rows stand.
fn merge(
    mut notes: Notes,
    mut standings: SortedStandings,
    forest: &mut Forest,
    scratch: &dyn Scratch,
) -> Result<Notes, RunError> {
    let mut writer = NoteWriter::new(scratch)?;
    notes.rewind()?;
    while let Some(mut note) = notes.next()? {
        let row = note.place.row;
        if let Some(relation) = standings.relation(row)? {
            note.relation = relation;
        }
        if let Relation::Follows { .. } = note.relation {
            // Only the last row that adds to a user says what all say together.
            note.fingerprint = 0;
        }
        if let Some(fingerprint) = standings.fingerprint(row)? {
            note.fingerprint = fingerprint;
        }
        match standings.settled(row)? {
            Some(Settled::ShutBy(other)) => note.shut_by = other,
            Some(Settled::HeldBack(with, why)) => {
                note.relation = Relation::HeldBack { with, why };
                note.fingerprint = 0;
            }
            None => {}
        }
        while let Some(clash) = standings.clash(row)? {
            let Clash { kind, first, .. } = clash;
            if !note.rejected
                && (clash.is_compared || forest.root(row as u32) != forest.root(first))
            {
                if note.fingerprint != 0 {
                    note.fingerprint = with_left_out(note.fingerprint, kind);
                }
                if kind == IdentifierKind::Phone {
                    note.phone_of = first;
                } else {
                    (note.username_of, note.username_is_email) = (first, clash.is_email);
                }
            }
        }
        writer.push(&note)?;
    }
    writer.finish()
}
