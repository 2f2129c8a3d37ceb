//! Batches of claims as bytes, for stores to find them by.
//!
//! A **listed** batch names each claim: the kind; how many bytes of the key are those
//! of the key before; how many follow, and those; the user. A **ranged** one begins
//! with a zero and names its first and last claim and the lowest and highest user:
//! whatever stands between, with such a user, is a claim of the batch. Numbers are in
//! LEB128.

use crate::leb128::{read_number, write_number};
use admit_core::users::change::Claim;
use admit_core::users::user::{IdentifierKey, IdentifierKind, UserKey};
use std::ops::RangeInclusive;

/// Begins a ranged batch; no kind of identifier has this number.
const RANGED: u8 = 0;

/// A batch of claims.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Segment {
    /// Each of them.
    Listed(Vec<Claim>),
    /// Where they lie. For where there is not much else.
    Ranged {
        /// The identifiers, in the order of (kind, key).
        identifiers: RangeInclusive<IdentifierKey>,
        /// The users they are for.
        users: RangeInclusive<UserKey>,
    },
}

/// Writes claims, in ascending order of kind and key, one by one.
pub(crate) fn listed(claims: &[Claim]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(claims.len() * 20);
    let mut before: &[u8] = &[];
    for claim in claims {
        let key = claim.identifier.key.as_bytes();
        let same = before.iter().zip(key).take_while(|(a, b)| a == b).count();
        bytes.push(claim.identifier.kind as u8);
        write_number(&mut bytes, same as u64);
        write_number(&mut bytes, (key.len() - same) as u64);
        bytes.extend(&key[same..]);
        write_number(&mut bytes, claim.user);
        before = key;
    }
    bytes
}

/// Writes where claims, in ascending order of kind and key, lie. There is one at least.
pub(crate) fn ranged(claims: &[Claim]) -> Vec<u8> {
    let (first, last) = (&claims[0], &claims[claims.len() - 1]);
    let users = claims.iter().map(|claim| claim.user);
    let mut bytes = vec![RANGED];
    write_number(&mut bytes, users.clone().min().unwrap_or_default());
    write_number(&mut bytes, users.max().unwrap_or_default());
    bytes.extend(listed(&[first.clone(), last.clone()]));
    bytes
}

/// Reads a batch; `None` if the bytes are not what [`listed`] or [`ranged`] writes.
pub(crate) fn read(bytes: &[u8]) -> Option<Segment> {
    let Some(mut rest) = bytes.strip_prefix(&[RANGED]) else {
        return read_listed(bytes).map(Segment::Listed);
    };
    let users = read_number(&mut rest)?..=read_number(&mut rest)?;
    let ends = read_listed(rest)?.into_iter().map(|claim| claim.identifier);
    let [first, last] = <[IdentifierKey; 2]>::try_from(ends.collect::<Vec<_>>()).ok()?;
    Some(Segment::Ranged {
        identifiers: first..=last,
        users,
    })
}

fn read_listed(mut bytes: &[u8]) -> Option<Vec<Claim>> {
    let mut claims = Vec::new();
    let mut key: Vec<u8> = Vec::new();
    while let Some((kind, rest)) = bytes.split_first() {
        bytes = rest;
        let kind = IdentifierKind::of_number(*kind)?;
        let same = read_number(&mut bytes)? as usize;
        let more = read_number(&mut bytes)? as usize;
        if same > key.len() || more > bytes.len() {
            return None;
        }
        key.truncate(same);
        let (own, rest) = bytes.split_at(more);
        key.extend(own);
        bytes = rest;
        claims.push(Claim {
            identifier: IdentifierKey {
                kind,
                key: String::from_utf8(key.clone()).ok()?,
            },
            user: read_number(&mut bytes)?,
        });
    }
    Some(claims)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn claim(kind: IdentifierKind, key: &str, user: u64) -> Claim {
        Claim {
            identifier: IdentifierKey {
                kind,
                key: key.to_owned(),
            },
            user,
        }
    }

    fn check(claims: &[Claim], bytes_max: usize) {
        let bytes = listed(claims);
        assert!(bytes.len() <= bytes_max, "{} bytes", bytes.len());
        assert_eq!(read(&bytes), Some(Segment::Listed(claims.to_vec())));
        if let [first, .., last] = claims {
            let identifiers = first.identifier.clone()..=last.identifier.clone();
            let users = claims.iter().map(|claim| claim.user);
            let users = users.clone().min().unwrap()..=users.max().unwrap();
            let expected = Segment::Ranged { identifiers, users };
            assert_eq!(read(&ranged(claims)), Some(expected));
        }
    }

    #[test]
    fn what_is_written_is_read() {
        use IdentifierKind::{Email, Id, Social};
        check(&[], 0);
        check(&[claim(Id, "", 0)], 4);
        check(
            &[
                claim(Email, "ana@example.org", 1),
                claim(Email, "ana@example.org.au", 2),
                claim(Email, "anna@example.org", u64::MAX),
                claim(Social, "google\u{1f}žluťoučký", 3),
                claim(Social, "google\u{1f}žlutoučký", 4),
            ],
            90,
        );
        let many: Vec<Claim> = (100_000..120_000)
            .map(|number| claim(Email, &format!("person.{number}@example.org"), number))
            .collect();
        check(&many, many.len() * 24);
    }

    #[test]
    fn what_cannot_be_read_is_noticed() {
        for bytes in [
            &[9][..],
            &[0],
            &[0, 1, 2],
            &[0, 1, 2, 1, 0, 0, 1],
            &[1],
            &[1, 0],
            &[1, 1, 0, 1],
            &[1, 0, 2, b'a', 1],
            &[1, 0, 1, 0xff, 1],
            &[1, 0, 0, 0x80],
            &[0xff; 12],
        ] {
            assert_eq!(read(bytes), None, "{bytes:?}");
        }
    }
}
