//! bcrypt: `$2b$`, two digits of cost, 22 characters of salt, 31 of hash.
//!
//! `$2a$`, `$2b$` and `$2y$` are one algorithm. `$2$`, the first revision, does
//! not end the password with a NUL. `$2x$` marks hashes of an implementation
//! that extended the sign of each byte above 0x7f.

use super::{
    Cost, KnownAnswer, Reading, Refusal, Remark, SaltFormat, Scheme, Verifier, Written,
};
use crate::limits::{BCRYPT_COSTS, BCRYPT_COSTS_USUAL};
use crate::parameters::kept;
use base64::Engine;
use subtle::ConstantTimeEq;

/// The entry of the catalogue.
pub static SCHEME: Scheme = Scheme {
    name: "bcrypt",
    aliases: &["bcrypt2a", "bcrypt2b", "bcrypt2y", "bcrypt2x", "blowfish"],
    claims,
    also_reads: |_| false,
    read,
    known_answers: KNOWN_ANSWERS,
};

/// The characters of the salt, and of salt and hash together.
const SALT_CHARACTERS: usize = 22;
const TAIL_CHARACTERS: usize = 53;

/// More bytes of a password are not looked at.
const KEY_BYTES: usize = 72;

/// The time of one of the 2^cost rounds on a slow core, in microseconds.
const MICROSECONDS_OF_A_ROUND: u64 = 70;

/// Whether a text begins as bcrypt hashes do.
pub(super) fn claims(hash: &str) -> bool {
    matches!(
        hash.as_bytes(),
        [b'$', b'2', b'a' | b'b' | b'x' | b'y', b'$', ..] | [b'$', b'2', b'$', ..]
    )
}

fn read(written: &Written<'_>) -> Result<Reading, Refusal> {
    if let Some(text) = joined(written)? {
        let mut reading = reading(&SCHEME, parse(&text)?);
        reading.rewritten = Some(kept(text));
        return Ok(reading);
    }
    let parsed = parse(written.hash)?;
    Ok(reading(&SCHEME, parsed).without_salt_beside(written))
}

/// A reading of a hash, with what is to be remarked about its revision and cost.
pub(super) fn reading(scheme: &'static Scheme, bcrypt: Bcrypt) -> Reading {
    let (revision, cost) = (bcrypt.revision, bcrypt.cost);
    let mut reading = Reading::new(scheme, bcrypt);
    reading.remarks = remarks(revision, cost);
    reading
}

fn remarks(revision: Revision, cost: u32) -> Vec<Remark> {
    let signs = (revision == Revision::SignExtended).then_some(Remark::SignExtended);
    let unusual = !BCRYPT_COSTS_USUAL.contains(&cost);
    let cost = unusual.then_some(Remark::CostUnusual(cost));
    signs.into_iter().chain(cost).collect()
}

/// The whole hash where factor, salt and hash stand apart, as `FusionAuth` keeps
/// them.
fn joined(written: &Written<'_>) -> Result<Option<String>, Refusal> {
    let own = |text: &str, length: usize| text.len() == length && !text.contains('$');
    if !own(written.hash, TAIL_CHARACTERS - SALT_CHARACTERS) {
        return Ok(None);
    }
    let Some(salt) = written.salt else {
        return Err(Refusal::SaltMissing);
    };
    // The salt is in bcrypt's own base64; a word such as "string" or "base64"
    // changes nothing about that, and hex would be another length.
    if written.salt_format()? == Some(SaltFormat::Hex) || !own(salt, SALT_CHARACTERS) {
        return Err(Refusal::BcryptMalformed(
            "has a salt beside it that is not of 22 characters",
        ));
    }
    let Some(cost) = written.iterations else {
        return Err(Refusal::BcryptMalformed("has no cost beside it"));
    };
    check_cost(cost)?;
    Ok(Some(format!("$2a${cost:02}${salt}{}", written.hash)))
}

/// How a revision makes a key of the password.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Revision {
    /// The password and a NUL.
    Terminated,
    /// The password alone.
    Bare,
    /// The password and a NUL, over and over, each byte with its sign extended
    /// into the bytes before it.
    SignExtended,
}

/// A bcrypt hash.
pub(super) struct Bcrypt {
    revision: Revision,
    cost: u32,
    /// Salt and hash in bcrypt's base64.
    tail: [u8; TAIL_CHARACTERS],
}

/// Reads a text such as `$2b$10$…`.
pub(super) fn parse(text: &str) -> Result<Bcrypt, Refusal> {
    let (revision, rest) = match text.as_bytes() {
        [b'$', b'2', b'$', rest @ ..] => (Revision::Bare, rest),
        [b'$', b'2', b'x', b'$', rest @ ..] => (Revision::SignExtended, rest),
        [b'$', b'2', b'a' | b'b' | b'y', b'$', rest @ ..] => (Revision::Terminated, rest),
        _ => {
            return Err(Refusal::BcryptMalformed(
                "does not begin with $2a$, $2b$ or $2y$",
            ));
        }
    };
    if !text.is_ascii() {
        return Err(Refusal::BcryptMalformed(
            "has a character outside ./A-Za-z0-9",
        ));
    }
    let whole = TAIL_CHARACTERS + 3;
    if rest.len() < whole {
        return Err(Refusal::BcryptCutShort(text.len()));
    }
    if rest.len() > whole {
        return Err(Refusal::BcryptMalformed("has more than 60 characters"));
    }
    let [tens @ b'0'..=b'9', ones @ b'0'..=b'9', b'$', tail @ ..] = rest else {
        return Err(Refusal::BcryptMalformed(
            "has a cost that is not two digits",
        ));
    };
    let cost = u32::from(tens - b'0') * 10 + u32::from(ones - b'0');
    check_cost(cost)?;
    let Ok(tail) = <[u8; TAIL_CHARACTERS]>::try_from(tail) else {
        return Err(Refusal::BcryptCutShort(text.len()));
    };
    check_tail(&tail)?;
    Ok(Bcrypt {
        revision,
        cost,
        tail,
    })
}

/// The characters of bcrypt's base64 in the order of what they stand for.
const ALPHABET: &[u8; 64] = b"./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/// What each byte stands for as a character of bcrypt's base64, or [`NOTHING`].
const SEXTETS: [u8; 256] = {
    let mut sextets = [NOTHING; 256];
    let mut sextet = 0;
    while sextet < ALPHABET.len() {
        sextets[ALPHABET[sextet] as usize] = sextet as u8;
        sextet += 1;
    }
    sextets
};

/// Has a bit that no sextet has.
const NOTHING: u8 = 1 << 7;

/// Checks salt and hash without decoding them, for reading many is to be quick.
/// Their last characters carry bits that no byte has; those have to be zero.
fn check_tail(tail: &[u8; TAIL_CHARACTERS]) -> Result<(), Refusal> {
    let sextet = |at: usize| SEXTETS[usize::from(tail[at])];
    let all = tail
        .iter()
        .fold(0, |all, byte| all | SEXTETS[usize::from(*byte)]);
    if all & NOTHING != 0 {
        return Err(Refusal::BcryptMalformed(
            "has a character outside ./A-Za-z0-9",
        ));
    }
    // 22 characters are 132 bits for 128, and 31 are 186 for 184.
    if sextet(SALT_CHARACTERS - 1) & 0b1111 != 0 || sextet(TAIL_CHARACTERS - 1) & 0b11 != 0 {
        return Err(Refusal::BcryptMalformed(
            "ends its salt or its hash with a character that bcrypt does not write there",
        ));
    }
    Ok(())
}

fn check_cost(cost: u32) -> Result<(), Refusal> {
    /// The highest cost that the form knows.
    const HIGHEST: u32 = 31;
    if cost < *BCRYPT_COSTS.start() || cost > HIGHEST {
        return Err(Refusal::BcryptMalformed("has a cost outside 04 to 31"));
    }
    if cost > *BCRYPT_COSTS.end() {
        return Err(Refusal::CostTooHigh {
            cost: format!("2^{cost} rounds"),
            limit: format!("2^{} rounds", BCRYPT_COSTS.end()),
        });
    }
    Ok(())
}

impl Bcrypt {
    /// Salt and hash; `None` is not met, for they were checked.
    fn decoded(&self) -> Option<([u8; 16], [u8; 23])> {
        let (salt, hash) = self.tail.split_at(SALT_CHARACTERS);
        let decode = |text| bcrypt::BASE_64.decode(text).ok();
        Some((
            decode(salt)?.try_into().ok()?,
            decode(hash)?.try_into().ok()?,
        ))
    }
}

impl Verifier for Bcrypt {
    fn uses_all_of(&self, password: &[u8]) -> bool {
        password.len() <= KEY_BYTES
    }

    fn verify(&self, password: &[u8]) -> bool {
        let mut key = [0; KEY_BYTES];
        let length = match self.revision {
            Revision::SignExtended => {
                key = sign_extended(password);
                KEY_BYTES
            }
            revision => {
                let length = password.len().min(KEY_BYTES);
                key[..length].copy_from_slice(&password[..length]);
                let end = usize::from(revision == Revision::Terminated);
                (length + end).min(KEY_BYTES)
            }
        };
        let Some((salt, expected)) = self.decoded().filter(|_| length > 0) else {
            return false;
        };
        let hash = bcrypt::bcrypt(self.cost, salt, &key[..length]);
        hash[..expected.len()].ct_eq(&expected).into()
    }

    fn cost(&self) -> Cost {
        Cost {
            memory: 4 * 1024,
            microseconds: MICROSECONDS_OF_A_ROUND << self.cost,
        }
    }
}

/// The eighteen words of key that the faulty implementation made: four bytes a
/// word from the password and its NUL over and over, where a byte above 0x7f
/// sets all bits before it.
fn sign_extended(password: &[u8]) -> [u8; KEY_BYTES] {
    let mut bytes = password.iter().chain(&[0]).cycle();
    let mut key = [0; KEY_BYTES];
    for word in key.chunks_exact_mut(4) {
        let mut value = 0_u32;
        for byte in bytes.by_ref().take(4) {
            value = value << 8 | i32::from(byte.cast_signed()).cast_unsigned();
        }
        word.copy_from_slice(&value.to_be_bytes());
    }
    key
}

const WRAPPER: &str = "wrapper.c of crypt_blowfish 1.3, openwall.com/crypt";

const KNOWN_ANSWERS: &[KnownAnswer] = &[
    KnownAnswer::of(
        b"U*U",
        "$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",
        WRAPPER,
    ),
    KnownAnswer::of(
        b"U*U*U",
        "$2a$05$XXXXXXXXXXXXXXXXXXXXXOAcXxm9kjPGEMsLznoKqmqw7tc8WCx4a",
        WRAPPER,
    ),
    KnownAnswer::of(
        b"0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789chars after 72 are ignored",
        "$2a$05$abcdefghijklmnopqrstuu5s2v8.iXieOjg/.AySBTTZIIVFJeBui",
        WRAPPER,
    ),
    KnownAnswer::of(
        b"\xa3",
        "$2y$05$/OK.fbVrR/bpIqNJ5ianF.Sa7shbm4.OzKpvFnX1pQLmQW96oUlCq",
        WRAPPER,
    ),
    KnownAnswer::of(
        b"\xff\xa3345",
        "$2y$05$/OK.fbVrR/bpIqNJ5ianF.nRht2l/HRhr6zmCp9vYUvvsqynflf9e",
        WRAPPER,
    ),
    KnownAnswer::of(
        b"U*U",
        "$2b$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",
        WRAPPER,
    ),
    KnownAnswer::of(
        b"\xa3",
        "$2x$05$/OK.fbVrR/bpIqNJ5ianF.CE5elHaaO4EbggVDjb8P19RukzXSM3e",
        WRAPPER,
    ),
    KnownAnswer::of(
        b"\xd1\x91",
        "$2x$05$6bNw2HLQYeqHYyBfLMsv/OiwqTymGIGzFsA4hOTWebfehXHNprcAS",
        WRAPPER,
    ),
    KnownAnswer::of(
        b"\xd0\xc1\xd2\xcf\xcc\xd8",
        "$2x$05$6bNw2HLQYeqHYyBfLMsv/O9LIGgn8OMzuDoHfof8AQimSGfcSWxnS",
        WRAPPER,
    ),
    KnownAnswer::of(
        b"correct horse",
        "$2$04$abcdefghijklmnopqrstuu62xRgOHofvUD80kqN4W7fhcF5w16HZO",
        "made with passlib 1.7.4, ident 2",
    ),
    KnownAnswer::of(
        b"password",
        "{bcrypt}$2a$10$dXJ3SW6G7P50lGmMkkmwe.20cQQubK3.HZWzG3YB1tlRy.fqvM/BG",
        "PasswordEncoderFactoriesTests.java of Spring Security",
    ),
    KnownAnswer::of(
        b"secret",
        "{BCRYPT}$2y$05$abcdefghijklmnopqrstuuOQiyCxlgf/oeuTqixKmWdcYUh4Hjl0a",
        "made with bcrypt 4.0.1, with the letters of PHP",
    ),
    KnownAnswer {
        salt: "CCCCCCCCCCCCCCCCCCCCC.",
        iterations: 5,
        ..KnownAnswer::named(
            "bcrypt",
            b"U*U",
            "E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",
            "wrapper.c of crypt_blowfish 1.3, split as FusionAuth stores it",
        )
    },
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::expect::expect;

    /// A hash with the salt and the cost beside it.
    #[derive(Clone, Copy)]
    struct Given(&'static str, Option<&'static str>, Option<u32>);

    #[track_caller]
    fn check(given: Given, expected: Result<&[Remark], Refusal>) {
        let reading = crate::read(&Written {
            hash: given.0,
            method: Some("bcrypt"),
            salt: given.1,
            iterations: given.2,
            ..Written::default()
        });
        expect(reading.map(|reading| reading.remarks), expected);
    }

    #[test]
    fn what_is_remarked_and_what_is_refused() {
        let malformed = |what| Err(Refusal::BcryptMalformed(what));
        let of = |hash| Given(hash, None, None);
        let with_cost = |hash: &str| Given(hash.to_owned().leak(), None, None);
        let tail = "CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW";
        check(with_cost(&format!("$2b$08${tail}")), Ok(&[]));
        check(with_cost(&format!("$2b$13${tail}")), Ok(&[]));
        check(
            with_cost(&format!("$2b$07${tail}")),
            Ok(&[Remark::CostUnusual(7)]),
        );
        check(
            with_cost(&format!("$2b$15${tail}")),
            Ok(&[Remark::CostUnusual(15)]),
        );
        check(
            with_cost(&format!("$2x$10${tail}")),
            Ok(&[Remark::SignExtended]),
        );
        check(
            Given(with_cost(&format!("$2y$10${tail}")).0, Some("pepper"), None),
            Ok(&[Remark::SaltIgnored]),
        );
        check(
            with_cost(&format!("$2b$16${tail}")),
            Err(Refusal::CostTooHigh {
                cost: "2^16 rounds".to_owned(),
                limit: "2^15 rounds".to_owned(),
            }),
        );
        let outside = || malformed("has a cost outside 04 to 31");
        check(with_cost(&format!("$2b$03${tail}")), outside());
        check(with_cost(&format!("$2b$32${tail}")), outside());
        check(
            with_cost(&format!("$2b$1$0{tail}")),
            malformed("has a cost that is not two digits"),
        );
        check(
            of("$2b$10$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4"),
            Err(Refusal::BcryptCutShort(51)),
        );
        check(of("$2b$"), Err(Refusal::BcryptCutShort(4)));
        check(
            with_cost(&format!("$2b$10${tail}.")),
            malformed("has more than 60 characters"),
        );
        check(
            of("b$10$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW"),
            malformed("does not begin with $2a$, $2b$ or $2y$"),
        );
        let alphabet = || malformed("has a character outside ./A-Za-z0-9");
        check(
            of("$2b$10$CCCCCCCCCC+CCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW"),
            alphabet(),
        );
        check(
            of("$2b$10$CCCCCCCCCCéCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW"),
            alphabet(),
        );
        let last = || {
            malformed("ends its salt or its hash with a character that bcrypt does not write there")
        };
        check(
            of("$2b$10$CCCCCCCCCCCCCCCCCCCCC/E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW"),
            last(),
        );
        check(
            of("$2b$10$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeX"),
            last(),
        );
    }

    #[test]
    fn a_split_hash_needs_its_salt_and_its_cost() {
        let hash = "E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW";
        let salt = Some("CCCCCCCCCCCCCCCCCCCCC.");
        check(Given(hash, salt, Some(10)), Ok(&[]));
        check(Given(hash, None, Some(10)), Err(Refusal::SaltMissing));
        check(
            Given(hash, salt, None),
            Err(Refusal::BcryptMalformed("has no cost beside it")),
        );
        check(
            Given(hash, Some("short"), Some(10)),
            Err(Refusal::BcryptMalformed(
                "has a salt beside it that is not of 22 characters",
            )),
        );
        check(
            Given(hash, salt, Some(200)),
            Err(Refusal::BcryptMalformed("has a cost outside 04 to 31")),
        );
    }

    #[test]
    fn a_split_hash_is_kept_as_one_text() {
        let reading = crate::read(&Written {
            hash: "E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",
            method: Some("bcrypt"),
            salt: Some("CCCCCCCCCCCCCCCCCCCCC."),
            iterations: Some(5),
            ..Written::default()
        });
        let rewritten = reading.ok().and_then(|reading| reading.rewritten);
        assert!(rewritten.is_some_and(|kept| {
            kept.carries_salt
                && kept.hash == "$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW"
        }));
    }

    #[test]
    fn the_faulty_revision_forgets_what_stands_before_a_byte_above_0x7f() {
        // wrapper.c of crypt_blowfish 1.3 lists both passwords for this hash.
        let hash = "$2x$05$/OK.fbVrR/bpIqNJ5ianF.o./n25XVfn6oAPaUvHe.Csk4zRfsYPi";
        let bcrypt = parse(hash).expect("a hash of the public tests");
        assert!(bcrypt.verify(b"\xff\xa334\xff\xff\xff\xa3345"));
        assert!(bcrypt.verify(b"\xff\xa3345"));
        assert!(!bcrypt.verify(b"\xff\xa3346"));
    }
}
