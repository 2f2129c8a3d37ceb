//! The hashers of Django: `md5$salt$hex`, `sha1$salt$hex`, `bcrypt$$2b$…`,
//! `crypt$$…`, and for sites that never salted, 32 hex characters of MD5. Its
//! forms of PBKDF2, scrypt, Argon2 and bcrypt over SHA-256 belong to those schemes.

use super::{
    Algorithm, FastDigest, KnownAnswer, Reading, Refusal, Scheme, Written, bcrypt, claimed_by,
    digest, find,
};

/// The entry of the catalogue.
pub static SCHEME: Scheme = Scheme {
    name: "django",
    aliases: &[],
    claims: |hash| {
        // Most texts are told apart by their first character.
        matches!(hash.as_bytes().first(), Some(b'b' | b'c' | b'm' | b's'))
            && PREFIXES.iter().any(|prefix| hash.starts_with(prefix))
    },
    also_reads: |hash| OTHERS.iter().any(|prefix| hash.starts_with(prefix)),
    read,
    known_answers: KNOWN_ANSWERS,
};

const BCRYPT: &str = "bcrypt$";
const CRYPT: &str = "crypt$";
const PREFIXES: [&str; 4] = ["md5$", "sha1$", BCRYPT, CRYPT];

/// What Django writes in forms that other schemes know as their own.
const OTHERS: [&str; 4] = ["pbkdf2_", "scrypt$", "argon2$", "bcrypt_sha256$"];

/// Characters of an MD5 digest in hex.
const MD5_CHARACTERS: usize = 32;

fn read(written: &Written<'_>) -> Result<Reading, Refusal> {
    let hash = written.hash;
    let reading = if let Some(text) = hash.strip_prefix(BCRYPT) {
        bcrypt::reading(&SCHEME, bcrypt::parse(text)?)
    } else if let Some(rest) = hash.strip_prefix(CRYPT) {
        of_crypt(written, rest)?
    } else if let Some(rest) = hash.strip_prefix("md5$") {
        salted(Algorithm::Md5, rest)?
    } else if let Some(rest) = hash.strip_prefix("sha1$") {
        salted(Algorithm::Sha1, rest)?
    } else if let Some(inner) = claimed_by(hash) {
        let mut reading = (inner.read)(&Written {
            method: None,
            salt: None,
            ..*written
        })?;
        reading.scheme = &SCHEME;
        reading
    } else if hash.len() == MD5_CHARACTERS {
        let md5 = digest::from_hex(Algorithm::Md5, hash)?;
        let reading = Reading::new(&SCHEME, FastDigest::plain(Algorithm::Md5, md5));
        digest::lower_cased(reading, hash)
    } else {
        return Err(Refusal::Malformed(
            "does not begin with the name of a hasher, such as pbkdf2_sha256$",
        ));
    };
    Ok(reading.without_salt_beside(written))
}

/// Hands what follows `crypt$`, and the part for a salt that Django leaves blank, to
/// the scheme of crypt.
fn of_crypt(written: &Written<'_>, rest: &str) -> Result<Reading, Refusal> {
    let (salt, hash) = rest.split_once('$').ok_or(Refusal::Malformed(
        "has not the three parts name, salt and hash",
    ))?;
    if !hash.starts_with(salt) {
        return Err(Refusal::Malformed("has a salt that is not that of its hash"));
    }
    let crypt = find("crypt").ok_or(Refusal::MethodNotSupported(None))?;
    let mut reading = (crypt.read)(&Written {
        hash,
        method: None,
        salt: None,
        ..*written
    })?;
    reading.scheme = &SCHEME;
    Ok(reading)
}

/// `salt$hex`; the salt is the very characters.
fn salted(algorithm: Algorithm, rest: &str) -> Result<Reading, Refusal> {
    let (salt, hash) = rest.split_once('$').ok_or(Refusal::Malformed(
        "has not the three parts name, salt and hash",
    ))?;
    let expected = digest::from_hex(algorithm, hash)?;
    Ok(Reading::new(
        &SCHEME,
        FastDigest {
            before: salt.as_bytes().to_vec(),
            ..FastDigest::plain(algorithm, expected)
        },
    ))
}

const DJANGO: &str = "tests/auth_tests/test_hashers.py of Django 4.2";
const PASSLIB: &str = "passlib/tests/test_handlers_django.py of passlib 1.7.4";
const KNOWN_ANSWERS: &[KnownAnswer] = &[
    KnownAnswer::of(
        "lètmein".as_bytes(),
        "md5$seasalt$3f86d0d3d465b7b458c231bf3555c0e3",
        DJANGO,
    ),
    KnownAnswer::of(
        b"password",
        "md5$123abcdef$c8272612932975ee80e8a35995708e80",
        PASSLIB,
    ),
    KnownAnswer::of(
        "lètmein".as_bytes(),
        "md5$$88a434c88cca4e900f7874cd98123f43",
        DJANGO,
    ),
    KnownAnswer::named(
        "django",
        "lètmein".as_bytes(),
        "88a434c88cca4e900f7874cd98123f43",
        DJANGO,
    ),
    KnownAnswer::of(
        "lètmein".as_bytes(),
        "sha1$seasalt$cff36ea83f5706ce9aa7454e63e431fc726b2dc8",
        DJANGO,
    ),
    KnownAnswer::named(
        "django",
        "lètmein".as_bytes(),
        "sha1$$6d138ca3ae545631b3abd71a4f076ce759c5700b",
        DJANGO,
    ),
    KnownAnswer::of(
        b"MyPassword",
        "sha1$54123$893cf12e134c3c215f3a76bd50d13f92404a54d3",
        PASSLIB,
    ),
    KnownAnswer::of(
        b"abcdefghijklmnopqrstuvwxyz",
        "bcrypt$$2a$10$fVH8e28OQRj9tqiDXs1e1uxpsjN0c7II7YPKXua2NAKYvM6iQk7dq",
        PASSLIB,
    ),
    KnownAnswer::named(
        "django",
        b"correct horse",
        "bcrypt$$2b$04$abcdefghijklmnopqrstuujydOTSfIH/d5oUHpsygqV5X9xJLQc6e",
        "made with passlib 1.7.4",
    ),
    KnownAnswer::of("lètmei".as_bytes(), "crypt$$ab1Hv2Lg7ltQo", DJANGO),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::expect::expect;

    #[track_caller]
    fn check(hash: &str, method: Option<&str>, expected: Result<bool, Refusal>) {
        let reading = crate::read(&Written {
            hash,
            method,
            ..Written::default()
        });
        expect(
            reading.map(|reading| reading.verify("lètmein".as_bytes())),
            expected,
        );
    }

    #[test]
    fn what_verifies_and_what_is_refused() {
        let md5 = "md5$seasalt$3f86d0d3d465b7b458c231bf3555c0e3";
        check(md5, None, Ok(true));
        check(md5, Some("Django"), Ok(true));
        check(&md5.replace("seasalt", "seasalu"), None, Ok(false));
        check(&md5.replace("3f86", "3F86"), None, Ok(true));
        let length = |expected, found| Err(Refusal::HashLength { expected, found });
        check(&md5[..43], None, length(32, 31));
        check(&md5.replace("md5", "sha1"), None, length(40, 32));
        let malformed = |what| Err(Refusal::Malformed(what));
        check(
            "md5$3f86d0d3d465b7b458c231bf3555c0e3",
            None,
            malformed("has not the three parts name, salt and hash"),
        );
        check(
            md5,
            Some("md5"),
            Err(Refusal::MethodDiffers {
                prefix: "md5$".to_owned(),
                actual: "django",
            }),
        );
        check(
            "5baa61e4c9b93f3f0682250b6cf8331b7ee68fd8",
            Some("django"),
            malformed("does not begin with the name of a hasher, such as pbkdf2_sha256$"),
        );
        check("!unusable", None, Err(Refusal::None));
    }
}
