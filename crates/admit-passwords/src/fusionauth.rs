//! The digests of `FusionAuth`, whose `salt` and `factor` stand beside the hash; salt
//! and hash are base64: `salted-md5` and `salted-sha256` digest the password
//! and the salt, then that digest again, `factor` times in all;
//! `salted-hmac-sha256` has the salt as the key of an HMAC.
//!
//! They are kept as one text: `$salted-sha256$20000$salt$hash`.

use super::{
    Algorithm, FastDigest, KnownAnswer, Reading, Refusal, SaltFormat, Scheme, Written,
    fold_method, method,
};
use crate::bounds::at_most;
use crate::limits::DIGEST_ROUNDS_MAX;
use crate::parameters::kept;
use crate::rounds::Rounds;
use crate::written::{base64, to_base64};

/// The entry of the catalogue.
pub static SCHEME: Scheme = Scheme {
    name: "fusionauth",
    aliases: &["saltedmd5", "saltedsha256", "saltedhmacsha256"],
    claims: |hash| hash.starts_with("$salted-") && Kind::of_text(hash).is_some(),
    also_reads: |_| false,
    read,
    known_answers: KNOWN_ANSWERS,
};

/// The ways in which `FusionAuth` makes a digest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Md5,
    Sha256,
    HmacSha256,
}

impl Kind {
    const ALL: [Kind; 3] = [Kind::Md5, Kind::Sha256, Kind::HmacSha256];

    const fn name(self) -> &'static str {
        match self {
            Kind::Md5 => "salted-md5",
            Kind::Sha256 => "salted-sha256",
            Kind::HmacSha256 => "salted-hmac-sha256",
        }
    }

    const fn algorithm(self) -> Algorithm {
        match self {
            Kind::Md5 => Algorithm::Md5,
            Kind::Sha256 | Kind::HmacSha256 => Algorithm::Sha256,
        }
    }

    /// The kind that a text begins with, and what follows.
    fn of_text(text: &str) -> Option<(Kind, &str)> {
        let text = text.strip_prefix('$')?;
        Kind::ALL.into_iter().find_map(|kind| {
            let rest = text.strip_prefix(kind.name())?.strip_prefix('$')?;
            Some((kind, rest))
        })
    }

    /// The kind that a method names.
    fn of_method(method: &str) -> Option<Kind> {
        let folded = fold_method(method);
        Kind::ALL
            .into_iter()
            .find(|kind| fold_method(kind.name()) == folded)
    }
}

fn read(written: &Written<'_>) -> Result<Reading, Refusal> {
    let named = written.method.and_then(Kind::of_method);
    if let Some((kind, rest)) = Kind::of_text(written.hash) {
        if named.is_some_and(|named| named != kind) {
            return Err(Refusal::MethodDiffers {
                prefix: method::prefix(written.hash),
                actual: kind.name(),
            });
        }
        let (rounds, salt, hash) = joined(rest)?;
        let reading = reading(kind, rounds, salt, hash)?;
        return Ok(reading.without_salt_beside(written));
    }
    let kind = named.ok_or(Refusal::Malformed(
        "needs the very encryption scheme as its method, such as salted-sha256",
    ))?;
    let hash =
        base64(written.hash).ok_or(Refusal::Malformed("is not base64, as FusionAuth has it"))?;
    let salt = written
        .salt_bytes(SaltFormat::Base64)?
        .ok_or(Refusal::SaltMissing)?;
    let rounds = match (kind, written.iterations) {
        (Kind::HmacSha256, _) => 1,
        (_, Some(rounds)) => rounds,
        (_, None) => return Err(Refusal::Malformed("has no factor beside it")),
    };
    let text = format!(
        "${}${rounds}${}${}",
        kind.name(),
        to_base64(&salt),
        to_base64(&hash)
    );
    let mut reading = reading(kind, rounds, salt, hash)?;
    reading.rewritten = Some(kept(text));
    Ok(reading)
}

/// Rounds, salt and hash of the one text.
fn joined(rest: &str) -> Result<(u32, Vec<u8>, Vec<u8>), Refusal> {
    let mut parts = rest.split('$');
    let (Some(rounds), Some(salt), Some(hash), None) =
        (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return Err(Refusal::Malformed(
            "is not of the form $name$rounds$salt$hash",
        ));
    };
    let canonical = rounds.bytes().all(|byte| byte.is_ascii_digit()) && !rounds.starts_with('0');
    let rounds = rounds
        .parse()
        .ok()
        .filter(|_| canonical)
        .ok_or(Refusal::Malformed("has rounds that are not a number"))?;
    let salt = base64(salt).ok_or(Refusal::Malformed("has a salt that is not base64"))?;
    let hash = base64(hash).ok_or(Refusal::Malformed("does not end in base64"))?;
    Ok((rounds, salt, hash))
}

fn reading(kind: Kind, rounds: u32, salt: Vec<u8>, hash: Vec<u8>) -> Result<Reading, Refusal> {
    if hash.len() != kind.algorithm().length() {
        return Err(Refusal::Malformed("has a digest of another length"));
    }
    if rounds == 0 {
        return Err(Refusal::Malformed("has a factor of 0"));
    }
    at_most(rounds.into(), DIGEST_ROUNDS_MAX, "rounds")?;
    let mut fast = FastDigest::plain(kind.algorithm(), hash);
    if kind == Kind::HmacSha256 {
        fast.key = Some(salt);
    } else {
        fast.after = salt;
    }
    Ok(if rounds == 1 {
        Reading::new(&SCHEME, fast)
    } else {
        Reading::new(&SCHEME, Rounds { fast, rounds })
    })
}

const MADE: &str = "made with hashlib and hmac of Python 3, as the encryptors of FusionAuth do";

const KNOWN_ANSWERS: &[KnownAnswer] = &[
    split("salted-md5", 1, "U/6Z6ck/3V/BTiljdbhbQw=="),
    split("salted-md5", 20_000, "UF5ogXvvH21+9MLs+8d0ww=="),
    split(
        "salted-sha256",
        1,
        "xKxJB/eIqCeIzo/1PEomCvpr+6IlVB4zpMlHRr+lvmE=",
    ),
    split(
        "salted-sha256",
        20_000,
        "RpMS1wEMfBh9WU01OKCcCd3+CY+MhiLJMV5doAiD40Y=",
    ),
    split(
        "salted-hmac-sha256",
        1,
        "dE/eCSvNDwiKxNgCwSMVcBl1yJtr8DgfU7VoCR2tA5g=",
    ),
    KnownAnswer {
        salt: "ZjFuZDFuZ24zbTA=",
        iterations: 1,
        ..KnownAnswer::named(
            "salted-sha256",
            b"password123",
            "KGRZ7l/GeMtj2oQVXXatV4ODFXgpJA8iW6z1Kzvr0FQ=",
            "the example users of FusionAuth's scripts for bulk import, github.com/FusionAuth",
        )
    },
    KnownAnswer::of(
        b"password",
        "$salted-md5$20000$MTIzNDU2Nzg5MA$UF5ogXvvH21+9MLs+8d0ww",
        MADE,
    ),
];

const fn split(method: &'static str, factor: u32, hash: &'static str) -> KnownAnswer {
    KnownAnswer {
        method,
        salt: "MTIzNDU2Nzg5MA==",
        iterations: factor,
        ..KnownAnswer::named("", b"password", hash, MADE)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(
        (method, hash): (&str, &str),
        (salt, iterations): (Option<&str>, Option<u32>),
        expected: Result<Option<&str>, Refusal>,
    ) {
        let reading = crate::read(&Written {
            hash,
            method: Some(method),
            salt,
            iterations,
            ..Written::default()
        });
        let kept = reading.map(|reading| reading.rewritten.map(|kept| kept.hash));
        assert_eq!(kept, expected.map(|kept| kept.map(str::to_owned)));
    }

    #[test]
    fn what_is_kept_and_what_is_refused() {
        let hash = "UF5ogXvvH21+9MLs+8d0ww==";
        let text = "$salted-md5$20000$MTIzNDU2Nzg5MA$UF5ogXvvH21+9MLs+8d0ww";
        let salt = Some("MTIzNDU2Nzg5MA==");
        let split = ("salted-md5", hash);
        let malformed = |what| Err(Refusal::Malformed(what));
        check(split, (salt, Some(20_000)), Ok(Some(text)));
        check(("salted-md5", text), (None, None), Ok(None));
        check(split, (None, Some(1)), Err(Refusal::SaltMissing));
        let long = "A".repeat(2_040);
        let too_long = "is longer with its salt than any that can be kept";
        check(split, (Some(&long), Some(1)), malformed(too_long));
        check(split, (salt, None), malformed("has no factor beside it"));
        check(split, (salt, Some(0)), malformed("has a factor of 0"));
        check(
            split,
            (salt, Some(10_000_001)),
            Err(Refusal::CostTooHigh {
                cost: "10000001 rounds".to_owned(),
                limit: "10000000 rounds".to_owned(),
            }),
        );
        check(
            split,
            (Some("MTIzNDU2Nzg5MB=="), Some(1)),
            Err(Refusal::SaltNotInFormat(None)),
        );
        check(
            ("salted-sha256", hash),
            (salt, Some(1)),
            malformed("has a digest of another length"),
        );
        check(
            ("salted-sha256", text),
            (None, None),
            Err(Refusal::MethodDiffers {
                prefix: "$salted-md5$".to_owned(),
                actual: "salted-md5",
            }),
        );
        check(
            ("salted-md5", &text.replace("20000", "020000")),
            (None, None),
            malformed("has rounds that are not a number"),
        );
    }
}
