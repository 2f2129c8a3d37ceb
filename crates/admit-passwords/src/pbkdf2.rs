//! PBKDF2 (RFC 8018) with HMAC, in all the spellings that there are. A hash
//! with its parameters beside it is kept as
//! `$pbkdf2-sha256$i=27500,l=64$salt$hash`.

mod answers;
mod aspnet;
mod beside;
mod texts;

use super::{Algorithm, Cost, Reading, Refusal, Scheme, Verifier, Written, find, fold_method};
use crate::bounds::at_most;
use crate::limits::PBKDF2_ROUNDS_MAX;
use crate::written::to_base64;
use hmac::Hmac;
use md5::Md5;
use sha1::Sha1;
use sha2::{Sha224, Sha256, Sha384, Sha512};
use subtle::ConstantTimeEq;

/// The entry of the catalogue.
pub static SCHEME: Scheme = Scheme {
    name: "pbkdf2",
    aliases: &[
        "pbkdf2sha1",
        "pbkdf2sha224",
        "pbkdf2sha256",
        "pbkdf2sha384",
        "pbkdf2sha512",
        "pbkdfsha1",
        "pbkdfsha256",
        "pbkdfsha512",
        "pbkdf2hmacsha1",
        "pbkdf2hmacsha256",
        "pbkdf2hmacsha512",
        "saltedpbkdf2hmacsha1",
        "saltedpbkdf2hmacsha256",
        "saltedpbkdf2hmacsha256512",
        "saltedpbkdf2hmacsha512512",
        "aspnetidentity",
        "aspnet",
        "atlassian",
        "pkcs5s2",
        "keycloak",
        "werkzeug",
    ],
    claims: |hash| texts::claims(hash) || aspnet::claims(hash),
    // Werkzeug writes scrypt as well.
    also_reads: |hash| hash.starts_with("scrypt:"),
    read,
    known_answers: answers::KNOWN_ANSWERS,
};

fn read(written: &Written<'_>) -> Result<Reading, Refusal> {
    if written.hash.starts_with("scrypt:") {
        return read_scrypt(written);
    }
    if texts::claims(written.hash) {
        return texts::read(written);
    }
    if aspnet::claims(written.hash) {
        return aspnet::read(written);
    }
    beside::read(written)
}

/// A hash of scrypt under a name that may mean it.
fn read_scrypt(written: &Written<'_>) -> Result<Reading, Refusal> {
    let is_werkzeug = written.method.map(fold_method).as_deref() == Some("werkzeug");
    match find("scrypt") {
        Some(scrypt) if is_werkzeug => (scrypt.read)(written),
        _ => Err(Refusal::MethodDiffers {
            prefix: "scrypt:".to_owned(),
            actual: "scrypt",
        }),
    }
}

/// A derived key and what it is derived with.
pub(super) struct Pbkdf2 {
    algorithm: Algorithm,
    rounds: u32,
    salt: Vec<u8>,
    expected: Vec<u8>,
}

impl Pbkdf2 {
    pub(super) fn new(
        algorithm: Algorithm,
        rounds: u64,
        salt: Vec<u8>,
        expected: Vec<u8>,
    ) -> Result<Pbkdf2, Refusal> {
        // Each block of the key takes all the rounds.
        let blocks = expected.len().div_ceil(algorithm.length()) as u64;
        at_most(rounds.saturating_mul(blocks), PBKDF2_ROUNDS_MAX, "rounds")?;
        if rounds == 0 {
            return Err(Refusal::Malformed("has no rounds"));
        }
        if salt.is_empty() {
            return Err(Refusal::SaltMissing);
        }
        Ok(Pbkdf2 {
            algorithm,
            rounds: rounds as u32,
            salt,
            expected,
        })
    }

    /// The PHC form.
    fn text(&self) -> String {
        format!(
            "${}$i={},l={}${}${}",
            variant(self.algorithm),
            self.rounds,
            self.expected.len(),
            to_base64(&self.salt),
            to_base64(&self.expected)
        )
    }
}

/// The names of the variants, as methods.
const VARIANTS: &[&str] = &[
    "pbkdf2-sha1",
    "pbkdf2-sha224",
    "pbkdf2-sha256",
    "pbkdf2-sha384",
    "pbkdf2-sha512",
];

/// The name of the variant with this digest.
fn variant(algorithm: Algorithm) -> &'static str {
    match algorithm {
        Algorithm::Sha1 => "pbkdf2-sha1",
        Algorithm::Sha224 => "pbkdf2-sha224",
        Algorithm::Sha256 => "pbkdf2-sha256",
        Algorithm::Sha384 => "pbkdf2-sha384",
        Algorithm::Sha512 => "pbkdf2-sha512",
        Algorithm::Md4 | Algorithm::Md5 => "pbkdf2-md5",
    }
}

impl Verifier for Pbkdf2 {
    fn verify(&self, password: &[u8]) -> bool {
        let mut key = vec![0; self.expected.len()];
        let (salt, rounds) = (&self.salt[..], self.rounds);
        let derived = match self.algorithm {
            // No form names MD4.
            Algorithm::Md4 => return false,
            Algorithm::Md5 => pbkdf2::pbkdf2::<Hmac<Md5>>(password, salt, rounds, &mut key),
            Algorithm::Sha1 => pbkdf2::pbkdf2::<Hmac<Sha1>>(password, salt, rounds, &mut key),
            Algorithm::Sha224 => pbkdf2::pbkdf2::<Hmac<Sha224>>(password, salt, rounds, &mut key),
            Algorithm::Sha256 => pbkdf2::pbkdf2::<Hmac<Sha256>>(password, salt, rounds, &mut key),
            Algorithm::Sha384 => pbkdf2::pbkdf2::<Hmac<Sha384>>(password, salt, rounds, &mut key),
            Algorithm::Sha512 => pbkdf2::pbkdf2::<Hmac<Sha512>>(password, salt, rounds, &mut key),
        };
        derived.is_ok() && key.ct_eq(&self.expected).into()
    }

    fn cost(&self) -> Cost {
        // Of one round on a slow core that has instructions for SHA-1 and SHA-256:
        // 600,000 take 120 ms.
        let nanoseconds = match self.algorithm {
            Algorithm::Md4 | Algorithm::Md5 => 300,
            Algorithm::Sha1 | Algorithm::Sha224 | Algorithm::Sha256 => 200,
            Algorithm::Sha384 | Algorithm::Sha512 => 420,
        };
        let blocks = self.expected.len().div_ceil(self.algorithm.length()) as u64;
        Cost {
            memory: 0,
            microseconds: (u64::from(self.rounds) * blocks * nanoseconds).div_ceil(1000),
        }
    }
}

#[cfg(test)]
mod tests;
