//! yescrypt (`$y$`) and scrypt as crypt writes it (`$7$`).

use super::{alphabet, salt, salt_and_hash};
use crate::bounds::{at_most, memory_at_most};
use crate::limits::{SCRYPT_BLOCKS_MAX, SCRYPT_MEMORY_BYTES_MAX};
use crate::scrypt::ScryptCost;
use crate::{Cost, Refusal, Verifier, Written};
use subtle::ConstantTimeEq;
use yescrypt::{Mode, Params};

/// The length of a hash, in bytes.
const HASH_BYTES: usize = 32;
const HASH_CHARACTERS: usize = 43;

/// The longest salt of yescrypt, in bytes.
const SALT_BYTES_MAX: usize = 64;

/// The longest salt of `$7$`, in characters.
const SCRYPT_SALT_CHARACTERS_MAX: usize = 86;

const PARAMETERS: Refusal = Refusal::Malformed("has parameters that no system writes");

/// How many blocks of the table yescrypt fills and reads in a microsecond.
const YESCRYPT_BLOCKS_OF_MICROSECOND: u64 = 5;

pub(super) struct Yescrypt {
    params: Params,
    salt: Vec<u8>,
    expected: Vec<u8>,
}

/// Reads what follows the id of yescrypt: parameters, salt, hash.
pub(super) fn read(text: &str, written: &Written<'_>) -> Result<Yescrypt, Refusal> {
    let (parameters, rest) = text.split_once('$').ok_or(PARAMETERS)?;
    let (salt_text, hash) = salt_and_hash(rest)?;
    let params = params(parameters, written.bounds.memory)?;
    if salt_text.is_empty() {
        return Err(Refusal::SaltMissing);
    }
    let salt = alphabet::decode(salt_text.as_bytes())
        .filter(|salt| salt.len() <= SALT_BYTES_MAX)
        .ok_or(Refusal::Malformed(
            "has a salt that yescrypt does not write",
        ))?;
    Ok(Yescrypt {
        params,
        salt,
        expected: expected(hash)?,
    })
}

fn expected(hash: &str) -> Result<Vec<u8>, Refusal> {
    // The last three characters are of sixteen bits.
    alphabet::hash(hash, HASH_CHARACTERS, |last| last < 16)
}

/// The parameters, if they are within the bounds. The text is compared with how
/// they are written without any of the further ones: those multiply the time
/// and are not used by any system.
fn params(text: &str, memory: u64) -> Result<Params, Refusal> {
    let read = text.parse::<Params>().map_err(|_| PARAMETERS)?;
    let (n, r, p) = (read.n(), u64::from(read.r()), u64::from(read.p()));
    let limit = memory.min(SCRYPT_MEMORY_BYTES_MAX);
    let blocks = n.max(p).saturating_mul(r);
    memory_at_most(blocks.saturating_mul(128), limit)?;
    let blocks = n.saturating_mul(r).saturating_mul(p);
    at_most(blocks, SCRYPT_BLOCKS_MAX, "blocks")?;
    if n < 2 || r == 0 {
        return Err(PARAMETERS);
    }
    let mode = if text.starts_with('/') {
        Mode::Worm
    } else {
        Mode::Rw
    };
    let plain = Params::new(mode, n, read.r(), read.p()).map_err(|_| PARAMETERS)?;
    if plain.to_string() != text {
        return Err(PARAMETERS);
    }
    Ok(plain)
}

impl Verifier for Yescrypt {
    fn verify(&self, password: &[u8]) -> bool {
        let mut hash = [0; HASH_BYTES];
        yescrypt::yescrypt(password, &self.salt, &self.params, &mut hash).is_ok()
            && alphabet::encode(&hash).ct_eq(&self.expected).into()
    }

    fn cost(&self) -> Cost {
        let (n, r) = (self.params.n(), u64::from(self.params.r()));
        let p = u64::from(self.params.p());
        Cost {
            memory: 128 * r * (n + p + 2),
            microseconds: (n * r * p).div_ceil(YESCRYPT_BLOCKS_OF_MICROSECOND),
        }
    }
}

pub(super) struct Scrypt {
    cost: ScryptCost,
    salt: Vec<u8>,
    expected: Vec<u8>,
}

/// Reads what follows the id of scrypt: one character for the logarithm of N,
/// five each for r and p, salt, hash. The salt is taken as it is written.
pub(super) fn read_scrypt(text: &str, written: &Written<'_>) -> Result<Scrypt, Refusal> {
    let (setting, hash) = salt_and_hash(text)?;
    let (costs, salt_text) = setting.split_at_checked(11).ok_or(PARAMETERS)?;
    let number = |part: &[u8]| alphabet::number(part).map(u64::from).ok_or(PARAMETERS);
    let costs = costs.as_bytes();
    let (n, r, p) = (
        1 << number(&costs[..1])?,
        number(&costs[1..6])?,
        number(&costs[6..])?,
    );
    if salt_text.is_empty() {
        return Err(Refusal::SaltMissing);
    }
    Ok(Scrypt {
        cost: ScryptCost::new(n, r, p, written.bounds.memory)?,
        salt: salt(salt_text, SCRYPT_SALT_CHARACTERS_MAX)?,
        expected: expected(hash)?,
    })
}

impl Verifier for Scrypt {
    fn verify(&self, password: &[u8]) -> bool {
        let mut hash = [0; HASH_BYTES];
        self.cost.derive(password, &self.salt, &mut hash)
            && alphabet::encode(&hash).ct_eq(&self.expected).into()
    }

    fn cost(&self) -> Cost {
        self.cost.cost()
    }
}
