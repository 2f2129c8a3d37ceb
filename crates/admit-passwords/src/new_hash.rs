//! New hashes: Argon2id (RFC 9106) in the PHC form.

use super::{Bounds, Cost, Verifier};
use crate::written::{base64, to_base64};
use argon2::{Algorithm, Argon2, Params, Version};
use subtle::ConstantTimeEq;

/// The length of the salt of a new hash, in bytes.
pub const SALT_BYTES: usize = 16;

/// The length of a new hash, in bytes.
const HASH_BYTES: usize = 32;

/// The most passes, and the most lanes, that a hash may ask for at a check.
const OWN_PASSES_MAX: u32 = 10;
const OWN_LANES_MAX: u32 = 16;

/// How much work a new hash is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Strength {
    /// Memory, in KiB.
    pub memory: u32,
    /// Passes over it.
    pub passes: u32,
    /// Lanes.
    pub lanes: u32,
}

impl Default for Strength {
    /// The first choice of the OWASP Password Storage Cheat Sheet: 19 MiB, two
    /// passes, one lane.
    fn default() -> Strength {
        Strength {
            memory: 19 * 1024,
            passes: 2,
            lanes: 1,
        }
    }
}

/// Hashes a password, exactly the bytes as typed.
pub fn new_hash(password: &[u8], salt: [u8; SALT_BYTES], strength: Strength) -> String {
    let params = Params::new(
        strength.memory,
        strength.passes,
        strength.lanes,
        Some(HASH_BYTES),
    )
    .expect("a strength that Argon2 can be computed with");
    let mut hash = [0; HASH_BYTES];
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(password, &salt, &mut hash)
        .expect("a salt and a length within the bounds of Argon2");
    format!(
        "$argon2id$v=19$m={},t={},p={}${}${}",
        strength.memory,
        strength.passes,
        strength.lanes,
        to_base64(&salt),
        to_base64(&hash)
    )
}

impl Strength {
    /// The strength of a hash in the form that [`new_hash`] writes; `None` for
    /// any other text.
    pub fn of(hash: &str) -> Option<Strength> {
        OwnHash::read(hash, Bounds::default()).map(|own| own.strength)
    }

    /// Whether it is at least as much work as another one.
    pub fn is_at_least(self, other: Strength) -> bool {
        self.memory >= other.memory && self.passes >= other.passes && self.lanes >= other.lanes
    }

    /// What one hash costs: a pass over a KiB takes about 0.8 microseconds.
    pub fn cost(self) -> Cost {
        let memory = u64::from(self.memory);
        Cost {
            memory: memory * 1024,
            microseconds: memory * u64::from(self.passes) * 4 / 5,
        }
    }
}

/// A hash in the form that [`new_hash`] writes.
pub struct OwnHash {
    /// How much work it is.
    pub strength: Strength,
    salt: Vec<u8>,
    expected: Vec<u8>,
}

impl OwnHash {
    /// Reads one; `None` for any other text, and for more work than `bounds` and
    /// the limits of the scheme allow.
    pub fn read(hash: &str, bounds: Bounds) -> Option<OwnHash> {
        let (parameters, rest) = hash.strip_prefix("$argon2id$v=19$")?.split_once('$')?;
        let (salt, expected) = rest.split_once('$')?;
        let mut numbers = parameters.split(',');
        let mut number = |name: &str| -> Option<u32> {
            let digits = numbers.next()?.strip_prefix(name)?;
            let plain = digits.bytes().all(|byte| byte.is_ascii_digit());
            digits.parse().ok().filter(|_| plain && digits.len() < 10)
        };
        let strength = Strength {
            memory: number("m=")?,
            passes: number("t=")?,
            lanes: number("p=")?,
        };
        let allowed = numbers.next().is_none()
            && (1..=OWN_PASSES_MAX).contains(&strength.passes)
            && (1..=OWN_LANES_MAX).contains(&strength.lanes)
            && strength.memory >= 8 * strength.lanes
            && u64::from(strength.memory) * 1024 <= bounds.memory;
        let salt = base64(salt).filter(|salt| (8..=64).contains(&salt.len()))?;
        let expected = base64(expected).filter(|hash| hash.len() == HASH_BYTES)?;
        allowed.then_some(OwnHash {
            strength,
            salt,
            expected,
        })
    }
}

impl Verifier for OwnHash {
    fn verify(&self, password: &[u8]) -> bool {
        let Strength {
            memory,
            passes,
            lanes,
        } = self.strength;
        let Ok(params) = Params::new(memory, passes, lanes, Some(HASH_BYTES)) else {
            return false;
        };
        let mut hash = [0; HASH_BYTES];
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
            .hash_password_into(password, &self.salt, &mut hash)
            .is_ok_and(|()| hash[..].ct_eq(&self.expected).into())
    }

    fn cost(&self) -> Cost {
        self.strength.cost()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const QUICK: Strength = Strength {
        memory: 16,
        passes: 1,
        lanes: 2,
    };

    #[test]
    fn a_new_hash_is_read_back_and_only_its_password_fits() {
        let hash = new_hash("café au lait".as_bytes(), [7; SALT_BYTES], QUICK);
        let own = OwnHash::read(&hash, Bounds::default()).unwrap();
        assert_eq!(own.strength, QUICK);
        assert!(own.verify("café au lait".as_bytes()));
        for other in ["cafe au lait", "café au lait ", "", "cafe\u{301} au lait"] {
            assert!(!own.verify(other.as_bytes()), "{other}");
        }
    }

    #[test]
    fn other_texts_are_not_new_hashes() {
        let hash = new_hash(b"correct horse", [7; SALT_BYTES], QUICK);
        let changed = |from: &str, to: &str| hash.replacen(from, to, 1);
        for text in [
            String::new(),
            "$argon2id$".to_owned(),
            changed("argon2id", "argon2i"),
            changed("v=19", "v=16"),
            changed("m=16", "m=15"),
            changed("m=16", "m=+16"),
            changed("m=16", "m=99999999999"),
            changed("m=16", "m=1073741824"),
            changed("t=1", "t=0"),
            changed("t=1", "t=1000"),
            changed("p=2", "p=0"),
            changed("p=2", "p=999999999"),
            changed("p=2", "p=2,x=1"),
            hash[..hash.len() - 1].to_owned(),
        ] {
            assert_eq!(Strength::of(&text), None, "{text}");
        }
    }

    #[test]
    fn strengths_compare_in_every_part() {
        let usual = Strength::default();
        assert!(usual.is_at_least(usual));
        assert!(!QUICK.is_at_least(usual));
        let more = Strength { passes: 3, ..usual };
        assert!(more.is_at_least(usual));
        assert!(!usual.is_at_least(more));
    }
}
