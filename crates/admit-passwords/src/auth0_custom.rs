//! The object `custom_password_hash` that Auth0 describes, as its JSON text:
//! `{"algorithm":"sha256","hash":{"value":"…","encoding":"hex"},"salt":{…}}`.
//!
//! The digests are computed here; what has a text form of its own is handed to
//! its scheme.

use super::{
    Algorithm, Cost, FastDigest, KnownAnswer, PasswordEncoding, Reading, Refusal, Remark, Scheme,
    Verifier, Written, find, fold_method,
};
use crate::written::{base64, hex, to_base64};
use serde::Deserialize;
use std::borrow::Cow;

/// The entry of the catalogue.
pub static SCHEME: Scheme = Scheme {
    name: "custom_password_hash",
    aliases: &["auth0custom"],
    claims: |hash| {
        let inside = hash.strip_prefix('{').map(str::trim_start);
        inside.is_some_and(|inside| inside.starts_with('"'))
    },
    also_reads: |_| false,
    read,
    known_answers: KNOWN_ANSWERS,
};

/// The object. Keys that mean nothing here are passed over.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Custom<'a> {
    #[serde(borrow)]
    algorithm: Cow<'a, str>,
    #[serde(borrow)]
    hash: Hash<'a>,
    #[serde(borrow, default)]
    salt: Option<Salt<'a>>,
    #[serde(borrow, default)]
    password: Option<Password<'a>>,
    /// The length of the derived key of scrypt, in bytes.
    keylen: Option<usize>,
    /// N of scrypt; its block size and parallelization are r and p.
    cost: Option<u64>,
    block_size: Option<u64>,
    parallelization: Option<u64>,
}

#[derive(Deserialize)]
struct Hash<'a> {
    #[serde(borrow)]
    value: Cow<'a, str>,
    #[serde(borrow, default)]
    encoding: Option<Cow<'a, str>>,
    /// The digest of an HMAC.
    #[serde(borrow, default)]
    digest: Option<Cow<'a, str>>,
    /// The key of an HMAC.
    #[serde(borrow, default)]
    key: Option<Key<'a>>,
}

#[derive(Deserialize)]
struct Key<'a> {
    #[serde(borrow)]
    value: Cow<'a, str>,
    #[serde(borrow, default)]
    encoding: Option<Cow<'a, str>>,
}

#[derive(Deserialize)]
struct Salt<'a> {
    #[serde(borrow)]
    value: Cow<'a, str>,
    #[serde(borrow, default)]
    encoding: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    position: Option<Cow<'a, str>>,
}

#[derive(Deserialize)]
struct Password<'a> {
    #[serde(borrow, default)]
    encoding: Option<Cow<'a, str>>,
}

fn read(written: &Written<'_>) -> Result<Reading, Refusal> {
    let custom: Custom<'_> = serde_json::from_str(written.hash).map_err(|_| {
        Refusal::Malformed("is not the object that Auth0 describes: algorithm and hash.value")
    })?;
    let encoding = custom.password_encoding()?;
    let reading = match &*custom.algorithm {
        "argon2" | "bcrypt" | "ldap" | "pbkdf2" => {
            let reading = hand_on(written, &custom.algorithm, &custom.hash.value)?;
            encoded(own_salt(reading, &custom), encoding)
        }
        "scrypt" => encoded(
            hand_on(written, "scrypt", &custom.scrypt_text()?)?,
            encoding,
        ),
        "hmac" => Reading::new(&SCHEME, custom.hmac(encoding)?),
        name => {
            let algorithm = Algorithm::of_name(name).ok_or(Refusal::Malformed(
                "has an algorithm that Auth0 does not describe",
            ))?;
            Reading::new(&SCHEME, custom.fast_digest(algorithm, encoding)?)
        }
    };
    Ok(reading.without_salt_beside(written))
}

impl Custom<'_> {
    fn password_encoding(&self) -> Result<PasswordEncoding, Refusal> {
        let encoding = self
            .password
            .as_ref()
            .and_then(|password| password.encoding.as_deref());
        match encoding.map(fold_method).as_deref() {
            None | Some("utf8") => Ok(PasswordEncoding::Utf8),
            Some("utf16le" | "ucs2") => Ok(PasswordEncoding::Utf16Le),
            Some("utf16be") => Ok(PasswordEncoding::Utf16Be),
            // Node.js encodes all three alike: one byte a character.
            Some("latin1" | "binary" | "ascii") => Ok(PasswordEncoding::Latin1),
            Some(_) => Err(Refusal::Malformed(
                "has a password.encoding that Auth0 does not describe",
            )),
        }
    }

    /// The digest as bytes. Its encoding has to be said: hex is base64 as well.
    fn value(&self) -> Result<Vec<u8>, Refusal> {
        let value = match self.hash.encoding.as_deref() {
            Some("hex") => hex(&self.hash.value),
            Some("base64") => base64(&self.hash.value),
            _ => {
                return Err(Refusal::Malformed(
                    "has a hash.encoding other than hex and base64",
                ));
            }
        };
        value.ok_or(Refusal::Malformed(
            "has a hash.value that is not in its hash.encoding",
        ))
    }

    fn salt_bytes(&self) -> Result<Option<Vec<u8>>, Refusal> {
        let Some(salt) = &self.salt else {
            return Ok(None);
        };
        decoded(&salt.value, salt.encoding.as_deref())
            .map(Some)
            .ok_or(Refusal::Malformed(
                "has a salt.value that is not in its salt.encoding",
            ))
    }

    fn fast_digest(
        &self,
        algorithm: Algorithm,
        encoding: PasswordEncoding,
    ) -> Result<FastDigest, Refusal> {
        let mut fast = FastDigest {
            encoding,
            ..FastDigest::plain(algorithm, self.value()?)
        };
        if fast.expected.len() != algorithm.length() {
            return Err(Refusal::Malformed("has a hash.value of another length"));
        }
        let position = self.salt.as_ref().and_then(|salt| salt.position.as_deref());
        match (self.salt_bytes()?, position) {
            (None, _) => {}
            (Some(salt), Some("prefix")) => fast.before = salt,
            (Some(salt), Some("suffix")) => fast.after = salt,
            (Some(_), None) => return Err(Refusal::SaltWithoutPosition),
            (Some(_), Some(_)) => return Err(Refusal::SaltPositionNotRecognised),
        }
        Ok(fast)
    }

    fn hmac(&self, encoding: PasswordEncoding) -> Result<FastDigest, Refusal> {
        let algorithm = self
            .hash
            .digest
            .as_deref()
            .and_then(Algorithm::of_name)
            .ok_or(Refusal::Malformed(
                "has a hash.digest other than md4, md5, sha1, sha224, sha256, sha384, sha512",
            ))?;
        let key = self
            .hash
            .key
            .as_ref()
            .ok_or(Refusal::Malformed("is an HMAC without hash.key"))?;
        let key = decoded(&key.value, key.encoding.as_deref()).ok_or(Refusal::Malformed(
            "has a hash.key.value that is not in its encoding",
        ))?;
        Ok(FastDigest {
            key: Some(key),
            ..self.fast_digest(algorithm, encoding)?
        })
    }

    /// The PHC form of a hash of scrypt. What the object does not say is as
    /// Node.js has it: N = 16384, r = 8, p = 1.
    fn scrypt_text(&self) -> Result<String, Refusal> {
        let hash = self.value()?;
        if self.keylen.is_some_and(|length| length != hash.len()) {
            return Err(Refusal::Malformed(
                "has a hash.value that is not of keylen bytes",
            ));
        }
        let cost = self.cost.unwrap_or(16_384);
        if !cost.is_power_of_two() || cost < 2 {
            return Err(Refusal::Malformed("has a cost that is not a power of two"));
        }
        let salt = self.salt_bytes()?.ok_or(Refusal::SaltMissing)?;
        Ok(format!(
            "$scrypt$ln={},r={},p={}${}${}",
            cost.ilog2(),
            self.block_size.unwrap_or(8),
            self.parallelization.unwrap_or(1),
            to_base64(&salt),
            to_base64(&hash)
        ))
    }
}

/// A salt or a key as bytes; UTF-8 if nothing else is said.
fn decoded(value: &str, encoding: Option<&str>) -> Option<Vec<u8>> {
    match encoding {
        None | Some("utf8") => Some(value.as_bytes().to_vec()),
        Some("hex") => hex(value),
        Some("base64") => base64(value),
        Some(_) => None,
    }
}

/// Reads a text as the scheme of this name, if it says itself that it is.
fn hand_on(written: &Written<'_>, name: &str, text: &str) -> Result<Reading, Refusal> {
    let inner = find(name).ok_or(Refusal::MethodNotSupported(None))?;
    if !(inner.claims)(text) {
        return Err(Refusal::Malformed(
            "has a hash.value that its algorithm does not write",
        ));
    }
    let mut reading = (inner.read)(&Written {
        hash: text,
        method: None,
        salt: None,
        ..*written
    })?;
    reading.scheme = &SCHEME;
    // The object is kept: it says all.
    reading.rewritten = None;
    Ok(reading)
}

fn own_salt(reading: Reading, custom: &Custom<'_>) -> Reading {
    if custom.salt.is_some() {
        reading.remark(Remark::SaltIgnored)
    } else {
        reading
    }
}

fn encoded(mut reading: Reading, encoding: PasswordEncoding) -> Reading {
    if encoding != PasswordEncoding::Utf8 {
        reading.verifier = Box::new(Encoded(encoding, reading.verifier));
    }
    reading
}

/// Checks the password in another encoding.
struct Encoded(PasswordEncoding, Box<dyn Verifier>);

impl Verifier for Encoded {
    fn uses_all_of(&self, password: &[u8]) -> bool {
        let password = self.0.encode(password);
        password.is_some_and(|password| self.1.uses_all_of(&password))
    }

    fn verify(&self, password: &[u8]) -> bool {
        let password = self.0.encode(password);
        password.is_some_and(|password| self.1.verify(&password))
    }

    fn cost(&self) -> Cost {
        self.1.cost()
    }
}

const LABS: &str = "data/bulk-import-users.json of github.com/auth0/auth0-product-education-labs";
const MADE: &str = "made with hashlib of Python 3";

const KNOWN_ANSWERS: &[KnownAnswer] = &[
    KnownAnswer::of(
        b"shh",
        r#"{"algorithm":"md4","hash":{"value":"AbuUujgF0pPPkJPSFRTpmA==","encoding":"base64"}}"#,
        LABS,
    ),
    KnownAnswer::named(
        "custom_password_hash",
        b"shh",
        r#"{"algorithm":"sha256","hash":{"value":"d24e794fce503c3ddb1cd1ba1dd5d9b250cf9917336a0316fefd87fecf79200f","encoding":"hex"},"salt":{"value":"abc123","position":"prefix"}}"#,
        LABS,
    ),
    KnownAnswer::of(
        b"shh",
        r#"{"algorithm":"bcrypt","hash":{"value":"$2b$10$C9hB01.YxRSTcn/ZOOo4j.TW7xCKKFKBSF.C7E0xiUwumqIDqWUXG"}}"#,
        LABS,
    ),
    KnownAnswer::of(
        b"shh",
        r#"{ "algorithm": "ldap", "hash": { "value": "{SSHA384}/cgEjdoZh85DhurDeOQEMO1rMlAur93SVPbYe5XSD4lF7nNuvrBju5hUeg9A6agRemgSXGl5YuE=", "encoding": "utf8" } }"#,
        LABS,
    ),
    KnownAnswer::of(
        b"test",
        r#"{"algorithm":"hmac","hash":{"value":"cg7f42jH39/2EaAU4wNd4s2lKIk=","encoding":"base64","digest":"sha1","key":{"value":"736868","encoding":"hex"}}}"#,
        LABS,
    ),
    KnownAnswer::of(
        b"correct horse",
        r#"{"algorithm":"hmac","hash":{"value":"fb104cf86ddc3555d694ffc0f40591ef88d42dfeb644125cd4439fa1ada4358f","encoding":"hex","digest":"sha256","key":{"value":"shh"}}}"#,
        "made with hmac of Python 3",
    ),
    KnownAnswer::of(
        b"hello",
        r#"{"algorithm":"sha256","hash":{"value":"7054f76f832d2d4e244f73b3f3f4c3702cb60a573ed12441c90f159df560fcb5","encoding":"hex"},"salt":{"value":"keyboardcat","position":"prefix"}}"#,
        "gist.github.com/thameera/da1d4823aaac9e739e1f5e24ef4b63af",
    ),
    KnownAnswer::of(
        "pässword".as_bytes(),
        r#"{"algorithm":"md5","hash":{"value":"NYFxi2qRn74LXUWA+Wimjg==","encoding":"base64"},"salt":{"value":"AQID","encoding":"base64","position":"suffix"},"password":{"encoding":"utf16le"}}"#,
        MADE,
    ),
    KnownAnswer::of(
        "pässword".as_bytes(),
        r#"{"algorithm":"sha1","hash":{"value":"2bb859cd0194ba5439cc7a06b78fb1090cca8787","encoding":"hex"},"password":{"encoding":"latin1"}}"#,
        MADE,
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
        expect(reading.map(|reading| reading.verify(b"hello")), expected);
    }

    const SALTED: &str = r#"{"algorithm":"sha256","hash":{"value":"7054f76f832d2d4e244f73b3f3f4c3702cb60a573ed12441c90f159df560fcb5","encoding":"hex"},"salt":{"value":"keyboardcat","position":"prefix"}}"#;

    #[test]
    fn what_verifies_and_what_is_refused() {
        check(SALTED, Ok(true));
        check(&SALTED.replace("prefix", "suffix"), Ok(false));
        check(&SALTED.replace("keyboard", "keybored"), Ok(false));
        let in_hex = SALTED.replace(
            r#""keyboardcat""#,
            r#""6b6579626f617264636174","encoding":"hex""#,
        );
        check(&in_hex, Ok(true));
        let malformed = |what| Err(Refusal::Malformed(what));
        let object =
            || malformed("is not the object that Auth0 describes: algorithm and hash.value");
        check(&SALTED[..SALTED.len() - 1], object());
        check(r#"{"algorithm":"md5"}"#, object());
        check(r#"{"algorithm":"md5","hash":{"value":7}}"#, object());
        check(
            &SALTED.replace("sha256", "crc32"),
            malformed("has an algorithm that Auth0 does not describe"),
        );
        check(
            &SALTED.replace("sha256", "sha512"),
            malformed("has a hash.value of another length"),
        );
        check(
            &SALTED.replace(r#""hex""#, r#""utf8""#),
            malformed("has a hash.encoding other than hex and base64"),
        );
        check(
            &SALTED.replace("7054", "70_4"),
            malformed("has a hash.value that is not in its hash.encoding"),
        );
        check(
            &SALTED.replace(r#","position":"prefix""#, ""),
            Err(Refusal::SaltWithoutPosition),
        );
        check(
            &SALTED.replace("prefix", "around"),
            Err(Refusal::SaltPositionNotRecognised),
        );
        check(
            r#"{"algorithm":"bcrypt","hash":{"value":"{SSHA}AAAA"}}"#,
            malformed("has a hash.value that its algorithm does not write"),
        );
        check(
            r#"{"algorithm":"bcrypt","hash":{"value":"$2b$16$C9hB01.YxRSTcn/ZOOo4j.TW7xCKKFKBSF.C7E0xiUwumqIDqWUXG"}}"#,
            Err(Refusal::CostTooHigh {
                cost: "2^16 rounds".to_owned(),
                limit: "2^15 rounds".to_owned(),
            }),
        );
        check(
            r#"{"algorithm":"hmac","hash":{"value":"cg7f42jH39/2EaAU4wNd4s2lKIk=","encoding":"base64","digest":"sha1"}}"#,
            malformed("is an HMAC without hash.key"),
        );
    }

    #[track_caller]
    fn check_scrypt(object: &str, expected: Result<&str, Refusal>) {
        let custom: Custom<'_> = serde_json::from_str(object).expect("an object of the test");
        assert_eq!(custom.scrypt_text(), expected.map(str::to_owned));
    }

    #[test]
    fn scrypt_becomes_the_phc_form() {
        let object = r#"{"algorithm":"scrypt","hash":{"value":"+jRLtWGqwbUzRvMN4+1uXPEu+5SPbkMPyA7E6CwOjKs=","encoding":"base64"},"salt":{"value":"salt"},"keylen":32,"cost":1024,"blockSize":8,"parallelization":1}"#;
        check_scrypt(
            object,
            Ok("$scrypt$ln=10,r=8,p=1$c2FsdA$+jRLtWGqwbUzRvMN4+1uXPEu+5SPbkMPyA7E6CwOjKs"),
        );
        check_scrypt(
            &object.replace(r#","cost":1024,"blockSize":8,"parallelization":1"#, ""),
            Ok("$scrypt$ln=14,r=8,p=1$c2FsdA$+jRLtWGqwbUzRvMN4+1uXPEu+5SPbkMPyA7E6CwOjKs"),
        );
        check_scrypt(
            &object.replace("1024", "1000"),
            Err(Refusal::Malformed("has a cost that is not a power of two")),
        );
        check_scrypt(
            &object.replace("\"keylen\":32", "\"keylen\":64"),
            Err(Refusal::Malformed(
                "has a hash.value that is not of keylen bytes",
            )),
        );
        check_scrypt(
            &object.replace(r#""salt":{"value":"salt"},"#, ""),
            Err(Refusal::SaltMissing),
        );
    }
}
