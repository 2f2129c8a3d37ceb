//! Claims as bytes, for stores to list them by.
//!
//! Each claim: the kind; how many bytes of the key are those of the key before; how
//! many follow, and those; the user. Numbers are in LEB128, so that claims in the
//! order of their keys take a few bytes each.

use crate::leb128::{read_number, write_number};
use admit_core::users::change::Claim;
use admit_core::users::user::{IdentifierKey, IdentifierKind};

/// Writes claims.
pub(crate) fn encode(claims: &[Claim]) -> Vec<u8> {
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

/// Reads claims; `None` if the bytes are not what [`encode`] writes.
pub(crate) fn decode(mut bytes: &[u8]) -> Option<Vec<Claim>> {
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
        let bytes = encode(claims);
        assert!(bytes.len() <= bytes_max, "{} bytes", bytes.len());
        assert_eq!(decode(&bytes).as_deref(), Some(claims));
    }

    #[test]
    fn what_is_encoded_is_decoded() {
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
    fn what_cannot_be_decoded_is_noticed() {
        for bytes in [
            &[9][..],
            &[1],
            &[1, 0],
            &[1, 1, 0, 1],
            &[1, 0, 2, b'a', 1],
            &[1, 0, 1, 0xff, 1],
            &[1, 0, 0, 0x80],
            &[0xff; 12],
        ] {
            assert_eq!(decode(bytes), None, "{bytes:?}");
        }
    }
}
