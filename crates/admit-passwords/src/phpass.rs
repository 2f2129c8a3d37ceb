//! The portable hashes of phpass (openwall.com/phpass): one character that says
//! how often, eight of salt, then the digest in phpass's own base64.

use super::{Algorithm, Cost, Refusal, Verifier};
use crate::limits::PHPASS_COUNTS_LOG2;
use md5::Md5;
use sha2::{Digest, Sha512};
use subtle::ConstantTimeEq;

/// The 64 characters, least significant bits first.
const ALPHABET: &[u8; 64] = b"./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// The most that the form can say: phpass and Drupal refuse more.
const COUNT_LOG2_HIGHEST: u32 = 30;

/// Characters before the salt: `$P$` and the count; and with the salt.
const SALT_AT: usize = 4;
const DIGEST_AT: usize = 12;

/// A hash of phpass, or of Drupal, which made SHA-512 of it.
pub struct Phpass {
    algorithm: Algorithm,
    count_log2: u32,
    salt: [u8; 8],
    /// The digest in phpass's base64, as far as it is kept.
    expected: Vec<u8>,
    /// Whether the password was an MD5 in hex already when it was hashed.
    over_md5: bool,
}

impl Phpass {
    /// Reads `$P$…` with `digest_characters` of digest.
    pub fn parse(
        text: &str,
        algorithm: Algorithm,
        digest_characters: usize,
    ) -> Result<Phpass, Refusal> {
        let bytes = text.as_bytes();
        let length = DIGEST_AT + digest_characters;
        if bytes.len() != length {
            return Err(Refusal::Malformed(if bytes.len() < length {
                "is cut short"
            } else {
                "has characters after its end"
            }));
        }
        let expected = &bytes[DIGEST_AT..];
        // Sixteen bytes leave two bits for the last character.
        let last_fits =
            algorithm != Algorithm::Md5 || expected.last().and_then(|byte| value(*byte)) < Some(4);
        if !last_fits || expected.iter().any(|byte| value(*byte).is_none()) {
            return Err(Refusal::Malformed(
                "has a digest with a character that phpass does not write there",
            ));
        }
        let count_log2 = value(bytes[SALT_AT - 1]).unwrap_or(u32::MAX);
        check_count(count_log2)?;
        let mut salt = [0; 8];
        salt.copy_from_slice(&bytes[SALT_AT..DIGEST_AT]);
        Ok(Phpass {
            algorithm,
            count_log2,
            salt,
            expected: expected.to_vec(),
            over_md5: false,
        })
    }

    /// The same, of passwords that had been hashed with MD5 before.
    #[must_use]
    pub fn over_md5(mut self) -> Phpass {
        self.over_md5 = true;
        self
    }

    fn digest(&self, password: &[u8]) -> Vec<u8> {
        if self.algorithm == Algorithm::Md5 {
            stretch::<Md5>(self.count_log2, &self.salt, password)
        } else {
            stretch::<Sha512>(self.count_log2, &self.salt, password)
        }
    }
}

fn check_count(count_log2: u32) -> Result<(), Refusal> {
    let bounds = PHPASS_COUNTS_LOG2;
    if count_log2 < *bounds.start() || count_log2 > COUNT_LOG2_HIGHEST {
        return Err(Refusal::Malformed(
            "has a count that phpass does not write (2^7 to 2^30)",
        ));
    }
    if count_log2 > *bounds.end() {
        return Err(Refusal::CostTooHigh {
            cost: format!("2^{count_log2} rounds"),
            limit: format!("2^{} rounds", bounds.end()),
        });
    }
    Ok(())
}

fn value(byte: u8) -> Option<u32> {
    let at = ALPHABET.iter().position(|known| *known == byte)?;
    u32::try_from(at).ok()
}

/// The digest of salt and password, then 2^`count_log2` times that of digest
/// and password.
fn stretch<D: Digest>(count_log2: u32, salt: &[u8], password: &[u8]) -> Vec<u8> {
    let mut digest = D::new()
        .chain_update(salt)
        .chain_update(password)
        .finalize();
    for _ in 0..1_u32 << count_log2 {
        digest = D::new()
            .chain_update(&digest)
            .chain_update(password)
            .finalize();
    }
    digest.to_vec()
}

/// Three bytes become four characters, least significant bits first.
fn encode(bytes: &[u8]) -> impl Iterator<Item = u8> {
    bytes.chunks(3).flat_map(|group| {
        let bits = group
            .iter()
            .rev()
            .fold(0_usize, |bits, byte| bits << 8 | usize::from(*byte));
        (0..=group.len()).map(move |at| ALPHABET[bits >> (6 * at) & 63])
    })
}

impl Verifier for Phpass {
    fn verify(&self, password: &[u8]) -> bool {
        let digest = if self.over_md5 {
            let md5 = crate::written::to_hex(&Algorithm::Md5.digest(&[password]));
            self.digest(md5.as_bytes())
        } else {
            self.digest(password)
        };
        let encoded: Vec<u8> = encode(&digest).take(self.expected.len()).collect();
        encoded.ct_eq(&self.expected).into()
    }

    fn cost(&self) -> Cost {
        // Of one round on a slow core.
        let nanoseconds: u64 = if self.algorithm == Algorithm::Md5 {
            100
        } else {
            400
        };
        Cost {
            memory: 0,
            microseconds: (nanoseconds << self.count_log2).div_ceil(1000),
        }
    }
}
