//! How the rows of a group stand to one another.

use super::all_rows::AllRows;
use super::standings::{Clash, Standings};
use crate::base::spill::log::{Log, LogWriter};
use crate::check::digest::{Brings, COMPARED, Marks, RowDigest, with_shut_out};
use crate::check::notes::{Relation, RowNote};
use crate::ports::watch::RunError;
use crate::users::field::Field;
use crate::users::user::{Fingerprint, IdentifierKind};
use std::collections::HashMap;

/// Marks the number of identifiers of a row of whose access something is in doubt.
const IN_DOUBT: u32 = 1 << 31;

/// Marks that of a row with [`Marks`], in their order.
const SHUTS: u32 = 1 << 30;
const STATE_UNREAD: u32 = 1 << 29;
const ID_OF_NOBODY: u32 = 1 << 28;

/// Marks that of a row that is held back by itself.
const HELD_BACK: u32 = 1 << 27;

/// The bits of the number itself.
const COUNT: u32 = HELD_BACK - 1;

pub(super) struct Member {
    pub(super) row: u32,
    /// Whether it is held back by itself.
    pub(super) is_held_back: bool,
    fingerprint: Fingerprint,
    pub(super) digest: RowDigest,
}

pub(super) fn write_member(
    writer: &mut LogWriter,
    note: &RowNote,
    digest: &RowDigest,
) -> Result<(), RunError> {
    let mut bytes = Vec::with_capacity(160 + digest.identifiers.len() * 9);
    bytes.extend((note.place.row as u32).to_le_bytes());
    let marks = [
        (digest.in_doubt, IN_DOUBT),
        (digest.marks.shuts, SHUTS),
        (digest.marks.state_unread, STATE_UNREAD),
        (digest.marks.id_of_nobody, ID_OF_NOBODY),
        (note.rejected, HELD_BACK),
    ];
    let marked = marks.into_iter().filter(|(is_so, _)| *is_so);
    let marks = marked.fold(0, |bits, (_, bit)| bits | bit);
    bytes.extend((digest.identifiers.len() as u32 | marks).to_le_bytes());
    bytes.extend(note.fingerprint.to_le_bytes());
    bytes.extend(digest.access.to_le_bytes());
    for field in digest.fields {
        bytes.extend(field.to_le_bytes());
    }
    for (kind, hash) in &digest.identifiers {
        bytes.push(*kind);
        bytes.extend(hash.to_le_bytes());
    }
    Ok(writer.write(&bytes)?)
}

fn read_member(log: &mut Log) -> Result<Option<Member>, RunError> {
    const HEAD: usize = 4 + 4 + 16 + 8 + 8 * COMPARED.len();
    let mut head = [0; HEAD];
    if !log.read(&mut head)? {
        return Ok(None);
    }
    let long = |at: usize| u64::from_le_bytes(head[at..at + 8].try_into().expect("eight bytes"));
    let short = |at: usize| u32::from_le_bytes(head[at..at + 4].try_into().expect("four bytes"));
    let mut digest = RowDigest {
        access: long(24),
        in_doubt: short(4) & IN_DOUBT != 0,
        marks: Marks {
            shuts: short(4) & SHUTS != 0,
            state_unread: short(4) & STATE_UNREAD != 0,
            id_of_nobody: short(4) & ID_OF_NOBODY != 0,
        },
        ..RowDigest::default()
    };
    for (index, field) in digest.fields.iter_mut().enumerate() {
        *field = long(32 + 8 * index);
    }
    for _ in 0..short(4) & COUNT {
        let mut bytes = [0; 9];
        log.read(&mut bytes)?;
        digest.identifiers.push((
            bytes[0],
            u64::from_le_bytes(bytes[1..].try_into().expect("eight bytes")),
        ));
    }
    let fingerprint = u128::from_le_bytes(head[8..24].try_into().expect("sixteen bytes"));
    Ok(Some(Member {
        row: short(0),
        is_held_back: short(4) & HELD_BACK != 0,
        fingerprint,
        digest,
    }))
}

/// The first row of a user and what the later ones added.
struct Leader {
    row: u32,
    fingerprint: Fingerprint,
    digest: RowDigest,
    /// Its own id and email, as digests.
    own: [u64; 2],
    followers: bool,
    /// Whether something that its rows say of access is in doubt.
    in_doubt: bool,
    /// The last row that adds to what the first one says.
    last: u32,
    /// The access of each of its rows: digest and row.
    accesses: Vec<(u64, u32)>,
    /// Its rows, and what they say for all of them.
    all: AllRows,
}

/// Judges the rows of one part in the order of the file. `shares_with_held_back` says of a
/// row whether one that was held back could be the same user.
pub(super) fn resolve(
    part: &mut Log,
    standings: &mut Standings<'_>,
    shares_with_held_back: &mut dyn FnMut(u32) -> bool,
) -> Result<(), RunError> {
    let mut leaders: Vec<Leader> = Vec::new();
    let mut known: HashMap<(u8, u64), usize> = HashMap::new();
    let mut held_back = Vec::new();
    while let Some(member) = read_member(part)? {
        if member.is_held_back {
            held_back.push(member);
            continue;
        }
        let (relation, leader) = judge(&member, &leaders, &known);
        if matches!(relation, Relation::Stands | Relation::Follows { .. }) {
            let own = leader.unwrap_or(leaders.len());
            for clash in taken_by_others(&member, own, &leaders, &known) {
                standings.clash(member.row, clash)?;
            }
        }
        let Some(index) = leader else {
            register(&member, leaders.len(), &mut known);
            leaders.push(Leader {
                row: member.row,
                fingerprint: member.fingerprint,
                accesses: vec![(member.digest.access, member.row)],
                in_doubt: member.digest.in_doubt || shares_with_held_back(member.row),
                all: AllRows::of(&member),
                own: [member.digest.fields[0], member.digest.fields[1]],
                digest: member.digest,
                followers: false,
                last: member.row,
            });
            continue;
        };
        standings.relate(member.row, relation)?;
        leaders[index].in_doubt |= member.digest.in_doubt;
        leaders[index].all.add(&member, relation);
        match relation {
            Relation::Follows { adds, .. } => {
                follow(&mut leaders[index], &member);
                if adds {
                    leaders[index].last = member.row;
                }
                register(&member, index, &mut known);
            }
            // What becomes of the first row decides about its copies.
            Relation::Identical { .. } => leaders[index].followers = true,
            // It is held back, and may name access of the same user.
            _ => leaders[index].in_doubt = true,
        }
    }
    for member in held_back {
        let (relation, leader) = judge(&member, &leaders, &known);
        if let Some(index) = leader {
            leaders[index].all.add(&member, relation);
        }
    }
    settle(leaders, standings)
}

/// Notes how the first rows stand, and what the rows of each user come to together.
fn settle(leaders: Vec<Leader>, standings: &mut Standings<'_>) -> Result<(), RunError> {
    for mut leader in leaders {
        let is_overruled = leader.all.settle(standings)?;
        if is_overruled {
            leader.fingerprint = with_shut_out(leader.fingerprint);
            standings.say(leader.row, leader.fingerprint)?;
        }
        if !leader.followers && !leader.in_doubt {
            continue;
        }
        let added_to = leader.last != leader.row;
        let leads = Relation::Leads {
            placed: leader.accesses.iter().any(|(access, _)| *access != 0),
            added_to,
            in_doubt: leader.in_doubt,
            brings: Brings::of(
                leader.own,
                [leader.digest.fields[0], leader.digest.fields[1]],
            ),
        };
        standings.relate(leader.row, leads)?;
        if !is_overruled {
            standings.say(leader.row, leader.fingerprint)?;
        }
        if added_to {
            standings.say(leader.last, leader.fingerprint)?;
        }
    }
    Ok(())
}

/// The phones and usernames of a row that an earlier user of the file has.
fn taken_by_others(
    member: &Member,
    own: usize,
    leaders: &[Leader],
    known: &HashMap<(u8, u64), usize>,
) -> Vec<Clash> {
    let clash = |identifier: &(u8, u64)| {
        let kind = WEAK.into_iter().find(|kind| *kind as u8 == identifier.0)?;
        let leader = *known.get(identifier)?;
        (leader != own).then(|| Clash {
            kind,
            first: leaders[leader].row,
            is_compared: true,
            is_email: false,
        })
    };
    member.digest.identifiers.iter().filter_map(clash).collect()
}

fn register(member: &Member, leader: usize, known: &mut HashMap<(u8, u64), usize>) {
    for identifier in &member.digest.identifiers {
        known.entry(*identifier).or_insert(leader);
    }
}

fn follow(leader: &mut Leader, member: &Member) {
    leader.followers = true;
    leader.fingerprint = leader.fingerprint.wrapping_add(member.fingerprint).max(1);
    leader.accesses.push((member.digest.access, member.row));
    for identifier in &member.digest.identifiers {
        if !leader.digest.identifiers.contains(identifier) {
            leader.digest.identifiers.push(*identifier);
        }
    }
    for (mine, theirs) in leader.digest.fields.iter_mut().zip(member.digest.fields) {
        if *mine == 0 {
            *mine = theirs;
        }
    }
}

/// Identifiers that make two rows one user, or a clash.
const STRONG: [IdentifierKind; 3] = [
    IdentifierKind::Id,
    IdentifierKind::Email,
    IdentifierKind::Social,
];

/// Identifiers that do so only for a row that has neither id nor email.
const WEAK: [IdentifierKind; 2] = [IdentifierKind::Username, IdentifierKind::Phone];

/// The users before a row that share an identifier with it, in the order of the
/// kinds.
fn met(
    member: &Member,
    leaders: &[Leader],
    known: &HashMap<(u8, u64), usize>,
) -> Vec<(IdentifierKind, usize)> {
    let has_strong = member.digest.fields[0] != 0 || member.digest.fields[1] != 0;
    let mut found: Vec<(IdentifierKind, usize)> = Vec::new();
    for kind in STRONG.into_iter().chain(WEAK) {
        for identifier in member
            .digest
            .identifiers
            .iter()
            .filter(|(number, _)| *number == kind as u8)
        {
            if let Some(leader) = known.get(identifier) {
                let leader_is_weak = leaders[*leader].digest.fields[..2] == [0, 0];
                if STRONG.contains(&kind) || !has_strong || leader_is_weak {
                    found.push((kind, *leader));
                }
            }
        }
    }
    found
}

/// The fields in which two rows contradict one another, as bits. A row may name
/// another of the user's addresses.
fn contradictions(first: &RowDigest, later: &RowDigest) -> u32 {
    let mut differing = 0;
    for (index, (mine, theirs)) in first.fields.iter().zip(later.fields).enumerate() {
        let another_address = COMPARED[index] == Field::Email
            && first
                .identifiers
                .contains(&(IdentifierKind::Email as u8, theirs));
        // One that shuts the user out is enough: they are not two.
        let is_state = COMPARED[index] == Field::Suspended;
        if *mine != 0 && theirs != 0 && *mine != theirs && !another_address && !is_state {
            differing |= 1 << index;
        }
    }
    differing
}

/// How a row stands to the users before it, and to which of them.
fn judge(
    member: &Member,
    leaders: &[Leader],
    known: &HashMap<(u8, u64), usize>,
) -> (Relation, Option<usize>) {
    let found = met(member, leaders, known);
    let Some((kind, leader)) = found.first().copied() else {
        return (Relation::Stands, None);
    };
    if let Some((_, other)) = found
        .iter()
        .find(|(kind, other)| *other != leader && STRONG.contains(kind))
    {
        // The id of one earlier row and the email of another: it can be neither.
        let clash = Relation::ClashesByEmail {
            with: leaders[*other].row,
            fields: 1,
        };
        return (clash, Some(*other));
    }
    let first = &leaders[leader];
    let fields = contradictions(&first.digest, &member.digest);
    let with = first.row;
    let relation = match (fields, kind) {
        (0, _) => joined(first, &member.digest),
        (_, IdentifierKind::Id) => Relation::ClashesById { with, fields },
        _ => Relation::ClashesByEmail { with, fields },
    };
    (relation, Some(leader))
}

/// How a row that contradicts the user of earlier rows in nothing stands to it.
fn joined(first: &Leader, digest: &RowDigest) -> Relation {
    let both = || first.digest.fields.iter().zip(digest.fields);
    let says_more = both().any(|(mine, theirs)| *mine == 0 && theirs != 0);
    let says_less = both().any(|(mine, theirs)| *mine != 0 && theirs == 0);
    let mut identifiers = digest.identifiers.iter();
    let adds_field =
        says_more || identifiers.any(|identifier| !first.digest.identifiers.contains(identifier));
    let mut accesses = first.accesses.iter();
    let same_access = accesses.find(|(access, _)| *access == digest.access);
    let same_state = first.digest.marks.shuts == digest.marks.shuts;
    match same_access {
        Some((_, repeats)) if !adds_field && !says_less && same_state => Relation::Identical {
            leader: first.row,
            repeats: *repeats,
        },
        _ => Relation::Follows {
            leader: first.row,
            adds: adds_field || (same_access.is_none() && digest.access != 0),
        },
    }
}
