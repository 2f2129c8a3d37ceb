//! sha256-crypt (`$5$`) and sha512-crypt (`$6$`) after Ulrich Drepper.

use super::{alphabet, salt, salt_and_hash};
use crate::bounds::at_most;
use crate::limits::SHA_CRYPT_ROUNDS_MAX;
use crate::parameters::number;
use crate::{Cost, Refusal, Verifier};
use sha_crypt::{Params, sha256_crypt, sha512_crypt};
use subtle::ConstantTimeEq;

const SALT_CHARACTERS_MAX: usize = 16;
const CHARACTERS_256: usize = 43;
const CHARACTERS_512: usize = 86;

pub(super) struct ShaCrypt {
    is_512: bool,
    params: Params,
    rounds: u64,
    salt: Vec<u8>,
    expected: Vec<u8>,
}

/// Reads what follows the id of sha256-crypt.
pub(super) fn read_256(text: &str) -> Result<ShaCrypt, Refusal> {
    // The last three characters are of sixteen bits.
    read(false, text, |hash| {
        alphabet::hash(hash, CHARACTERS_256, |last| last < 16)
    })
}

/// Reads what follows the id of sha512-crypt.
pub(super) fn read_512(text: &str) -> Result<ShaCrypt, Refusal> {
    // The last two characters are of eight bits.
    read(true, text, |hash| {
        alphabet::hash(hash, CHARACTERS_512, |last| last < 4)
    })
}

fn read(
    is_512: bool,
    text: &str,
    hash: impl Fn(&str) -> Result<Vec<u8>, Refusal>,
) -> Result<ShaCrypt, Refusal> {
    const ROUNDS: Refusal = Refusal::Malformed("has rounds that are no number");
    let (rounds, rest) = match text.strip_prefix("rounds=") {
        Some(text) => {
            let (rounds, rest) = text.split_once('$').ok_or(ROUNDS)?;
            (number(rounds).ok_or(ROUNDS)?, rest)
        }
        None => (u64::from(Params::RECOMMENDED_ROUNDS), text),
    };
    at_most(rounds, SHA_CRYPT_ROUNDS_MAX, "rounds")?;
    // Fewer than the least are that many, as everywhere where these are made.
    let rounds = rounds.max(u64::from(Params::ROUNDS_MIN));
    let (salt_text, expected) = salt_and_hash(rest)?;
    Ok(ShaCrypt {
        is_512,
        params: Params::new(rounds as u32).map_err(|_| ROUNDS)?,
        rounds,
        salt: salt(salt_text, SALT_CHARACTERS_MAX)?,
        expected: hash(expected)?,
    })
}

/// The characters of a digest: its thirds in groups of one byte each, where
/// every group begins in another third than the one before.
fn text(digest: &[u8], turned_by: usize) -> Vec<u8> {
    let third = digest.len() / 3;
    let mut text = Vec::with_capacity(CHARACTERS_512);
    for at in 0..third {
        let byte = |place: usize| {
            let part = (place + turned_by * at) % 3;
            u32::from(digest[part * third + at])
        };
        alphabet::push(&mut text, byte(0) << 16 | byte(1) << 8 | byte(2), 4);
    }
    match digest[3 * third..] {
        [a, b] => alphabet::push(&mut text, u32::from(b) << 8 | u32::from(a), 3),
        [a] => alphabet::push(&mut text, u32::from(a), 2),
        _ => {}
    }
    text
}

impl Verifier for ShaCrypt {
    fn verify(&self, password: &[u8]) -> bool {
        let text = if self.is_512 {
            text(&sha512_crypt(password, &self.salt, self.params), 1)
        } else {
            text(&sha256_crypt(password, &self.salt, self.params), 2)
        };
        text.ct_eq(&self.expected).into()
    }

    fn cost(&self) -> Cost {
        Cost {
            memory: 0,
            // On a slow core 656,000 rounds take 164 ms.
            microseconds: self.rounds.div_ceil(4),
        }
    }
}
