//! Drupal 7 to 10: `$S$`, the construction of phpass over SHA-512, cut to 55
//! characters; `U$S$` for passwords that Drupal 6 had kept as MD5
//! (`user_update_7000`). Newer ones are bcrypt.

use super::{Algorithm, KnownAnswer, Reading, Refusal, Scheme, Written, bcrypt};
use crate::phpass::Phpass;

/// The entry of the catalogue.
pub static SCHEME: Scheme = Scheme {
    name: "drupal",
    aliases: &["drupal7", "phpasssha512", "phppasssha512"],
    claims: |hash| hash.starts_with("$S$") || hash.starts_with("U$S$") || hash.starts_with("U$P$"),
    also_reads: |hash| hash.starts_with("$P$") || hash.starts_with("$H$") || bcrypt::claims(hash),
    read,
    known_answers: KNOWN_ANSWERS,
};

/// Characters of the digest that are kept: the whole text has 55.
const DIGEST_CHARACTERS: usize = 43;

fn read(written: &Written<'_>) -> Result<Reading, Refusal> {
    let hash = written.hash;
    let (updated, text) = match hash.strip_prefix('U') {
        Some(text) => (true, text),
        None => (false, hash),
    };
    let reading = if text.starts_with("$S$") {
        let phpass = Phpass::parse(text, Algorithm::Sha512, DIGEST_CHARACTERS)?;
        Reading::new(&SCHEME, if updated { phpass.over_md5() } else { phpass })
    } else if updated && text.starts_with("$P$") {
        let phpass = Phpass::parse(text, Algorithm::Md5, 22)?;
        Reading::new(&SCHEME, phpass.over_md5())
    } else if let Some(inner) = crate::claimed_by(hash).filter(|inner| **inner != SCHEME) {
        let mut reading = (inner.read)(&Written {
            method: None,
            salt: None,
            ..*written
        })?;
        reading.scheme = &SCHEME;
        reading
    } else {
        return Err(Refusal::Malformed("does not begin with $S$"));
    };
    Ok(reading.without_salt_beside(written))
}

const HASHER: &str = "tests of DrupalPasswordHasher, a hasher for Django on github.com";

const KNOWN_ANSWERS: &[KnownAnswer] = &[
    KnownAnswer::of(
        b"DifficultPassword123",
        "$S$5FIcboyzv1ZD/OZDb4w/4HSlnsPlwbr/PWLWrHPWrJp8eXOQQaWJ",
        HASHER,
    ),
    KnownAnswer::of(
        b"SimpleEasyPassword",
        "U$S$5I5Ht7YwxFRiMiJhBjyt42Ji2WRndX2dCx1jyktH92PeQp0xWdgi",
        HASHER,
    ),
    KnownAnswer::named(
        "phpass-sha512",
        b"correct horse",
        "$S$5saltsaltInvP7Oo06aDl/ezDW9bQRStBDX0pvHKlg0n7Q1usk4.",
        "made with hashlib of Python 3, as _password_crypt of Drupal 7 does",
    ),
    KnownAnswer::of(
        b"correct horse",
        "U$P$5saltsaltfpBPzEWBrMiTLM0CHNC1j1",
        "made with passlib 1.7.4 over the MD5 in hex, as user_update_7000 does",
    ),
    KnownAnswer::named(
        "drupal",
        b"test12345",
        "$P$9IQRaTwmfeRo7ud9Fh4E2PdI0S3r.L0",
        "test.php of phpass 0.3, openwall.com/phpass",
    ),
    KnownAnswer::named(
        "drupal",
        b"correct horse",
        "$2y$05$abcdefghijklmnopqrstuuHNbAKRhpaujgo33bRWs.NLUTJO3lOy2",
        "made with bcrypt 4.0.1",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::expect::expect;

    #[track_caller]
    fn check(hash: &str, expected: Result<bool, Refusal>) {
        let reading = crate::read(&Written {
            hash,
            ..Written::default()
        });
        expect(
            reading.map(|reading| reading.verify(b"correct horse")),
            expected,
        );
    }

    #[test]
    fn what_verifies_and_what_is_refused() {
        let hash = "$S$5saltsaltInvP7Oo06aDl/ezDW9bQRStBDX0pvHKlg0n7Q1usk4.";
        check(hash, Ok(true));
        check(&format!("U{hash}"), Ok(false));
        check(&hash.replace("saltsalt", "saltsalu"), Ok(false));
        check(&hash.replace("$5", "$6"), Ok(false));
        check(&hash.replace("usk4.", "usk4/"), Ok(false));
        let malformed = |what| Err(Refusal::Malformed(what));
        check(&hash[..54], malformed("is cut short"));
        check(
            &format!("{hash}."),
            malformed("has characters after its end"),
        );
        check(
            &hash.replace("usk4.", "usk4="),
            malformed("has a digest with a character that phpass does not write there"),
        );
        check(
            &hash.replace("$5", "$4"),
            malformed("has a count that phpass does not write (2^7 to 2^30)"),
        );
        check(
            &hash.replace("$5", "$S"),
            Err(Refusal::CostTooHigh {
                cost: "2^30 rounds".to_owned(),
                limit: "2^20 rounds".to_owned(),
            }),
        );
    }
}
