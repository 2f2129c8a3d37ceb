//! The hashers of Django: `md5$salt$hex`, `sha1$salt$hex`, `bcrypt$$2b$…`,
//! `bcrypt_sha256$$2b$…` (bcrypt over the SHA-256 of the password in hex), and
//! for sites that never salted, 32 hex characters of MD5. Its forms of PBKDF2,
//! scrypt and Argon2 belong to those schemes.

use super::{
    Algorithm, Cost, FastDigest, KnownAnswer, Reading, Refusal, Scheme, Verifier, Written, bcrypt,
    claimed_by, digest, fold_method, method,
};
use crate::written::to_hex;

/// The entry of the catalogue.
pub static SCHEME: Scheme = Scheme {
    name: "django",
    aliases: &["bcryptsha256", "djangobcryptsha256"],
    claims: |hash| {
        // Most texts are told apart by their first character.
        matches!(hash.as_bytes().first(), Some(b'b' | b'm' | b's'))
            && PREFIXES.iter().any(|prefix| hash.starts_with(prefix))
    },
    also_reads: |hash| OTHERS.iter().any(|prefix| hash.starts_with(prefix)),
    read,
    known_answers: KNOWN_ANSWERS,
};

const BCRYPT: &str = "bcrypt$";
const BCRYPT_SHA256: &str = "bcrypt_sha256$";
const PREFIXES: [&str; 4] = ["md5$", "sha1$", BCRYPT, BCRYPT_SHA256];

/// What Django writes in forms that other schemes know as their own.
const OTHERS: [&str; 3] = ["pbkdf2_", "scrypt$", "argon2$"];

/// Characters of an MD5 digest in hex.
const MD5_CHARACTERS: usize = 32;

fn read(written: &Written<'_>) -> Result<Reading, Refusal> {
    let hash = written.hash;
    if written
        .method
        .is_some_and(|method| fold_method(method) != SCHEME.name)
        && !hash.starts_with(BCRYPT_SHA256)
    {
        return Err(not_bcrypt_sha256(hash));
    }
    let reading = if let Some(text) = hash.strip_prefix(BCRYPT_SHA256) {
        let mut reading = bcrypt::reading(&SCHEME, bcrypt::parse(text)?);
        reading.verifier = Box::new(OverSha256(reading.verifier));
        reading
    } else if let Some(text) = hash.strip_prefix(BCRYPT) {
        bcrypt::reading(&SCHEME, bcrypt::parse(text)?)
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

/// What to say of a hash whose method is bcrypt-sha256.
fn not_bcrypt_sha256(hash: &str) -> Refusal {
    if (SCHEME.claims)(hash) {
        return Refusal::MethodDiffers {
            prefix: method::prefix(hash),
            actual: SCHEME.name,
        };
    }
    Refusal::Malformed("does not begin with bcrypt_sha256$$2b$")
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

/// Bcrypt over the SHA-256 of the password in hex.
struct OverSha256(Box<dyn Verifier>);

impl Verifier for OverSha256 {
    fn verify(&self, password: &[u8]) -> bool {
        let digest = Algorithm::Sha256.digest(&[password]);
        self.0.verify(to_hex(&digest).as_bytes())
    }

    fn cost(&self) -> Cost {
        self.0.cost()
    }
}

const DJANGO: &str = "tests/auth_tests/test_hashers.py of Django 4.2";
const PASSLIB: &str = "passlib/tests/test_handlers_django.py of passlib 1.7.4";
const LONG: &[u8; 72] = b"abc123abc123abc123abc123abc123abc123abc123abc123abc123abc123abc123abc123";
const LONGER: &[u8; 75] =
    b"abc123abc123abc123abc123abc123abc123abc123abc123abc123abc123abc123abc123qwr";

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
    KnownAnswer::named(
        "bcrypt-sha256",
        b"correct horse",
        "bcrypt_sha256$$2b$05$abcdefghijklmnopqrstuuFRrKxBsFtwnfZtmHymgDN/Qb8toxLuK",
        "made with bcrypt 4.0.1, as BCryptSHA256PasswordHasher does",
    ),
    KnownAnswer::of(
        LONG,
        "bcrypt_sha256$$2a$06$Tg/oYyZTyAf.Nb3qSgN61OySmyXA8FoY4PjGizjE1QSDfuL5MXNni",
        PASSLIB,
    ),
    KnownAnswer::of(
        LONGER,
        "bcrypt_sha256$$2a$06$Tg/oYyZTyAf.Nb3qSgN61Ocy0BEz1RK6xslSNi8PlaLX2pe7x/KQG",
        PASSLIB,
    ),
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
        let bcrypt = "bcrypt_sha256$$2b$05$abcdefghijklmnopqrstuuFRrKxBsFtwnfZtmHymgDN/Qb8toxLuK";
        check(bcrypt, None, Ok(false));
        check(&bcrypt[..70], None, Err(Refusal::BcryptCutShort(56)));
        // A salt where Django has none.
        check(
            &bcrypt.replace("$$", "$xyz$"),
            None,
            Err(Refusal::BcryptMalformed(
                "does not begin with $2a$, $2b$ or $2y$",
            )),
        );
        check(
            md5,
            Some("bcrypt-sha256"),
            Err(Refusal::MethodDiffers {
                prefix: "md5$".to_owned(),
                actual: "django",
            }),
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
