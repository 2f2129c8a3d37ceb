//! A fast digest wrapped in Argon2id, made where nobody knows the password: the
//! Argon2id of the digest's bytes, and how to come from a password to them.
//!
//! `$admit-wrapped$sha256$utf8$-$c2FsdA$$argon2id$v=19$m=19456,t=2,p=1$salt$hash`:
//! algorithm, encoding of the password, key of an HMAC (`-` for none), what
//! stands before the password and what after it, all in base64, then the PHC
//! form.

use super::{
    Algorithm, Bounds, Cost, FastDigest, KnownAnswer, PasswordEncoding, Reading, Refusal,
    SALT_BYTES, Scheme, Strength, Verifier, Written, new_hash,
};
use crate::bounds::{at_most, memory_at_most};
use crate::limits::{WRAPPED_LANES_MAX, WRAPPED_PASSES_MAX};
use crate::written::{base64, to_base64};
use argon2::{Argon2, Params, Version};
use subtle::ConstantTimeEq;

/// The entry of the catalogue.
pub static SCHEME: Scheme = Scheme {
    name: "wrapped",
    aliases: &["admitwrapped"],
    claims: |hash| hash.starts_with(PREFIX),
    also_reads: |_| false,
    read,
    known_answers: KNOWN_ANSWERS,
};

const PREFIX: &str = "$admit-wrapped$";

/// Stands for no key; base64 never has it, and an empty key is nothing at all.
const NO_KEY: &str = "-";

/// Fewer bytes of salt and of hash are none that were made here.
const SALT_BYTES_MIN: usize = 8;
const HASH_BYTES_MIN: usize = 16;

/// The KiB that Argon2 fills in a millisecond on one slow core.
const KIB_IN_A_MILLISECOND: u64 = 1250;

/// Wraps a digest: the text to keep in its place. Only a digest that
/// [`Verifier::fast_digest`] gives is short enough to be kept.
pub fn wrap(fast: &FastDigest, salt: [u8; SALT_BYTES], strength: Strength) -> String {
    let key = fast.key.as_deref().map(to_base64);
    format!(
        "{PREFIX}{}${}${}${}${}{}",
        fast.algorithm.name(),
        fast.encoding.name(),
        key.as_deref().unwrap_or(NO_KEY),
        to_base64(&fast.before),
        to_base64(&fast.after),
        new_hash(&fast.expected, salt, strength)
    )
}

fn read(written: &Written<'_>) -> Result<Reading, Refusal> {
    let rest = written.hash.strip_prefix(PREFIX);
    let mut parts = rest.ok_or(FORM)?.split('$');
    let mut next = || parts.next().ok_or(FORM);
    let fast = FastDigest {
        algorithm: Algorithm::of_name(next()?).ok_or(FORM)?,
        encoding: PasswordEncoding::of_name(next()?).ok_or(FORM)?,
        key: match next()? {
            NO_KEY => None,
            key => Some(base64(key).ok_or(FORM)?),
        },
        before: base64(next()?).ok_or(FORM)?,
        after: base64(next()?).ok_or(FORM)?,
        expected: Vec::new(),
    };
    if (next()?, next()?) != ("argon2id", "v=19") {
        return Err(FORM);
    }
    let params = parameters(next()?, written.bounds)?;
    let salt = base64(next()?).ok_or(FORM)?;
    let expected = base64(next()?).ok_or(FORM)?;
    if parts.next().is_some() || salt.len() < SALT_BYTES_MIN || expected.len() < HASH_BYTES_MIN {
        return Err(FORM);
    }
    let verifier = Wrapped {
        fast,
        argon2: Argon2::new(argon2::Algorithm::Argon2id, Version::V0x13, params),
        salt,
        expected,
    };
    Ok(Reading::new(&SCHEME, verifier).without_salt_beside(written))
}

const FORM: Refusal = Refusal::Malformed("is not of the form that Admit writes");

/// `m=…,t=…,p=…` within the bounds.
fn parameters(list: &str, bounds: Bounds) -> Result<Params, Refusal> {
    let mut entries = list.split(',');
    let mut next = |name: &str| {
        let digits = entries.next()?.strip_prefix(name)?;
        let canonical =
            digits.bytes().all(|byte| byte.is_ascii_digit()) && !digits.starts_with('0');
        canonical.then(|| digits.parse::<u32>().ok()).flatten()
    };
    let (Some(memory), Some(passes), Some(lanes)) = (next("m="), next("t="), next("p=")) else {
        return Err(FORM);
    };
    if entries.next().is_some() {
        return Err(FORM);
    }
    memory_at_most(u64::from(memory) * 1024, bounds.memory)?;
    at_most(passes.into(), WRAPPED_PASSES_MAX, "passes")?;
    at_most(lanes.into(), WRAPPED_LANES_MAX, "lanes")?;
    Params::new(memory, passes, lanes, None).map_err(|_| FORM)
}

struct Wrapped {
    fast: FastDigest,
    argon2: Argon2<'static>,
    salt: Vec<u8>,
    expected: Vec<u8>,
}

impl Verifier for Wrapped {
    fn verify(&self, password: &[u8]) -> bool {
        // A password that the encoding does not have takes as long as any other.
        let digest = self.fast.digest(password);
        let mut hash = vec![0; self.expected.len()];
        let hashed = self.argon2.hash_password_into(
            digest.as_deref().unwrap_or_default(),
            &self.salt,
            &mut hash,
        );
        digest.is_some() && hashed.is_ok() && hash.ct_eq(&self.expected).into()
    }

    fn cost(&self) -> Cost {
        let params = self.argon2.params();
        let memory = u64::from(params.m_cost());
        Cost {
            memory: memory * 1024,
            microseconds: memory * u64::from(params.t_cost()) * 1000 / KIB_IN_A_MILLISECOND,
        }
    }
}

const MADE: &str = "made with hashlib and hmac of Python 3 and argon2-cffi";

const KNOWN_ANSWERS: &[KnownAnswer] = &[
    KnownAnswer::of(
        b"correct horse",
        "$admit-wrapped$md5$utf8$-$c2FsdA$$argon2id$v=19$m=64,t=2,p=1$MDEyMzQ1Njc4OWFiY2RlZg$0bl1ln6gSBQvzS1SqlU1k5BFeW4JoJpRNFn7yKM+3as",
        MADE,
    ),
    KnownAnswer::of(
        "pässword".as_bytes(),
        "$admit-wrapped$sha256$utf16le$a2V5$$$argon2id$v=19$m=32,t=1,p=1$MDEyMzQ1Njc4OWFiY2RlZg$pc7OJUWNh5273AIY1EBztJ93v3uB6/+jMjLHXVldBVY",
        MADE,
    ),
    KnownAnswer::of(
        b"correct horse",
        "$admit-wrapped$sha1$utf8$-$$/w$argon2id$v=19$m=64,t=1,p=2$MDEyMzQ1Njc4OWFiY2RlZg$GHIXc0BtLTdp4+1bbtUrnjS7Keo0lHC3ecDcY3NU8F8",
        MADE,
    ),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::expect::expect;
    use crate::limits::HASH_BYTES_MAX;
    use crate::{SCHEMES, find};

    #[track_caller]
    fn check(hash: &str, expected: Result<bool, Refusal>) {
        let reading = crate::read(&Written {
            hash,
            ..Written::default()
        });
        let verified = reading.map(|reading| reading.verify(b"correct horse"));
        expect(verified, expected);
    }

    #[test]
    fn what_verifies_and_what_is_refused() {
        let text = KNOWN_ANSWERS[0].hash;
        check(text, Ok(true));
        check(&text.replace("$c2FsdA$$", "$$c2FsdA$"), Ok(false));
        check(&text.replace("$c2FsdA$", "$c2FsdB$"), Err(FORM));
        check(&text.replace("utf8", "utf16le"), Ok(false));
        check(&text.replace("$-$", "$$"), Ok(false));
        check(&text.replace("md5", "md6"), Err(FORM));
        check(&text.replace("argon2id", "argon2d"), Err(FORM));
        check(&text.replace("v=19", "v=16"), Err(FORM));
        check(&text.replace("m=64", "m=064"), Err(FORM));
        check(&text.replace("m=64", "m=1"), Err(FORM));
        check(&text.replace("t=2", "t=0"), Err(FORM));
        check(&text.replace("p=1", "p=1,x=1"), Err(FORM));
        check(&text.replace("3as", "3at"), Err(FORM));
        check(&text[..text.len() - 30], Err(FORM));
        check(&format!("{text}$"), Err(FORM));
        let too_high = |cost: &str, limit: &str| {
            Err(Refusal::CostTooHigh {
                cost: cost.to_owned(),
                limit: limit.to_owned(),
            })
        };
        check(
            &text.replace("m=64", "m=4194304"),
            too_high("4096 MiB of memory", "256 MiB"),
        );
        check(
            &text.replace("t=2", "t=11"),
            too_high("11 passes", "10 passes"),
        );
        check(
            &text.replace("p=1", "p=17"),
            too_high("17 lanes", "16 lanes"),
        );
    }

    const QUICK: Strength = Strength {
        memory: 8,
        passes: 1,
        lanes: 1,
    };

    #[test]
    fn whatever_is_a_fast_digest_verifies_when_wrapped() {
        let mut wrapped = 0;
        for answer in SCHEMES.iter().flat_map(|scheme| scheme.known_answers) {
            let reading = crate::read(&Written {
                hash: answer.hash,
                method: Some(answer.method).filter(|method| !method.is_empty()),
                salt: Some(answer.salt).filter(|salt| !salt.is_empty()),
                position: Some(answer.position).filter(|position| !position.is_empty()),
                format: Some(answer.format).filter(|format| !format.is_empty()),
                iterations: Some(answer.iterations),
                ..Written::default()
            });
            // Hashes of projects need parameters that are of no interest here.
            let Ok(reading) = reading else { continue };
            let Some(fast) = reading.verifier.fast_digest() else {
                continue;
            };
            let text = wrap(fast, [7; SALT_BYTES], QUICK);
            let again = crate::read(&Written {
                hash: &text,
                ..Written::default()
            });
            let again = again.unwrap_or_else(|refusal| panic!("{refusal:?}: {text}"));
            assert!(again.verify(answer.password), "{}", answer.hash);
            assert!(!again.verify(b"another"), "{}", answer.hash);
            assert!(again.verifier.fast_digest().is_none());
            wrapped += 1;
        }
        assert!(wrapped > 40, "{wrapped}");
    }

    #[test]
    fn the_longest_salt_that_can_be_wrapped_can_be_kept() {
        let longest = FastDigest {
            before: vec![1; 1024],
            ..FastDigest::plain(Algorithm::Sha512, vec![0; 64])
        };
        let strength = Strength {
            memory: 1024 * 1024,
            passes: 10,
            lanes: 16,
        };
        let sample = wrap(&longest, [7; SALT_BYTES], QUICK);
        let numbers = format!("{}{}{}", strength.memory, strength.passes, strength.lanes);
        assert!(sample.len() + numbers.len() <= HASH_BYTES_MAX);
        assert!(longest.fast_digest().is_some());
        let longer = FastDigest {
            after: vec![1],
            ..longest
        };
        assert!(longer.fast_digest().is_none());
        assert_eq!(find("wrapped"), Some(&SCHEME));
    }
}
