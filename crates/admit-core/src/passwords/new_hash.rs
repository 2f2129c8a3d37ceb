//! New hashes: Argon2id (RFC 9106) in the PHC form.

use super::written::to_base64;
use argon2::{Algorithm, Argon2, Params, Version};

/// The length of the salt of a new hash, in bytes.
pub const SALT_BYTES: usize = 16;

/// The length of a new hash, in bytes.
const HASH_BYTES: usize = 32;

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
