//! WordPress: phpass (`$P$`, and `$H$` as phpBB writes it), 32 hex characters of
//! MD5 from before 2.5, bcrypt, and since 6.8 `$wp$2y$…`: bcrypt over
//! base64(HMAC-SHA384(key "wp-sha384", password)).
//!
//! WordPress takes white space off both ends of a password, when it is set and
//! at sign-in (`wp_hash_password`, `wp_authenticate`).

use super::{
    Algorithm, Cost, FastDigest, KnownAnswer, Reading, Refusal, Scheme, Verifier, Written, bcrypt,
    digest,
};
use crate::phpass::Phpass;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

/// The entry of the catalogue.
pub static SCHEME: Scheme = Scheme {
    name: "wordpress",
    aliases: &[
        "wp",
        "wordpressbcrypt",
        "phpass",
        "phppass",
        "phpassmd5",
        "phppassmd5",
        "phpbb3",
    ],
    claims: |hash| hash.starts_with("$P$") || hash.starts_with("$H$") || hash.starts_with(WP),
    also_reads: |hash| bcrypt::claims(hash) || hash.starts_with("$argon2"),
    read,
    known_answers: KNOWN_ANSWERS,
};

/// What stands before the bcrypt hash since 6.8.
const WP: &str = "$wp$";

/// The key of the HMAC before bcrypt.
const WP_KEY: &[u8] = b"wp-sha384";

/// Characters of an MD5 digest in phpass's base64.
const DIGEST_CHARACTERS: usize = 22;

/// Characters of an MD5 digest in hex.
const MD5_CHARACTERS: usize = 32;

fn read(written: &Written<'_>) -> Result<Reading, Refusal> {
    let hash = written.hash;
    let reading = if hash.starts_with(WP) {
        let inner = bcrypt::parse(&hash[WP.len() - 1..])?;
        let mut reading = bcrypt::reading(&SCHEME, inner);
        reading.verifier = Box::new(Hashed(reading.verifier));
        reading
    } else if hash.starts_with("$P$") || hash.starts_with("$H$") {
        let phpass =
            Phpass::parse(hash, Algorithm::Md5, DIGEST_CHARACTERS).map_err(
                |refusal| match refusal {
                    Refusal::Malformed(_) => Refusal::WordpressFormat,
                    other => other,
                },
            )?;
        Reading::new(&SCHEME, OrTrimmed(Box::new(phpass)))
    } else if let Some(inner) = crate::claimed_by(hash) {
        // `password_verify` of PHP, which WordPress falls back on.
        let mut reading = (inner.read)(&Written {
            method: None,
            salt: None,
            ..*written
        })?;
        reading.scheme = &SCHEME;
        reading.verifier = Box::new(OrTrimmed(reading.verifier));
        reading
    } else if hash.len() == MD5_CHARACTERS {
        let md5 = digest::from_hex(Algorithm::Md5, hash).map_err(|_| Refusal::WordpressFormat)?;
        let reading = Reading::new(&SCHEME, FastDigest::plain(Algorithm::Md5, md5));
        digest::lower_cased(reading, hash)
    } else {
        return Err(Refusal::WordpressFormat);
    };
    Ok(reading.without_salt_beside(written))
}

/// The password without white space around it, as `trim` of PHP leaves it.
fn trimmed(password: &[u8]) -> &[u8] {
    let is_space = |byte: &u8| matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | 0 | 0x0b);
    let start = password.iter().position(|byte| !is_space(byte));
    let end = password.iter().rposition(|byte| !is_space(byte));
    match (start, end) {
        (Some(start), Some(end)) => &password[start..=end],
        _ => &[],
    }
}

/// Bcrypt over what WordPress 6.8 makes of a password.
struct Hashed(Box<dyn Verifier>);

impl Verifier for Hashed {
    fn uses_all_of(&self, password: &[u8]) -> bool {
        trimmed(password) == password
    }

    fn verify(&self, password: &[u8]) -> bool {
        let mac = Algorithm::Sha384.hmac(WP_KEY, &[trimmed(password)]);
        self.0.verify(STANDARD.encode(mac).as_bytes())
    }

    fn cost(&self) -> Cost {
        self.0.cost()
    }
}

/// Takes the password as typed, since other programs write these hashes too, or
/// else without the white space around it.
struct OrTrimmed(Box<dyn Verifier>);

impl Verifier for OrTrimmed {
    fn uses_all_of(&self, password: &[u8]) -> bool {
        trimmed(password) == password && self.0.uses_all_of(password)
    }

    fn verify(&self, password: &[u8]) -> bool {
        let trimmed = trimmed(password);
        let differs = trimmed.len() != password.len() && !trimmed.is_empty();
        self.0.verify(password) || differs && self.0.verify(trimmed)
    }

    fn cost(&self) -> Cost {
        let one = self.0.cost();
        Cost {
            microseconds: 2 * one.microseconds,
            ..one
        }
    }
}

const MADE: &str = "made with hmac of Python 3 and bcrypt 4.0.1, as wp_hash_password of 6.8 does";

const KNOWN_ANSWERS: &[KnownAnswer] = &[
    KnownAnswer::of(
        b"test12345",
        "$P$9IQRaTwmfeRo7ud9Fh4E2PdI0S3r.L0",
        "test.php of phpass 0.3, openwall.com/phpass",
    ),
    KnownAnswer::of(
        b"test1",
        "$H$9aaaaaSXBjgypwqm.JsMssPLiS8YQ00",
        "tests of phpass_fmt_plug.c in John the Ripper 1.7.9",
    ),
    KnownAnswer::of(
        b"JohnRipper",
        "$P$B12345678L6Lpt4BxNotVIMILOa9u81",
        "tests of phpass_fmt_plug.c in John the Ripper 1.7.9",
    ),
    KnownAnswer::named(
        "phpass",
        b"compL3X!",
        "$P$FiS0N5L672xzQx1rt1vgdJQRYKnQM9/",
        "tests of passlib 1.7.4, phpass_test",
    ),
    KnownAnswer::named(
        "wordpress",
        b"password",
        "5f4dcc3b5aa765d61d8327deb882cf99",
        "tests/phpunit/tests/auth.php of WordPress, the MD5 of \"password\"",
    ),
    KnownAnswer::named(
        "wordpress",
        b"correct horse",
        "$2y$05$abcdefghijklmnopqrstuuHNbAKRhpaujgo33bRWs.NLUTJO3lOy2",
        "made with bcrypt 4.0.1",
    ),
    KnownAnswer::of(
        b"admin",
        "$wp$2y$10$Q1xinFjrZeLWJBvxviIL6u834Fu.evIEFHAUVisQ5O.w9Dm0sMdES",
        "the administrator of the WordPress 7.1 demonstration of php-wasm",
    ),
    KnownAnswer::of(
        b"correct horse",
        "$wp$2y$04$abcdefghijklmnopqrstuujv/86KBUqWwIdPp0uRATkCcvgptl1Pm",
        MADE,
    ),
    KnownAnswer::of(
        "café ☕".as_bytes(),
        "$wp$2y$05$abcdefghijklmnopqrstuur1dVhGxGeqGrwnGO0ufE9jnyU.ZF8Hm",
        MADE,
    ),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Remark;
    use crate::expect::expect;

    #[track_caller]
    fn check(hash: &str, password: &[u8], expected: Result<bool, Refusal>) {
        let reading = crate::read(&Written {
            hash,
            method: Some("wordpress"),
            ..Written::default()
        });
        expect(reading.map(|reading| reading.verify(password)), expected);
    }

    const PHPASS: &str = "$P$9IQRaTwmfeRo7ud9Fh4E2PdI0S3r.L0";
    const SINCE_6_8: &str = "$wp$2y$04$abcdefghijklmnopqrstuujv/86KBUqWwIdPp0uRATkCcvgptl1Pm";

    #[test]
    fn white_space_around_a_password_does_not_count() {
        check(SINCE_6_8, b" correct horse \n", Ok(true));
        check(SINCE_6_8, b"correct  horse", Ok(false));
        check(PHPASS, b"test12345 ", Ok(true));
        check(PHPASS, b"test 12345", Ok(false));
        check(PHPASS, b"   ", Ok(false));
        let bcrypt = "$2y$05$abcdefghijklmnopqrstuuHNbAKRhpaujgo33bRWs.NLUTJO3lOy2";
        check(bcrypt, b"\tcorrect horse", Ok(true));
    }

    #[test]
    fn the_form_since_6_8_is_not_plain_bcrypt() {
        check(&SINCE_6_8.replace("$wp$", "$"), b"correct horse", Ok(false));
        check(
            "$wp$2y$05$abcdefghijklmnopqrstuuHNbAKRhpaujgo33bRWs.NLUTJO3lOy2",
            b"correct horse",
            Ok(false),
        );
    }

    #[test]
    fn what_is_refused() {
        let form = || Err(Refusal::WordpressFormat);
        check(&PHPASS[..33], b"test12345", form());
        check("$P$9IQRaTwmfeRo7ud9Fh4E2PdI0S3r.L00", b"test12345", form());
        // The last character has two bits: nothing beyond "1".
        check("$P$9IQRaTwmfeRo7ud9Fh4E2PdI0S3r.L2", b"test12345", form());
        check("$P$9IQRaTwmfeRo7ud9Fh4E2PdI0S3r!L0", b"test12345", form());
        check("$P$4IQRaTwmfeRo7ud9Fh4E2PdI0S3r.L0", b"test12345", form());
        check("$P$zIQRaTwmfeRo7ud9Fh4E2PdI0S3r.L0", b"test12345", form());
        check("5f4dcc3b5aa765d61d8327deb882cf9x", b"password", form());
        check("5f4dcc3b5aa765d61d8327deb882cf9", b"password", form());
        check(
            "$P$JIQRaTwmfeRo7ud9Fh4E2PdI0S3r.L0",
            b"test12345",
            Err(Refusal::CostTooHigh {
                cost: "2^21 rounds".to_owned(),
                limit: "2^20 rounds".to_owned(),
            }),
        );
        check(&SINCE_6_8[..60], b"x", Err(Refusal::BcryptCutShort(57)));
    }

    #[test]
    fn the_cost_and_the_salt_are_remarked_on() {
        let reading = crate::read(&Written {
            hash: SINCE_6_8,
            salt: Some("pepper"),
            ..Written::default()
        });
        assert_eq!(
            reading.map(|reading| reading.remarks),
            Ok(vec![Remark::CostUnusual(4), Remark::SaltIgnored])
        );
    }
}
