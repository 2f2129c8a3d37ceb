//! What Spring Security's `DelegatingPasswordEncoder` writes in forms of its own: a
//! name in braces, then for MD4, MD5, SHA-1 and SHA-256 a salt in braces and the
//! digest of password and salt; `{sha256}`, 1,024 rounds; `{pbkdf2}`, salt and key
//! in one; `{scrypt}`, with its parameters in one number. `{bcrypt}`, `{argon2}`
//! and `{ldap}` stand before hashes of those schemes. `{noop}` is the password.

use super::{Algorithm, FastDigest, KnownAnswer, Reading, Refusal, Scheme, Written};
use crate::braces::{Braces, STANDARD_SALT_BYTES};
use crate::parameters::{key, parts};
use crate::pbkdf2::Pbkdf2;
use crate::rounds::Rounds;
use crate::scrypt::{Scrypt, ScryptCost};
use crate::written::{base64, hex};

/// The entry of the catalogue.
pub static SCHEME: Scheme = Scheme {
    name: "spring",
    aliases: &["springsecurity", "delegating", "delegatingpasswordencoder"],
    claims: |hash| Braces::of(hash).is_some(),
    also_reads: |_| false,
    read,
    known_answers: KNOWN_ANSWERS,
};

/// The rounds of `{sha256}`.
const STANDARD_ROUNDS: u32 = 1024;

/// The key that Spring derives with PBKDF2, in bytes.
const PBKDF2_KEY_BYTES: usize = 32;

/// Whether a text of one of these forms says by its braces that it is of the
/// scheme `named`.
pub(super) fn is_of(hash: &str, named: &Scheme) -> bool {
    let Some(kind) = Braces::of(hash) else {
        return false;
    };
    match kind {
        Braces::Clear | Braces::Other(_) => false,
        Braces::Digest(algorithm, _) => algorithm.name() == named.name,
        Braces::Standard(_) => named.name == "sha256",
        Braces::Pbkdf2(_) => named.name == "pbkdf2",
        Braces::Scrypt(_) => named.name == "scrypt",
    }
}

fn read(written: &Written<'_>) -> Result<Reading, Refusal> {
    let kind = Braces::of(written.hash).ok_or(Refusal::Malformed(
        "does not begin with a name in braces, such as {bcrypt}",
    ))?;
    let reading = match kind {
        Braces::Clear => return Err(Refusal::LooksLikePlaintext),
        Braces::Other(problem) => return Err(Refusal::Malformed(problem)),
        Braces::Digest(algorithm, rest) => Reading::new(&SCHEME, digest(algorithm, rest)?),
        Braces::Standard(rest) => Reading::new(&SCHEME, standard(rest)?),
        Braces::Pbkdf2(rest) => Reading::new(&SCHEME, pbkdf2(rest)?),
        Braces::Scrypt(rest) => Reading::new(&SCHEME, scrypt(rest, written)?),
    };
    Ok(reading.without_salt_beside(written))
}

/// `{salt}` and the digest of password and `{salt}`, braces and all; or the
/// digest of the password alone. In hex, or in base64 as somebody chose.
fn digest(algorithm: Algorithm, text: &str) -> Result<FastDigest, Refusal> {
    let end = text.find('}').filter(|_| text.starts_with('{'));
    let (salt, digest) = text.split_at(end.map_or(0, |end| end + 1));
    let whole = |bytes: &Vec<u8>| bytes.len() == algorithm.length();
    let expected = hex(digest)
        .filter(whole)
        .or_else(|| base64(digest).filter(whole))
        .ok_or(Refusal::Malformed("has not a whole digest after its salt"))?;
    Ok(FastDigest {
        after: salt.as_bytes().to_vec(),
        ..FastDigest::plain(algorithm, expected)
    })
}

/// Salt and digest in one hex: the digest of salt and password, and then of the
/// digest.
fn standard(text: &str) -> Result<Rounds, Refusal> {
    let mut bytes = hex(text).ok_or(Refusal::Malformed("is not in hex"))?;
    let expected = bytes.split_off(STANDARD_SALT_BYTES);
    Ok(Rounds {
        fast: FastDigest {
            before: bytes,
            ..FastDigest::plain(Algorithm::Sha256, expected)
        },
        rounds: STANDARD_ROUNDS,
    })
}

/// Salt and key in one, in hex or base64. The length tells which of the two
/// settings there have been it is of.
fn pbkdf2(text: &str) -> Result<Pbkdf2, Refusal> {
    let bytes = hex(text).or_else(|| base64(text));
    let mut salt = bytes.ok_or(Refusal::Malformed("is neither hex nor base64"))?;
    let (algorithm, rounds, salt_bytes) = match salt.len() {
        40 => (Algorithm::Sha1, 185_000, 8),
        48 => (Algorithm::Sha256, 310_000, 16),
        _ => {
            return Err(Refusal::Malformed(
                "has a length that Spring Security does not write",
            ));
        }
    };
    let expected = salt.split_off(salt_bytes);
    debug_assert_eq!(expected.len(), PBKDF2_KEY_BYTES);
    Pbkdf2::new(algorithm, rounds, salt, expected)
}

/// `$e0801$salt$hash`: in one hex number the logarithm of N, eight bits of r and
/// eight of p.
fn scrypt(text: &str, written: &Written<'_>) -> Result<Scrypt, Refusal> {
    const FORM: Refusal = Refusal::Malformed("has not the parts parameters, salt and hash");
    let [before, numbers, salt, hash] = parts(text, '$').ok_or(FORM)?;
    let is_number = before.is_empty() && numbers.bytes().all(|byte| byte.is_ascii_hexdigit());
    let numbers = u64::from_str_radix(numbers, 16)
        .ok()
        .filter(|_| is_number)
        .ok_or(FORM)?;
    let (log_n, r, p) = (numbers >> 16, numbers >> 8 & 0xff, numbers & 0xff);
    let n = 1_u64.checked_shl(log_n as u32).unwrap_or(u64::MAX);
    Ok(Scrypt {
        cost: ScryptCost::new(n, r, p, written.bounds.memory)?,
        salt: base64(salt)
            .filter(|salt| !salt.is_empty())
            .ok_or(Refusal::Malformed("has a salt that is not base64"))?,
        expected: key(base64(hash))?,
    })
}

const SPRING: &str = "PasswordEncoderFactoriesTests.java of Spring Security";

const KNOWN_ANSWERS: &[KnownAnswer] = &[
    KnownAnswer::of(
        b"password",
        "{MD4}{KYp8/QErWyQemYazZQ8UnWWfbGbkYkVC8qMi0duoA84=}152ce09d3261d2b53cac55b2ea4d1c7a",
        SPRING,
    ),
    KnownAnswer::of(
        b"password",
        "{MD5}{aRYR+Yp2xSqtgF+vtjH6jNda6M083iEbP+zCFjLt9IA=}905e382a25eed53e22224223b3581092",
        SPRING,
    ),
    KnownAnswer::named(
        "md5",
        b"password",
        "{MD5}5f4dcc3b5aa765d61d8327deb882cf99",
        "made with hashlib of Python 3.11, as MessageDigestPasswordEncoder does without a salt",
    ),
    KnownAnswer::of(
        b"password",
        "{SHA-1}{6581QepZz2qd8jVrT2QYPVtK8DuM2n45dVslmc3UTWc=}4f31573948ddbfb8ac9dd80107dfad13fd8f2454",
        SPRING,
    ),
    KnownAnswer::named(
        "spring",
        b"password",
        "{SHA-256}{UisHp3pFSMqcqrhQsrhR+hspIG0SyMDyDW/XtY+t6nA=}a98efbaf59277bfd1837c33fd4fde67de5bcfd2205bcba0992f6fc32b03a8f88",
        SPRING,
    ),
    KnownAnswer::of(
        b"password",
        "{sha256}97cde38028ad898ebc02e690819fa220e88c62e0699403e94fff291cfffaf8410849f27605abcbc0",
        SPRING,
    ),
    KnownAnswer::of(
        b"password",
        "{pbkdf2}5d923b44a6d129f3ddf3e3c8d29412723dcbde72445e8ef6bf3b508fbf17fa4ed4d6b99ca763d8dc",
        SPRING,
    ),
    KnownAnswer::of(
        b"password",
        "{pbkdf2@SpringSecurity_v5_8}000102030405060708090a0b0c0d0e0fe0f65a4bf6716253d2d10a7a4b18f35cd4baf31ff031a187cd0091674905482d",
        "made with hashlib.pbkdf2_hmac of Python 3.11, as Pbkdf2PasswordEncoder does since 5.8",
    ),
    KnownAnswer::of(
        b"password",
        "{scrypt}$e0801$8bWJaSu2IKSn9Z9kM+TPXfOc/9bdYSrN1oD9qfVThWEwdRTnO7re7Ei+fUZRJ68k9lTyuTeUp4of4g24hHnazw==$OAOec05+bXxvuu/1qZ6NUR+xQYvYv7BeL1QxwRpY5Pc=",
        SPRING,
    ),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::expect::expect;

    #[track_caller]
    fn check(hash: &str, method: Option<&str>, expected: Result<&str, Refusal>) {
        let reading = crate::read(&Written {
            hash,
            method,
            ..Written::default()
        });
        expect(reading.map(|reading| reading.scheme.name), expected);
    }

    #[test]
    fn a_name_in_braces_before_a_hash_of_another_scheme_is_taken_off() {
        let bcrypt = "$2a$10$dXJ3SW6G7P50lGmMkkmwe.20cQQubK3.HZWzG3YB1tlRy.fqvM/BG";
        let argon2 = "$argon2d$v=19$m=1024,t=1,p=1$c29tZXNhbHQ$Li5eBf5XrCz0cuzQRe9oflYqmA/VAzmzichw4ZYrvEU";
        for (name, inner) in [
            ("bcrypt", bcrypt),
            ("BCRYPT", bcrypt),
            ("BLF-CRYPT", bcrypt),
            ("argon2", argon2),
            ("ARGON2", argon2),
            ("argon2@SpringSecurity_v5_8", argon2),
            ("ldap", "{SSHA}igvD9lOiTXm16dmOw0YWRb9OjK2ThZvdQku2EQ=="),
            ("SHA512-CRYPT", "$6$saltsalt$QvhAUCr9Ecozacan1D0.Ev5us0DpvvwbLFumlDD9NOzow9KHji8oAmo2BsNC5tqo34TzdkBuYaCgBprKP0dFz/"),
        ] {
            let hash = format!("{{{name}}}{inner}");
            for method in [None, Some("spring"), Some("ldap")] {
                let written = Written { hash: &hash, method, ..Written::default() };
                let kept = crate::read(&written).expect(&hash).rewritten.expect(&hash);
                assert_eq!(kept.hash, inner);
                assert!(!kept.carries_salt);
            }
        }
        check(&format!("{{bcrypt}}{bcrypt}"), Some("bcrypt"), Ok("bcrypt"));
        check(
            &format!("{{bcrypt}}{bcrypt}"),
            Some("argon2"),
            Err(Refusal::MethodDiffers {
                prefix: "$2a$".to_owned(),
                actual: "bcrypt",
            }),
        );
        // What follows is not of the scheme that the name says.
        check(
            &format!("{{argon2}}{bcrypt}"),
            None,
            Err(Refusal::Malformed("has no Argon2 hash after its braces")),
        );
        check(
            "{bcrypt}hello",
            None,
            Err(Refusal::Malformed("has no bcrypt hash after its braces")),
        );
        check(
            &format!("{{bcrypt}}{}", &bcrypt[..50]),
            None,
            Err(Refusal::BcryptCutShort(50)),
        );
    }

    #[test]
    fn a_password_as_it_was_typed_is_no_hash() {
        for (hash, method) in [
            ("{noop}secret", None),
            ("{noop}$2b$10$secret", Some("bcrypt")),
            ("{PLAIN}secret", Some("ldap")),
            ("{CLEARTEXT}secret", Some("md5")),
            ("5f4dcc3b5aa765d61d8327deb882cf99", Some("noop")),
            ("a password of some words", Some("plain-text")),
        ] {
            check(hash, method, Err(Refusal::LooksLikePlaintext));
        }
    }

    #[test]
    fn names_that_ldap_has_as_well_are_told_apart() {
        check("{MD5}9f8PcTTi+T+5ub5eX9R6JQ==", None, Ok("ldap"));
        check("{MD5}5f4dcc3b5aa765d61d8327deb882cf99", None, Ok("spring"));
        let sha256 = "{SHA256}K7gNU3sdo+OL0wNhqoVWhr3g6s1xYv72ol/pe/Unols=";
        check(sha256, None, Ok("ldap"));
        check("{MD5}{}5f4dcc3b5aa765d61d8327deb882cf9", None, Err(Refusal::Malformed(
            "has not a whole digest after its salt",
        )));
        check("{scrypt}$e0801$c2FsdA==$AAAA", None, Err(Refusal::Malformed("is cut short")));
        let too_dear = "{scrypt}$180801$c2FsdA==$OAOec05+bXxvuu/1qZ6NUR+xQYvYv7BeL1QxwRpY5Pc=";
        let limit = Err(Refusal::CostTooHigh {
            cost: "16384 MiB of memory".to_owned(),
            limit: "256 MiB".to_owned(),
        });
        check(too_dear, None, limit);
        check("{pbkdf2}5d923b44a6d1", None, Err(Refusal::Malformed(
            "has a length that Spring Security does not write",
        )));
    }
}
