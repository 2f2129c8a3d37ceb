//! DES as crypt uses it: a block of zeros encrypted over and over, with the
//! password as the key and with a salt that swaps bits within the expansion.
//! Traditional: two characters of salt, eleven of hash, 25 rounds, eight
//! characters of the password. Extended (BSDi): `_`, four characters of rounds,
//! four of salt, eleven of hash, the whole password.

use super::alphabet;
use crate::bounds::at_most;
use crate::crypt::des_tables::{
    FINAL, INITIAL, KEY_CHOICE_1, KEY_CHOICE_2, KEY_TURNS, SUBSTITUTIONS,
};
use crate::limits::DES_ROUNDS_MAX;
use crate::{Cost, Refusal, Verifier};
use subtle::ConstantTimeEq;

const TRADITIONAL_ROUNDS: u32 = 25;
const TRADITIONAL_CHARACTERS: usize = 13;
const EXTENDED_CHARACTERS: usize = 20;
const HASH_CHARACTERS: usize = 11;

/// How many characters of the password one key takes.
const KEY_CHARACTERS: usize = 8;

const HALF: u32 = (1 << 24) - 1;

pub(super) struct DesCrypt {
    rounds: u32,
    salt: u32,
    whole_password: bool,
    expected: Vec<u8>,
}

/// Whether a text has the form of an extended hash.
pub(super) fn is_extended(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() == EXTENDED_CHARACTERS
        && bytes[0] == b'_'
        && bytes[1..].iter().all(|c| alphabet::value(*c).is_some())
}

pub(super) fn extended(text: &str) -> Result<DesCrypt, Refusal> {
    const ROUNDS: Refusal = Refusal::Malformed("has rounds or a salt that crypt does not write");
    let bytes = text.as_bytes();
    let rounds = bytes.get(1..5).and_then(alphabet::number).ok_or(ROUNDS)?;
    let salt = bytes.get(5..9).and_then(alphabet::number).ok_or(ROUNDS)?;
    at_most(u64::from(rounds), DES_ROUNDS_MAX, "rounds")?;
    if rounds == 0 {
        return Err(Refusal::Malformed("has no rounds"));
    }
    Ok(DesCrypt {
        rounds,
        salt,
        whole_password: true,
        expected: hash(text.get(9..).unwrap_or_default())?,
    })
}

pub(super) fn traditional(text: &str) -> Result<DesCrypt, Refusal> {
    let Some((salt, rest)) = text.split_at_checked(2) else {
        return Err(Refusal::Malformed("is cut short"));
    };
    if text.len() != TRADITIONAL_CHARACTERS {
        return Err(Refusal::Malformed(
            "begins with no id and has not 13 characters",
        ));
    }
    let salt = alphabet::number(salt.as_bytes());
    Ok(DesCrypt {
        rounds: TRADITIONAL_ROUNDS,
        salt: salt.ok_or(Refusal::Malformed(
            "has characters that crypt does not write",
        ))?,
        whole_password: false,
        expected: hash(rest)?,
    })
}

fn hash(text: &str) -> Result<Vec<u8>, Refusal> {
    // Eleven characters are of 66 bits; a block has 64.
    alphabet::hash(text, HASH_CHARACTERS, |last| last.is_multiple_of(4))
}

/// A block with the bits that the table names, the first on the left; `width`
/// is that of the block it reads.
fn permuted(block: u64, width: u32, table: &[u8]) -> u64 {
    table.iter().fold(0, |permuted, place| {
        permuted << 1 | block >> (width - u32::from(*place)) & 1
    })
}

/// The keys of the sixteen steps, each in two halves of 24 bits.
fn schedule(key: u64) -> [(u32, u32); 16] {
    let chosen = permuted(key, 64, &KEY_CHOICE_1);
    let turned = |half: u64, by: u32| (half << by | half >> (28 - by)) & ((1 << 28) - 1);
    let (mut left, mut right) = (chosen >> 28, chosen & ((1 << 28) - 1));
    KEY_TURNS.map(|by| {
        left = turned(left, by);
        right = turned(right, by);
        let step = permuted(left << 28 | right, 56, &KEY_CHOICE_2);
        ((step >> 24) as u32, step as u32 & HALF)
    })
}

/// Encrypts a block, already permuted, so many times.
fn encrypt(block: u64, keys: &[(u32, u32); 16], salt: u32, rounds: u32) -> u64 {
    // The first bit of the salt swaps the first bits of the two halves.
    let swapped = salt.reverse_bits() >> 8;
    let (mut left, mut right) = ((block >> 32) as u32, block as u32);
    for _ in 0..rounds {
        for key in keys {
            (left, right) = (right, left ^ step(right, *key, swapped));
        }
        (left, right) = (right, left);
    }
    u64::from(left) << 32 | u64::from(right)
}

/// One step: expansion to 48 bits, salt, key, substitution.
fn step(half: u32, key: (u32, u32), swapped: u32) -> u32 {
    let six = |at: u32| half.rotate_right(1).rotate_left(4 * at) >> 26;
    let high = six(0) << 18 | six(1) << 12 | six(2) << 6 | six(3);
    let low = six(4) << 18 | six(5) << 12 | six(6) << 6 | six(7);
    let swap = (high ^ low) & swapped;
    let (high, low) = (high ^ swap ^ key.0, low ^ swap ^ key.1);
    let mut out = 0;
    for at in 0..4 {
        let shift = 18 - 6 * at;
        out |= SUBSTITUTIONS[at as usize][(high >> shift & 63) as usize];
        out |= SUBSTITUTIONS[at as usize + 4][(low >> shift & 63) as usize];
    }
    out
}

impl DesCrypt {
    fn key(&self, password: &[u8]) -> u64 {
        // Seven bits of each character, on the left of a byte.
        let of_characters = |characters: &[u8]| {
            (0..KEY_CHARACTERS).fold(0, |key, at| {
                key << 8 | u64::from(characters.get(at).copied().unwrap_or(0) << 1)
            })
        };
        let mut characters = password.chunks(KEY_CHARACTERS);
        let mut key = of_characters(characters.next().unwrap_or_default());
        if self.whole_password {
            for more in characters {
                let block = permuted(key, 64, &INITIAL);
                let block = encrypt(block, &schedule(key), 0, 1);
                key = permuted(block, 64, &FINAL) ^ of_characters(more);
            }
        }
        key
    }
}

impl Verifier for DesCrypt {
    fn uses_all_of(&self, password: &[u8]) -> bool {
        password.is_ascii() && (self.whole_password || password.len() <= KEY_CHARACTERS)
    }

    fn verify(&self, password: &[u8]) -> bool {
        let keys = schedule(self.key(password));
        let block = encrypt(0, &keys, self.salt, self.rounds);
        let bits = u128::from(permuted(block, 64, &FINAL)) << 2;
        let text = (0..HASH_CHARACTERS)
            .rev()
            .map(|at| alphabet::character((bits >> (6 * at)) as u32))
            .collect::<Vec<u8>>();
        text.ct_eq(&self.expected).into()
    }

    fn cost(&self) -> Cost {
        Cost {
            memory: 0,
            // Half a microsecond an encryption, and the schedule.
            microseconds: 10 + u64::from(self.rounds) / 5,
        }
    }
}
