//! scrypt (RFC 7914): the PHC form, the forms of Werkzeug and Django, and a
//! bare hash as Stytch exports it.

use super::{
    Cost, KnownAnswer, Reading, Refusal, SaltFormat, Scheme, Verifier, Written, fold_method,
};
use crate::bounds::{at_most, memory_at_most};
use crate::limits::{SCRYPT_BLOCKS_MAX, SCRYPT_MEMORY_BYTES_MAX};
use crate::parameters::{kept, key, key_of, number, numbers, parts};
use crate::written::{base64, hex, to_base64};
use scrypt::Params;
use subtle::ConstantTimeEq;

/// The entry of the catalogue.
pub static SCHEME: Scheme = Scheme {
    name: "scrypt",
    aliases: &["stytch", "standardscrypt"],
    claims: |hash| {
        ["$scrypt$", "scrypt:", "scrypt$"]
            .iter()
            .any(|prefix| hash.starts_with(prefix))
    },
    also_reads: |_| false,
    read,
    known_answers: KNOWN_ANSWERS,
};

/// The length of the key that Werkzeug and Django derive, in bytes.
const WEB_KEY_BYTES: usize = 64;

/// Above this, `ln` of the PHC form cannot be a logarithm and is N itself, as
/// Ory Kratos writes it.
const LOGARITHM_MAX: u64 = 63;

fn read(written: &Written<'_>) -> Result<Reading, Refusal> {
    let hash = written.hash;
    if let Some(rest) = hash.strip_prefix("$scrypt$") {
        let [list, salt, key] = parts(rest, '$').ok_or(PARTS)?;
        return phc(written, list, salt, key);
    }
    if let Some(rest) = hash.strip_prefix("scrypt:") {
        let [list, salt, digest] = parts(rest, '$').ok_or(PARTS)?;
        let [n, r, p] = parts(list, ':').ok_or(PARAMETERS)?;
        let scrypt = Scrypt {
            cost: ScryptCost::of_texts([n, r, p], written)?,
            salt: given(salt.as_bytes().to_vec())?,
            expected: key_of(WEB_KEY_BYTES, hex(digest))?,
        };
        return Ok(Reading::new(&SCHEME, scrypt).without_salt_beside(written));
    }
    if let Some(rest) = hash.strip_prefix("scrypt$") {
        let [n, salt, r, p, digest] = parts(rest, '$').ok_or(PARTS)?;
        let scrypt = Scrypt {
            cost: ScryptCost::of_texts([n, r, p], written)?,
            salt: given(salt.as_bytes().to_vec())?,
            expected: key_of(WEB_KEY_BYTES, base64(digest))?,
        };
        return Ok(Reading::new(&SCHEME, scrypt).without_salt_beside(written));
    }
    match written.method.map(fold_method).as_deref() {
        Some("stytch" | "standardscrypt") => stytch(written),
        _ => Err(Refusal::Malformed(
            "does not begin with $scrypt$ or scrypt:",
        )),
    }
}

const PARTS: Refusal = Refusal::Malformed("has not the parts parameters, salt and hash");
const PARAMETERS: Refusal = Refusal::Malformed("has parameters other than N, r and p");

/// `$scrypt$ln=15,r=8,p=1$salt$hash`, salt and hash in base64.
fn phc(written: &Written<'_>, list: &str, salt: &str, hash: &str) -> Result<Reading, Refusal> {
    let [ln, r, p] = numbers(list, ["ln", "r", "p"]).ok_or(PARAMETERS)?;
    let n = if ln <= LOGARITHM_MAX { 1 << ln } else { ln };
    let scrypt = Scrypt {
        cost: ScryptCost::new(n, r, p, written.bounds.memory)?,
        salt: given(base64(salt).ok_or(Refusal::Malformed("has a salt that is not base64"))?)?,
        expected: key(base64(hash))?,
    };
    Ok(Reading::new(&SCHEME, scrypt).without_salt_beside(written))
}

/// A bare hash in base64 and a salt that is text: always N = 32768, r = 8,
/// p = 1. Kept in the PHC form.
fn stytch(written: &Written<'_>) -> Result<Reading, Refusal> {
    let salt = written.salt_bytes(SaltFormat::Text)?;
    let scrypt = Scrypt {
        cost: ScryptCost::new(1 << 15, 8, 1, written.bounds.memory)?,
        salt: salt.ok_or(Refusal::SaltMissing)?,
        expected: key(base64(written.hash))?,
    };
    let hash = format!(
        "$scrypt$ln=15,r=8,p=1${}${}",
        to_base64(&scrypt.salt),
        to_base64(&scrypt.expected)
    );
    let mut reading = Reading::new(&SCHEME, scrypt);
    reading.rewritten = Some(kept(hash));
    Ok(reading)
}

fn given(salt: Vec<u8>) -> Result<Vec<u8>, Refusal> {
    if salt.is_empty() {
        return Err(Refusal::SaltMissing);
    }
    Ok(salt)
}

/// What scrypt is computed with, within the bounds.
#[derive(Clone, Copy)]
pub(super) struct ScryptCost {
    n: u64,
    r: u64,
    p: u64,
    params: Params,
}

/// What one block of the table takes on a slow core, in nanoseconds: N = 2^14
/// with r = 8 takes 52 ms.
const NANOSECONDS_OF_BLOCK: u64 = 400;

impl ScryptCost {
    /// Checks the parameters against the bounds; `memory` is that of
    /// [`Bounds`](crate::Bounds), in bytes.
    pub(super) fn new(n: u64, r: u64, p: u64, memory: u64) -> Result<ScryptCost, Refusal> {
        let limit = memory.min(SCRYPT_MEMORY_BYTES_MAX);
        // A table of n blocks, and one block for each of the p.
        let blocks = n.max(p).saturating_mul(r);
        memory_at_most(blocks.saturating_mul(128), limit)?;
        let blocks = n.saturating_mul(r).saturating_mul(p);
        at_most(blocks, SCRYPT_BLOCKS_MAX, "blocks")?;
        if !n.is_power_of_two() || n < 2 {
            return Err(Refusal::Malformed("has an N that is not a power of two"));
        }
        let params = Params::new(n.ilog2() as u8, r as u32, p as u32)
            .map_err(|_| Refusal::Malformed("has parameters of zero"))?;
        Ok(ScryptCost { n, r, p, params })
    }

    fn of_texts(texts: [&str; 3], written: &Written<'_>) -> Result<ScryptCost, Refusal> {
        let [Some(n), Some(r), Some(p)] = texts.map(number) else {
            return Err(PARAMETERS);
        };
        ScryptCost::new(n, r, p, written.bounds.memory)
    }

    /// Derives a key of the length of `key`. Whether that went well.
    pub(super) fn derive(&self, password: &[u8], salt: &[u8], key: &mut [u8]) -> bool {
        scrypt::scrypt(password, salt, &self.params, key).is_ok()
    }

    /// What one derivation costs: the table, and a block for each lane.
    pub(super) fn cost(&self) -> Cost {
        let blocks = self.n * self.r * self.p;
        Cost {
            memory: 128 * self.r * (self.n + self.p + 1),
            microseconds: (blocks * NANOSECONDS_OF_BLOCK).div_ceil(1000),
        }
    }
}

/// A derived key and what it is derived with.
pub(super) struct Scrypt {
    pub(super) cost: ScryptCost,
    pub(super) salt: Vec<u8>,
    pub(super) expected: Vec<u8>,
}

impl Verifier for Scrypt {
    fn verify(&self, password: &[u8]) -> bool {
        let mut key = vec![0; self.expected.len()];
        self.cost.derive(password, &self.salt, &mut key) && key.ct_eq(&self.expected).into()
    }

    fn cost(&self) -> Cost {
        self.cost.cost()
    }
}

const PASSLIB: &str = "passlib 1.7.4, tests/test_handlers_scrypt.py";

const KNOWN_ANSWERS: &[KnownAnswer] = &[
    KnownAnswer::of(
        b"test",
        "$scrypt$ln=8,r=8,p=1$wlhLyXmP8b53bm1NKYVQqg$mTpvG8lzuuDk+DWz8HZIB6Vum6erDuUm0As5yU+VxWA",
        PASSLIB,
    ),
    KnownAnswer::of(
        b"nacl",
        "$scrypt$ln=1,r=4,p=2$yhnD+J+Tci4lZCwFgHCuVQ$fAsEWmxSHuC0cHKMwKVFPzrQukgvK09Sj+NueTSxKds",
        PASSLIB,
    ),
    KnownAnswer::of(
        b"pleaseletmein",
        "$scrypt$ln=14,r=8,p=1$U29kaXVtQ2hsb3JpZGU\
         $cCO9yzr9c0hGHAbNgf046/2o+7qQT44+qbVD9lRdofLVQylVYT8Pz2LUlwUkKpr55h6F3A1lHkDfzwF7RVdYhw",
        "RFC 7914, section 12, in the PHC form",
    ),
    // N itself in the place of its logarithm.
    KnownAnswer::of(
        b"test",
        "$scrypt$ln=16384,r=8,p=1$2npRo7P03Mt8keSoMbyD/tKFWyUzjiQf2svUaNDSrhA=\
         $MiCzNcIplSMqSBrm4HckjYqYhaVPPjTARTzwB1cVNYE=",
        "Ory Kratos, hash/hasher_test.go",
    ),
    KnownAnswer::of(
        b"swordfish",
        "scrypt:1024:8:1$GF6M4O8CAQxxbGrN$98aeda7c60072a65258284b342e7aa229b20468153a925c737b1dd171365e876e26ff1a8d7c0dd6e2f565e3ad510f1319f213cca474bc520d4eaf50d7fc91bb6",
        "made with hashlib.scrypt of Python 3.11, in the form of Werkzeug 3",
    ),
    KnownAnswer::of(
        b"Default123",
        "scrypt:32768:8:1$vulddniGkHbXzjNK$02746ba67d887b9d4e2a72c83d501f00f301899f820b4452ef207887cd9f10ba55cf2a4085e06477245565b697fa270f6c5b9efc2e155f07ba9b21e8997f7906",
        "made with hashlib.scrypt of Python 3.11, in the form of Werkzeug 3",
    ),
    KnownAnswer::of(
        "lètmein".as_bytes(),
        "scrypt$2048$seasalt$8$5$j/jcQDmseOiuf79lrS1PWsKimivftVxWPgc/KGQZ0LJkCVM6gRgLVCo78pd6sUtlx2uv4KFTHU2NPdJ6LZr1sA==",
        "made with hashlib.scrypt of Python 3.11, in the form of Django 5.2",
    ),
    KnownAnswer::of(
        "lètmein".as_bytes(),
        "scrypt$16384$seasalt$8$1$Qj3+9PPyRjSJIebHnG81TMjsqtaIGxNQG/aEB/NYafTJ7tibgfYz71m0ldQESkXFRkdVCBhhY8mx7rQwite/Pw==",
        "tests/auth_tests/test_hashers.py of Django 4.2",
    ),
    KnownAnswer::of(
        b"correct horse",
        "$scrypt$ln=10,r=8,p=16$c2FsdHNhbHRzYWx0c2FsdA$4PEr2mRWthscoeScelpoPWoPDLJ/kDO70V5w0w+uuLI",
        "made with hashlib.scrypt of Python 3.11, in the PHC form",
    ),
    KnownAnswer {
        method: "stytch",
        salt: "c2FsdC1hcy10ZXh0",
        ..KnownAnswer::of(
            b"correct horse battery",
            "T77PoDhHrQQRQd1IVn0-qMls2uYw0PsBkNvq6oKMAzM=",
            "made with hashlib.scrypt of Python 3.11, in the form of Stytch, Migrate user passwords",
        )
    },
];
