//! Digests that are quick to compute: what they are made of and how.

use super::{Cost, Verifier};
use crate::limits::WRAPPED_SALT_BYTES_MAX;
use hmac::{Hmac, KeyInit, Mac};
use md4::Md4;
use md5::Md5;
use sha1::Sha1;
use sha2::{Digest, Sha224, Sha256, Sha384, Sha512};
use subtle::ConstantTimeEq;

/// A digest algorithm.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Algorithm {
    /// MD4, 16 bytes (RFC 1320).
    Md4,
    /// MD5, 16 bytes (RFC 1321).
    Md5,
    /// SHA-1, 20 bytes (FIPS 180-4).
    Sha1,
    /// SHA-224, 28 bytes (FIPS 180-4).
    Sha224,
    /// SHA-256, 32 bytes (FIPS 180-4).
    Sha256,
    /// SHA-384, 48 bytes (FIPS 180-4).
    Sha384,
    /// SHA-512, 64 bytes (FIPS 180-4).
    Sha512,
}

impl Algorithm {
    /// Every algorithm.
    pub(crate) const ALL: [Algorithm; 7] = [
        Algorithm::Md4,
        Algorithm::Md5,
        Algorithm::Sha1,
        Algorithm::Sha224,
        Algorithm::Sha256,
        Algorithm::Sha384,
        Algorithm::Sha512,
    ];

    /// Its name, as a method.
    pub const fn name(self) -> &'static str {
        match self {
            Algorithm::Md4 => "md4",
            Algorithm::Md5 => "md5",
            Algorithm::Sha1 => "sha1",
            Algorithm::Sha224 => "sha224",
            Algorithm::Sha256 => "sha256",
            Algorithm::Sha384 => "sha384",
            Algorithm::Sha512 => "sha512",
        }
    }

    /// The algorithm of this name, folded.
    pub fn of_name(name: &str) -> Option<Algorithm> {
        Algorithm::ALL
            .into_iter()
            .find(|algorithm| algorithm.name() == name)
    }

    /// The length of its digest, in bytes.
    pub(crate) const fn length(self) -> usize {
        match self {
            Algorithm::Md4 | Algorithm::Md5 => 16,
            Algorithm::Sha1 => 20,
            Algorithm::Sha224 => 28,
            Algorithm::Sha256 => 32,
            Algorithm::Sha384 => 48,
            Algorithm::Sha512 => 64,
        }
    }

    /// The digest of these parts, one after the other.
    pub fn digest(self, parts: &[&[u8]]) -> Vec<u8> {
        fn run<D: Digest>(parts: &[&[u8]]) -> Vec<u8> {
            let mut digest = D::new();
            for part in parts {
                digest.update(part);
            }
            digest.finalize().to_vec()
        }
        match self {
            Algorithm::Md4 => run::<Md4>(parts),
            Algorithm::Md5 => run::<Md5>(parts),
            Algorithm::Sha1 => run::<Sha1>(parts),
            Algorithm::Sha224 => run::<Sha224>(parts),
            Algorithm::Sha256 => run::<Sha256>(parts),
            Algorithm::Sha384 => run::<Sha384>(parts),
            Algorithm::Sha512 => run::<Sha512>(parts),
        }
    }

    /// The HMAC (RFC 2104) of these parts under `key`.
    pub(crate) fn hmac(self, key: &[u8], parts: &[&[u8]]) -> Vec<u8> {
        fn run<M: Mac + KeyInit>(key: &[u8], parts: &[&[u8]]) -> Vec<u8> {
            let mut mac =
                <M as KeyInit>::new_from_slice(key).expect("HMAC takes a key of any length");
            for part in parts {
                mac.update(part);
            }
            mac.finalize().into_bytes().to_vec()
        }
        match self {
            Algorithm::Md4 => run::<Hmac<Md4>>(key, parts),
            Algorithm::Md5 => run::<Hmac<Md5>>(key, parts),
            Algorithm::Sha1 => run::<Hmac<Sha1>>(key, parts),
            Algorithm::Sha224 => run::<Hmac<Sha224>>(key, parts),
            Algorithm::Sha256 => run::<Hmac<Sha256>>(key, parts),
            Algorithm::Sha384 => run::<Hmac<Sha384>>(key, parts),
            Algorithm::Sha512 => run::<Hmac<Sha512>>(key, parts),
        }
    }
}

/// How a password becomes bytes before it is hashed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PasswordEncoding {
    /// The bytes as typed: UTF-8.
    Utf8,
    /// UTF-16, little-endian.
    Utf16Le,
    /// UTF-16, big-endian.
    Utf16Be,
    /// ISO 8859-1; a password with other characters matches nothing.
    Latin1,
}

impl PasswordEncoding {
    /// Every encoding.
    pub(crate) const ALL: [PasswordEncoding; 4] = [
        PasswordEncoding::Utf8,
        PasswordEncoding::Utf16Le,
        PasswordEncoding::Utf16Be,
        PasswordEncoding::Latin1,
    ];

    /// Its name, as the Encoding Standard has it, without dashes.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            PasswordEncoding::Utf8 => "utf8",
            PasswordEncoding::Utf16Le => "utf16le",
            PasswordEncoding::Utf16Be => "utf16be",
            PasswordEncoding::Latin1 => "latin1",
        }
    }

    /// The encoding of this name.
    pub(crate) fn of_name(name: &str) -> Option<PasswordEncoding> {
        PasswordEncoding::ALL
            .into_iter()
            .find(|encoding| encoding.name() == name)
    }

    /// The password in this encoding; `None` if it cannot be written in it.
    pub(crate) fn encode(self, password: &[u8]) -> Option<Vec<u8>> {
        if self == PasswordEncoding::Utf8 {
            return Some(password.to_vec());
        }
        let text = std::str::from_utf8(password).ok()?;
        match self {
            PasswordEncoding::Utf8 => Some(password.to_vec()),
            PasswordEncoding::Utf16Le => {
                Some(text.encode_utf16().flat_map(u16::to_le_bytes).collect())
            }
            PasswordEncoding::Utf16Be => {
                Some(text.encode_utf16().flat_map(u16::to_be_bytes).collect())
            }
            PasswordEncoding::Latin1 => text.chars().map(|c| u8::try_from(c as u32).ok()).collect(),
        }
    }
}

/// A fast digest of a password: the digest, or HMAC with `key`, of what stands
/// before, the password, and what stands after.
#[derive(Clone, PartialEq, Eq)]
pub struct FastDigest {
    /// The algorithm.
    pub algorithm: Algorithm,
    /// The key of an HMAC; `None` for a plain digest.
    pub key: Option<Vec<u8>>,
    /// What stands before the password.
    pub before: Vec<u8>,
    /// What stands after it.
    pub after: Vec<u8>,
    /// How the password becomes bytes.
    pub encoding: PasswordEncoding,
    /// What the digest must be.
    pub expected: Vec<u8>,
}

impl FastDigest {
    /// A plain digest without salt.
    pub(crate) fn plain(algorithm: Algorithm, expected: Vec<u8>) -> FastDigest {
        FastDigest {
            algorithm,
            key: None,
            before: Vec::new(),
            after: Vec::new(),
            encoding: PasswordEncoding::Utf8,
            expected,
        }
    }

    /// The digest of this password; `None` if it cannot be written in the
    /// encoding.
    pub fn digest(&self, password: &[u8]) -> Option<Vec<u8>> {
        let password = self.encoding.encode(password)?;
        let parts: [&[u8]; 3] = [&self.before, &password, &self.after];
        Some(match &self.key {
            Some(key) => self.algorithm.hmac(key, &parts),
            None => self.algorithm.digest(&parts),
        })
    }
}

impl Verifier for FastDigest {
    fn verify(&self, password: &[u8]) -> bool {
        self.digest(password)
            .is_some_and(|digest| digest.ct_eq(&self.expected).into())
    }

    fn cost(&self) -> Cost {
        Cost {
            memory: 0,
            microseconds: 2,
        }
    }

    fn fast_digest(&self) -> Option<&FastDigest> {
        let key = self.key.as_ref().map_or(0, Vec::len);
        let carried = key + self.before.len() + self.after.len();
        (carried <= WRAPPED_SALT_BYTES_MAX).then_some(self)
    }
}
