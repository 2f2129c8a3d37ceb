//! md5-crypt of FreeBSD (`$1$`) and of Apache (`$apr1$`): 1,000 rounds of MD5.

use super::{alphabet, salt, salt_and_hash};
use crate::{Cost, Refusal, Verifier};
use md5::{Digest, Md5};
use subtle::ConstantTimeEq;

const SALT_CHARACTERS_MAX: usize = 8;
const HASH_CHARACTERS: usize = 22;
const ROUNDS: usize = 1000;

pub(super) struct Md5Crypt {
    /// The word that goes into the hash.
    magic: &'static str,
    salt: Vec<u8>,
    expected: Vec<u8>,
}

/// Reads what follows the id.
pub(super) fn read(magic: &'static str, text: &str) -> Result<Md5Crypt, Refusal> {
    let (salt_text, hash) = salt_and_hash(text)?;
    Ok(Md5Crypt {
        magic,
        salt: salt(salt_text, SALT_CHARACTERS_MAX)?,
        // The last two characters are of eight bits.
        expected: alphabet::hash(hash, HASH_CHARACTERS, |last| last < 4)?,
    })
}

fn digest(parts: &[&[u8]]) -> [u8; 16] {
    let mut digest = Md5::new();
    for part in parts {
        digest.update(part);
    }
    digest.finalize().into()
}

impl Md5Crypt {
    fn digest(&self, password: &[u8]) -> [u8; 16] {
        let salt = &self.salt[..];
        let inner = digest(&[password, salt, password]);
        let mut first = Md5::new();
        for part in [password, self.magic.as_bytes(), salt] {
            first.update(part);
        }
        for part in password.chunks(inner.len()) {
            first.update(&inner[..part.len()]);
        }
        // For every bit of the length a zero byte or the first of the password.
        let mut length = password.len();
        while length > 0 {
            let byte = if length & 1 == 1 { 0 } else { password[0] };
            first.update([byte]);
            length >>= 1;
        }
        let mut last: [u8; 16] = first.finalize().into();
        for round in 0..ROUNDS {
            let odd = round % 2 == 1;
            last = digest(&[
                if odd { password } else { &last },
                if round % 3 == 0 { &[] } else { salt },
                if round % 7 == 0 { &[] } else { password },
                if odd { &last } else { password },
            ]);
        }
        last
    }
}

impl Verifier for Md5Crypt {
    fn verify(&self, password: &[u8]) -> bool {
        let bytes = self.digest(password).map(u32::from);
        let mut text = Vec::with_capacity(HASH_CHARACTERS);
        for at in 0..5 {
            // The place of the last byte of the last group is taken by the first.
            let third = if at == 4 { 5 } else { at + 12 };
            let value = bytes[at] << 16 | bytes[at + 6] << 8 | bytes[third];
            alphabet::push(&mut text, value, 4);
        }
        alphabet::push(&mut text, bytes[11], 2);
        text.ct_eq(&self.expected).into()
    }

    fn cost(&self) -> Cost {
        Cost {
            memory: 0,
            microseconds: 160,
        }
    }
}
