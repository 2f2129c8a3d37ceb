//! sha1-crypt of NetBSD: `$sha1$rounds$salt$hash`, HMAC-SHA1 over and over.

use super::{alphabet, salt};
use crate::bounds::at_most;
use crate::limits::PBKDF2_ROUNDS_MAX;
use crate::parameters::{number, parts};
use crate::{Cost, Refusal, Verifier};
use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;
use subtle::ConstantTimeEq;

const SALT_CHARACTERS_MAX: usize = 64;
const HASH_CHARACTERS: usize = 28;

pub(super) struct Sha1Crypt {
    rounds: u64,
    salt: Vec<u8>,
    expected: Vec<u8>,
}

/// Reads what follows the id.
pub(super) fn read(text: &str) -> Result<Sha1Crypt, Refusal> {
    let [rounds, salt_text, hash] = parts(text, '$').ok_or(Refusal::Malformed(
        "has not the three parts rounds, salt and hash",
    ))?;
    let rounds = number(rounds).ok_or(Refusal::Malformed("has rounds that are no number"))?;
    at_most(rounds, PBKDF2_ROUNDS_MAX, "rounds")?;
    if rounds == 0 {
        return Err(Refusal::Malformed("has no rounds"));
    }
    if salt_text.is_empty() {
        return Err(Refusal::SaltMissing);
    }
    Ok(Sha1Crypt {
        rounds,
        salt: salt(salt_text, SALT_CHARACTERS_MAX)?,
        expected: alphabet::hash(hash, HASH_CHARACTERS, |_| true)?,
    })
}

impl Verifier for Sha1Crypt {
    fn verify(&self, password: &[u8]) -> bool {
        let Ok(keyed) = Hmac::<Sha1>::new_from_slice(password) else {
            return false;
        };
        let hmac = |message: &[u8]| keyed.clone().chain_update(message).finalize().into_bytes();
        let mut first = self.salt.clone();
        first.extend_from_slice(format!("$sha1${}", self.rounds).as_bytes());
        let mut last = hmac(&first);
        for _ in 1..self.rounds {
            last = hmac(&last);
        }
        // The first byte stands once more at the end to make the last group whole.
        let bytes = last.iter().chain(&last[..1]).copied().collect::<Vec<u8>>();
        let mut text = Vec::with_capacity(HASH_CHARACTERS);
        for group in bytes.chunks(3) {
            let value = group
                .iter()
                .fold(0, |value, byte| value << 8 | u32::from(*byte));
            alphabet::push(&mut text, value, 4);
        }
        text.ct_eq(&self.expected).into()
    }

    fn cost(&self) -> Cost {
        Cost {
            memory: 0,
            // 0.65 µs a round on a slow core.
            microseconds: self.rounds.div_ceil(5),
        }
    }
}
