//! Argon2 (RFC 9106) in the PHC form, all three variants, versions 1.3 and 1.0:
//! `$argon2id$v=19$m=19456,t=2,p=1$salt$hash`.

use super::bounds::{at_most, memory_at_most};
use super::parameters::{agrees, numbers, parts};
use super::written::base64;
use super::{Cost, KnownAnswer, Reading, Refusal, Scheme, Verifier, Written};
use crate::limits::{ARGON2_LANES_MAX, ARGON2_PASSES_MAX, KEY_BYTES_MIN};
use argon2::{Algorithm, Argon2, MIN_SALT_LEN, Params, Version};
use subtle::ConstantTimeEq;

/// The entry of the catalogue.
pub static SCHEME: Scheme = Scheme {
    name: "argon2",
    aliases: &["argon2i", "argon2d", "argon2id"],
    claims: |hash| {
        let text = hash.strip_prefix("argon2").unwrap_or(hash);
        ["$argon2id$", "$argon2i$", "$argon2d$"]
            .iter()
            .any(|prefix| text.starts_with(prefix))
    },
    also_reads: |_| false,
    read,
    known_answers: KNOWN_ANSWERS,
};

const BYTES_IN_KIB: u64 = 1024;

/// What two passes over 19 MiB take on a slow core, in microseconds.
const MICROSECONDS_OF_TWO_PASSES: u64 = 61_000;

/// The kibibytes that are filled in that time.
const KIB_OF_TWO_PASSES: u64 = 2 * 19 * 1024;

fn read(written: &Written<'_>) -> Result<Reading, Refusal> {
    // Django writes its own name of the scheme before the PHC form.
    let text = written.hash.strip_prefix("argon2").unwrap_or(written.hash);
    let (name, rest) = text
        .strip_prefix('$')
        .and_then(|text| text.split_once('$'))
        .ok_or(Refusal::Malformed("does not begin with $argon2"))?;
    let (variant, actual) = match name {
        "argon2id" => (Algorithm::Argon2id, "argon2id"),
        "argon2i" => (Algorithm::Argon2i, "argon2i"),
        "argon2d" => (Algorithm::Argon2d, "argon2d"),
        _ => return Err(Refusal::Malformed("does not begin with $argon2")),
    };
    agrees(written, SCHEME.aliases, actual)?;
    let (version, rest) = version(rest)?;
    let [list, salt, hash] = parts(rest, '$').ok_or(Refusal::Malformed(
        "has not the three parts parameters, salt and hash",
    ))?;
    let params = parameters(list, written)?;
    let salt = base64(salt).ok_or(Refusal::Malformed("has a salt that is not base64"))?;
    if salt.len() < MIN_SALT_LEN {
        return Err(Refusal::Malformed("has a salt of fewer than 8 bytes"));
    }
    let expected = base64(hash).ok_or(Refusal::Malformed("does not end in base64"))?;
    if expected.len() < KEY_BYTES_MIN {
        return Err(Refusal::Malformed("is cut short"));
    }
    let verifier = Argon2Hash {
        argon2: Argon2::new(variant, version, params),
        salt,
        expected,
    };
    Ok(Reading::new(&SCHEME, verifier).without_salt_column(written))
}

/// The version and what follows it. Texts without one are of version 1.0.
fn version(rest: &str) -> Result<(Version, &str), Refusal> {
    let Some(versioned) = rest.strip_prefix("v=") else {
        return Ok((Version::V0x10, rest));
    };
    match versioned.split_once('$') {
        Some(("19", rest)) => Ok((Version::V0x13, rest)),
        Some(("16", rest)) => Ok((Version::V0x10, rest)),
        _ => Err(Refusal::Malformed("has a version other than 16 and 19")),
    }
}

fn parameters(list: &str, written: &Written<'_>) -> Result<Params, Refusal> {
    let [memory, passes, lanes] = numbers(list, ["m", "t", "p"]).ok_or(Refusal::Malformed(
        "has parameters other than m, t and p in this order",
    ))?;
    memory_at_most(memory.saturating_mul(BYTES_IN_KIB), written.bounds.memory)?;
    at_most(passes, ARGON2_PASSES_MAX, "passes")?;
    at_most(lanes, ARGON2_LANES_MAX, "lanes")?;
    Params::new(memory as u32, passes as u32, lanes as u32, None).map_err(|_| {
        Refusal::Malformed("has parameters too small for Argon2 (m is at least 8 times p)")
    })
}

struct Argon2Hash {
    argon2: Argon2<'static>,
    salt: Vec<u8>,
    expected: Vec<u8>,
}

impl Verifier for Argon2Hash {
    fn verify(&self, password: &[u8]) -> bool {
        let mut hash = vec![0; self.expected.len()];
        self.argon2
            .hash_password_into(password, &self.salt, &mut hash)
            .is_ok()
            && hash.ct_eq(&self.expected).into()
    }

    fn cost(&self) -> Cost {
        let params = self.argon2.params();
        let kib = params.block_count() as u64;
        let filled = kib * u64::from(params.t_cost());
        Cost {
            memory: kib * BYTES_IN_KIB,
            microseconds: (filled * MICROSECONDS_OF_TWO_PASSES).div_ceil(KIB_OF_TWO_PASSES),
        }
    }
}

const REFERENCE: &str = "test.c of the reference implementation, github.com/P-H-C/phc-winner-argon2";

const KNOWN_ANSWERS: &[KnownAnswer] = &[
    KnownAnswer::of(
        b"password",
        "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
        REFERENCE,
    ),
    KnownAnswer::of(
        b"password",
        "$argon2id$v=19$m=256,t=2,p=2$c29tZXNhbHQ$bQk8UB/VmZZF4Oo79iDXuL5/0ttZwg2f/5U52iv1cDc",
        REFERENCE,
    ),
    KnownAnswer::of(
        b"password",
        "$argon2i$v=19$m=256,t=2,p=2$c29tZXNhbHQ$T/XOJ2mh1/TIpJHfCdQan76Q5esCFVoT5MAeIM1Oq2E",
        REFERENCE,
    ),
    KnownAnswer::of(
        b"password",
        "$argon2i$v=16$m=256,t=2,p=1$c29tZXNhbHQ$/U3YPXYsSb3q9XxHvc0MLxur+GP960kN9j7emXX8zwY",
        REFERENCE,
    ),
    // The same without the version, as version 1.0 wrote it.
    KnownAnswer::of(
        b"password",
        "$argon2i$m=256,t=2,p=1$c29tZXNhbHQ$/U3YPXYsSb3q9XxHvc0MLxur+GP960kN9j7emXX8zwY",
        REFERENCE,
    ),
    KnownAnswer::of(
        b"correct horse",
        "$argon2d$v=19$m=64,t=1,p=4$c2FsdHNhbHRzYWx0c2FsdA$rWP3IrqRgtZxugSTbFSc7XEoUpcmPSXp",
        "made with argon2-cffi 25.1.0",
    ),
    KnownAnswer::of(
        "Zoë's pässword".as_bytes(),
        "$argon2id$v=19$m=128,t=3,p=1$MDEyMzQ1Njc4OWFiY2RlZg$PPpByLOTR02p1p2Vf1MR0bf7eaGH3S4THnhNuMXp+GQ",
        "made with argon2-cffi 25.1.0",
    ),
    KnownAnswer {
        method: "argon2",
        ..KnownAnswer::of(
            b"secret",
            "argon2$argon2id$v=19$m=512,t=2,p=8$YWJjZGVmZ2hpamtsbW5vcHFyc3R1dg$k3yV6gaFqvDbUlOqIjr0k4QFJJsKPwwvuQA24ujjsUM",
            "made with argon2-cffi 25.1.0, in the form of Django 5.2, PASSWORD_HASHERS",
        )
    },
];
