//! Argon2 (RFC 9106) in the PHC form, all three variants, versions 1.3 and 1.0:
//! `$argon2id$v=19$m=19456,t=2,p=1$salt$hash`; also a bare hash with all of it beside.

use super::{
    Argon2Beside, Cost, KnownAnswer, Reading, Refusal, SaltFormat, Scheme, Verifier,
    Written,
};
use crate::bounds::{at_most, memory_at_most};
use crate::limits::{ARGON2_FILLS_MAX, KEY_BYTES_MIN};
use crate::parameters::{agrees, kept, numbers, parts};
use crate::written::{base64, to_base64};
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
const MICROSECONDS_OF_TWO_PASSES: u64 = 31_000;

/// The kibibytes that are filled in that time.
const KIB_OF_TWO_PASSES: u64 = 2 * 19 * 1024;

fn read(written: &Written<'_>) -> Result<Reading, Refusal> {
    if let Some(text) = joined(written)? {
        let mut reading = parse(&text, written)?;
        reading.rewritten = Some(kept(text));
        return Ok(reading);
    }
    Ok(parse(written.hash, written)?.without_salt_beside(written))
}

/// The whole hash where hash, salt and parameters stand apart, the first two in
/// base64, as Keycloak keeps them. Usually it is `id` of version 1.3.
fn joined(written: &Written<'_>) -> Result<Option<String>, Refusal> {
    let Argon2Beside {
        memory,
        parallelism,
        variant,
        version,
    } = written.argon2;
    let Some(memory) = memory.filter(|_| !written.hash.contains('$')) else {
        return Ok(None);
    };
    let variant = match variant.unwrap_or("id") {
        "id" | "argon2id" => "argon2id",
        "i" | "argon2i" => "argon2i",
        "d" | "argon2d" => "argon2d",
        _ => {
            return Err(Refusal::Malformed(
                "has a type beside it other than id, i and d",
            ));
        }
    };
    let version = match version.unwrap_or("1.3") {
        "1.3" | "19" => 19,
        "1.0" | "16" => 16,
        _ => {
            return Err(Refusal::Malformed(
                "has a version beside it other than 1.3 and 1.0",
            ));
        }
    };
    let salt = written.salt_bytes(SaltFormat::Base64)?;
    let salt = salt.ok_or(Refusal::SaltMissing)?;
    let passes = written
        .iterations
        .ok_or(Refusal::Malformed("has no iterations beside it"))?;
    let hash = base64(written.hash).ok_or(Refusal::Malformed("is not base64"))?;
    let lanes = parallelism.unwrap_or("1");
    Ok(Some(format!(
        "${variant}$v={version}$m={memory},t={passes},p={lanes}${}${}",
        to_base64(&salt),
        to_base64(&hash)
    )))
}

fn parse(text: &str, written: &Written<'_>) -> Result<Reading, Refusal> {
    // Django writes its own name of the scheme before the PHC form.
    let text = text.strip_prefix("argon2").unwrap_or(text);
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
    Ok(Reading::new(&SCHEME, verifier))
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
    let passes_max = written.bounds.memory / BYTES_IN_KIB * ARGON2_FILLS_MAX / memory.max(1);
    at_most(passes, passes_max, "passes")?;
    let params = u32::try_from(lanes)
        .ok()
        .and_then(|lanes| Params::new(memory as u32, passes as u32, lanes, None).ok());
    params.ok_or(Refusal::Malformed(
        "has parameters too small for Argon2 (m is at least 8 times p)",
    ))
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

const REFERENCE: &str =
    "test.c of the reference implementation, github.com/P-H-C/phc-winner-argon2";

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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::expect::expect;

    const HASH: &str = "nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4";

    /// The first known answer with its parts beside it.
    fn beside<'a>(argon2: Argon2Beside<'a>, hash: &'a str) -> Written<'a> {
        Written {
            hash,
            method: Some("argon2"),
            salt: Some("c29tZXNhbHQ="),
            iterations: Some(2),
            argon2,
            ..Written::default()
        }
    }

    #[track_caller]
    fn check(written: &Written<'_>, expected: Result<bool, Refusal>) {
        let reading = crate::read(written);
        if let Ok(reading) = &reading {
            let kept = reading.rewritten.as_ref().unwrap();
            assert!(
                kept.carries_salt && kept.hash.starts_with("$argon2"),
                "{}",
                kept.hash
            );
        }
        expect(reading.map(|reading| reading.verify(b"password")), expected);
    }

    #[test]
    fn parts_that_stand_beside_a_hash_are_joined() {
        let whole = Argon2Beside {
            memory: Some("256"),
            parallelism: Some("1"),
            variant: Some("id"),
            version: Some("1.3"),
        };
        let memory = Argon2Beside {
            memory: Some("256"),
            ..Argon2Beside::default()
        };
        check(&beside(whole, HASH), Ok(true));
        check(&beside(memory, HASH), Ok(true));
        check(&beside(whole, &format!("{HASH}=")), Ok(true));
        for changed in [
            Argon2Beside {
                memory: Some("257"),
                ..whole
            },
            Argon2Beside {
                parallelism: Some("2"),
                ..whole
            },
            Argon2Beside {
                variant: Some("i"),
                ..whole
            },
            Argon2Beside {
                version: Some("1.0"),
                ..whole
            },
        ] {
            check(&beside(changed, HASH), Ok(false));
        }
        let refused =
            |argon2, problem| check(&beside(argon2, HASH), Err(Refusal::Malformed(problem)));
        refused(
            Argon2Beside {
                variant: Some("x"),
                ..whole
            },
            "has a type beside it other than id, i and d",
        );
        refused(
            Argon2Beside {
                version: Some("2"),
                ..whole
            },
            "has a version beside it other than 1.3 and 1.0",
        );
        refused(
            Argon2Beside {
                memory: Some("256,t=1,p=1$c29tZXNhbHQ$AAAA"),
                ..whole
            },
            "has not the three parts parameters, salt and hash",
        );
        for memory in ["256,t=2", "many", "-1", ""] {
            refused(
                Argon2Beside {
                    memory: Some(memory),
                    ..whole
                },
                "has parameters other than m, t and p in this order",
            );
        }
        let no_salt = Written {
            salt: None,
            ..beside(whole, HASH)
        };
        check(&no_salt, Err(Refusal::SaltMissing));
        let no_passes = Written {
            iterations: None,
            ..beside(whole, HASH)
        };
        check(
            &no_passes,
            Err(Refusal::Malformed("has no iterations beside it")),
        );
        let dear = Argon2Beside {
            memory: Some("4194304"),
            ..whole
        };
        let too_high = Refusal::CostTooHigh {
            cost: "4096 MiB of memory".to_owned(),
            limit: "256 MiB".to_owned(),
        };
        check(&beside(dear, HASH), Err(too_high));
    }
}
