//! ASP.NET Identity: everything in one base64. Version 2: a zero, 16 bytes of
//! salt, 32 of key, 1,000 rounds of HMAC-SHA1. Version 3: a one, then the
//! digest, the rounds and the length of the salt as big-endian numbers of 32
//! bits, salt and key.

use super::{Pbkdf2, SCHEME};
use crate::parameters::key;
use crate::written::base64;
use crate::{Algorithm, Reading, Refusal, Written};

/// How long version 2 is, in bytes.
const V2_BYTES: usize = 1 + V2_SALT_BYTES + 32;
const V2_SALT_BYTES: usize = 16;
const V2_ROUNDS: u64 = 1_000;

/// How version 3 begins in base64, for its three digests.
const V3_BEGINS: [&str; 3] = ["AQAAAAA", "AQAAAAE", "AQAAAAI"];

/// The fewest characters of version 3: 16 bytes each of salt and key.
const V3_CHARACTERS_MIN: usize = 60;

const CUT: Refusal = Refusal::Malformed("is cut short");

/// Whether a text can only be version 3. Version 2 begins with a single known
/// byte, which does not tell.
pub(super) fn claims(hash: &str) -> bool {
    hash.len() >= V3_CHARACTERS_MIN && V3_BEGINS.iter().any(|begin| hash.starts_with(begin))
}

/// Whether a text has the length and the first byte of version 2.
pub(super) fn is_v2(hash: &str) -> bool {
    base64(hash).is_some_and(|bytes| bytes.len() == V2_BYTES && bytes[0] == 0)
}

pub(super) fn read(written: &Written<'_>) -> Result<Reading, Refusal> {
    let bytes = base64(written.hash).ok_or(Refusal::Malformed("is not base64"))?;
    let pbkdf2 = match bytes.split_first() {
        Some((0, rest)) if bytes.len() == V2_BYTES => {
            let (salt, key) = rest.split_at(V2_SALT_BYTES);
            Pbkdf2::new(Algorithm::Sha1, V2_ROUNDS, salt.to_vec(), key.to_vec())?
        }
        Some((0, _)) => return Err(Refusal::Malformed("has not the 49 bytes of version 2")),
        Some((1, rest)) => version_3(rest)?,
        _ => {
            return Err(Refusal::Malformed(
                "begins with neither version of ASP.NET Identity",
            ));
        }
    };
    Ok(Reading::new(&SCHEME, pbkdf2).without_salt_beside(written))
}

fn version_3(rest: &[u8]) -> Result<Pbkdf2, Refusal> {
    let (digest, rest) = big_endian(rest)?;
    let (rounds, rest) = big_endian(rest)?;
    let (salt_length, rest) = big_endian(rest)?;
    let algorithm = match digest {
        0 => Algorithm::Sha1,
        1 => Algorithm::Sha256,
        2 => Algorithm::Sha512,
        _ => return Err(Refusal::Malformed("names a digest that is not known")),
    };
    let (salt, subkey) = rest.split_at_checked(salt_length as usize).ok_or(CUT)?;
    Pbkdf2::new(
        algorithm,
        u64::from(rounds),
        salt.to_vec(),
        key(Some(subkey.to_vec()))?,
    )
}

fn big_endian(bytes: &[u8]) -> Result<(u32, &[u8]), Refusal> {
    let (number, rest) = bytes.split_first_chunk().ok_or(CUT)?;
    Ok((u32::from_be_bytes(*number), rest))
}
