//! bcrypt over a SHA-256 of the password, so that all of it counts. Django:
//! `bcrypt_sha256$$2b$…`, over the digest in hex. passlib: in its first version
//! `$bcrypt-sha256$2b,12$salt$hash`, over the digest in base64; in its second
//! `$bcrypt-sha256$v=2,t=2b,r=12$salt$hash`, over the HMAC with the salt as key.

use super::{Algorithm, Cost, KnownAnswer, Reading, Refusal, Scheme, Verifier, Written, bcrypt};
use crate::parameters::{number, parts};
use crate::written::to_hex;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

/// The entry of the catalogue.
pub static SCHEME: Scheme = Scheme {
    name: "bcrypt-sha256",
    aliases: &["djangobcryptsha256", "passlibbcryptsha256"],
    claims: |hash| hash.starts_with(DJANGO) || hash.starts_with(PASSLIB),
    also_reads: |_| false,
    read,
    known_answers: KNOWN_ANSWERS,
};

const DJANGO: &str = "bcrypt_sha256$";
const PASSLIB: &str = "$bcrypt-sha256$";

fn read(written: &Written<'_>) -> Result<Reading, Refusal> {
    let (over, text) = if let Some(text) = written.hash.strip_prefix(DJANGO) {
        (Over::Hex, text.to_owned())
    } else if let Some(text) = written.hash.strip_prefix(PASSLIB) {
        passlib(text)?
    } else {
        return Err(Refusal::Malformed(
            "does not begin with bcrypt_sha256$$2b$ or $bcrypt-sha256$",
        ));
    };
    let mut reading = bcrypt::reading(&SCHEME, bcrypt::parse(&text)?);
    let bcrypt = reading.verifier;
    reading.verifier = Box::new(OverSha256 { over, bcrypt });
    Ok(reading.without_salt_beside(written))
}

/// What bcrypt is over, and its hash in its usual form.
fn passlib(text: &str) -> Result<(Over, String), Refusal> {
    const FORM: Refusal = Refusal::Malformed("has not the parts parameters, salt and hash");
    let [parameters, salt, hash] = parts(text, '$').ok_or(FORM)?;
    let (version, cost) = parameters.rsplit_once(',').ok_or(FORM)?;
    let (over, cost) = match version {
        "2a" | "2b" | "2y" => (Over::Base64, cost),
        "v=2,t=2b" => {
            let key = salt.as_bytes().to_vec();
            (Over::Hmac(key), cost.strip_prefix("r=").ok_or(FORM)?)
        }
        _ => return Err(Refusal::Malformed("has a version other than 1 and 2")),
    };
    let cost = number(cost).ok_or(FORM)?;
    Ok((over, format!("$2b${cost:02}${salt}{hash}")))
}

/// What bcrypt is computed of.
enum Over {
    /// The digest in hex.
    Hex,
    /// The digest in base64.
    Base64,
    /// The HMAC under this key, in base64.
    Hmac(Vec<u8>),
}

struct OverSha256 {
    over: Over,
    bcrypt: Box<dyn Verifier>,
}

impl Verifier for OverSha256 {
    fn verify(&self, password: &[u8]) -> bool {
        let digest = || Algorithm::Sha256.digest(&[password]);
        let key = match &self.over {
            Over::Hex => to_hex(&digest()),
            Over::Base64 => STANDARD.encode(digest()),
            Over::Hmac(key) => STANDARD.encode(Algorithm::Sha256.hmac(key, &[password])),
        };
        self.bcrypt.verify(key.as_bytes())
    }

    fn cost(&self) -> Cost {
        self.bcrypt.cost()
    }
}

const OF_DJANGO: &str = "passlib/tests/test_handlers_django.py of passlib 1.7.4";
const OF_PASSLIB: &str = "passlib/tests/test_handlers_bcrypt.py of passlib 1.7.4";
const LONG: &[u8; 72] = b"abc123abc123abc123abc123abc123abc123abc123abc123abc123abc123abc123abc123";
const LONGER: &[u8; 75] =
    b"abc123abc123abc123abc123abc123abc123abc123abc123abc123abc123abc123abc123qwr";

const KNOWN_ANSWERS: &[KnownAnswer] = &[
    KnownAnswer::named(
        "bcrypt-sha256",
        b"correct horse",
        "bcrypt_sha256$$2b$05$abcdefghijklmnopqrstuuFRrKxBsFtwnfZtmHymgDN/Qb8toxLuK",
        "made with bcrypt 4.0.1, as BCryptSHA256PasswordHasher does",
    ),
    KnownAnswer::of(
        LONG,
        "bcrypt_sha256$$2a$06$Tg/oYyZTyAf.Nb3qSgN61OySmyXA8FoY4PjGizjE1QSDfuL5MXNni",
        OF_DJANGO,
    ),
    KnownAnswer::of(
        LONGER,
        "bcrypt_sha256$$2a$06$Tg/oYyZTyAf.Nb3qSgN61Ocy0BEz1RK6xslSNi8PlaLX2pe7x/KQG",
        OF_DJANGO,
    ),
    KnownAnswer::of(
        b"password",
        "$bcrypt-sha256$2a,5$5Hg1DKFqPE8C2aflZ5vVoe$12BjNE0p7axMg55.Y/mHsYiVuFBDQyu",
        OF_PASSLIB,
    ),
    KnownAnswer::of(
        LONGER,
        "$bcrypt-sha256$2b,5$X1g1nh3g0v4h6970O68cxe$021KLEif6epjot5yoxk0m8I0929ohEa",
        OF_PASSLIB,
    ),
    KnownAnswer::of(
        b"password",
        "$bcrypt-sha256$v=2,t=2b,r=5$5Hg1DKFqPE8C2aflZ5vVoe$wOK1VFFtS8IGTrGa7.h5fs0u84qyPbS",
        OF_PASSLIB,
    ),
    KnownAnswer::named(
        "bcrypt-sha256",
        LONGER,
        "$bcrypt-sha256$v=2,t=2b,r=5$X1g1nh3g0v4h6970O68cxe$CBF9csfEdW68xv3DwE6xSULXMtqEFP.",
        OF_PASSLIB,
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
        expect(reading.map(|reading| reading.verify(b"password")), expected);
    }

    #[test]
    fn what_verifies_and_what_is_refused() {
        let django = "bcrypt_sha256$$2b$05$abcdefghijklmnopqrstuuFRrKxBsFtwnfZtmHymgDN/Qb8toxLuK";
        check(django, None, Ok(false));
        check(django, Some("django"), Ok(false));
        check(&django[..70], None, Err(Refusal::BcryptCutShort(56)));
        // A salt where Django has none.
        check(
            &django.replace("$$", "$xyz$"),
            None,
            Err(Refusal::BcryptMalformed(
                "does not begin with $2a$, $2b$ or $2y$",
            )),
        );
        let passlib = KNOWN_ANSWERS[5].hash;
        check(passlib, Some("BCrypt-SHA256"), Ok(true));
        let malformed = |what| Err(Refusal::Malformed(what));
        let form = || malformed("has not the parts parameters, salt and hash");
        check(&passlib.replace("r=5", "r=05"), None, form());
        check(&passlib.replace(",r=5", ""), None, malformed("has a version other than 1 and 2"));
        check(&passlib.replace("v=2", "v=3"), None, malformed("has a version other than 1 and 2"));
        check(
            &passlib.replace("r=5", "r=20"),
            None,
            Err(Refusal::CostTooHigh {
                cost: "2^20 rounds".to_owned(),
                limit: "2^15 rounds".to_owned(),
            }),
        );
        check(
            "md5$seasalt$3f86d0d3d465b7b458c231bf3555c0e3",
            Some("bcrypt-sha256"),
            Err(Refusal::MethodDiffers {
                prefix: "md5$".to_owned(),
                actual: "django",
            }),
        );
    }
}
