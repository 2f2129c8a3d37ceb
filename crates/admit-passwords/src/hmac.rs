//! HMAC (RFC 2104) of the password under a key of its own, as Ory Kratos writes
//! it: `$hmac-sha256$`, base64 of the hex digest, `$`, base64 of the key.

use super::{
    Algorithm, FastDigest, KnownAnswer, Reading, Refusal, Scheme, Written, fold_method, method,
};
use crate::written::{base64, hex};

/// The entry of the catalogue.
pub static SCHEME: Scheme = Scheme {
    name: "hmac",
    aliases: &[
        "hmacmd5",
        "hmacsha1",
        "hmacsha224",
        "hmacsha256",
        "hmacsha384",
        "hmacsha512",
    ],
    claims: |hash| hash.starts_with(PREFIX),
    also_reads: |_| false,
    read,
    known_answers: KNOWN_ANSWERS,
};

const PREFIX: &str = "$hmac-";

fn read(written: &Written<'_>) -> Result<Reading, Refusal> {
    let form = Refusal::Malformed("is not of the form $hmac-sha256$hash$key");
    let Some(rest) = written.hash.strip_prefix(PREFIX) else {
        return Err(form);
    };
    let mut parts = rest.split('$');
    let (Some(name), Some(hash), Some(key), None) =
        (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return Err(form);
    };
    let algorithm = Algorithm::of_name(name)
        .filter(|algorithm| *algorithm != Algorithm::Md4)
        .ok_or(Refusal::Malformed(
            "is of a digest other than md5, sha1, sha224, sha256, sha384 and sha512",
        ))?;
    agrees(written, algorithm)?;
    let key = base64(key)
        .filter(|key| !key.is_empty())
        .ok_or(Refusal::Malformed("has a key that is not base64"))?;
    let fast = FastDigest {
        key: Some(key),
        ..FastDigest::plain(algorithm, digest(algorithm, hash)?)
    };
    Ok(Reading::new(&SCHEME, fast).without_salt_beside(written))
}

/// Refuses a method that names another digest than the hash does.
fn agrees(written: &Written<'_>, algorithm: Algorithm) -> Result<(), Refusal> {
    let folded = written.method.map(fold_method).unwrap_or_default();
    match folded.strip_prefix("hmac") {
        Some(named) if !named.is_empty() && named != algorithm.name() => {
            Err(Refusal::MethodDiffers {
                prefix: method::prefix(written.hash),
                actual: SCHEME.name,
            })
        }
        _ => Ok(()),
    }
}

/// The digest in base64: of its hex text, as Kratos has it, or of its bytes.
fn digest(algorithm: Algorithm, text: &str) -> Result<Vec<u8>, Refusal> {
    let bytes = base64(text).ok_or(Refusal::Malformed("has a digest that is not base64"))?;
    if bytes.len() == algorithm.length() {
        return Ok(bytes);
    }
    std::str::from_utf8(&bytes)
        .ok()
        .and_then(hex)
        .filter(|bytes| bytes.len() == algorithm.length())
        .ok_or(Refusal::Malformed("has a digest of another length"))
}

const KRATOS: &str = "hash/hasher_test.go of Ory Kratos, github.com/ory/kratos";

const KNOWN_ANSWERS: &[KnownAnswer] = &[
    KnownAnswer::of(
        b"test",
        "$hmac-md5$ZmU4Njk3Zjc0MmQwODA0MDVkMTI3MGU2MTYzMzE2Zjk=$MTIzNDU=",
        KRATOS,
    ),
    KnownAnswer::of(
        b"test",
        "$hmac-sha1$NDMyNjcxZTUyY2Y2YTBmYjZjZDE2NjQxYjAwNjFiZjAwOGEzNWM5MA==$MTIzNDU=",
        KRATOS,
    ),
    KnownAnswer::of(
        b"test",
        "$hmac-sha224$YmUwYmYzM2EwNGRlNDE0YjQzNjBhNmIyOThmNmIyYzI4OWQyMzk3MDUwZDFjMzliYjVmMDMyOTQ=$MTIzNDU=",
        KRATOS,
    ),
    KnownAnswer::named(
        "hmac-sha256",
        b"test",
        "$hmac-sha256$ZTAzMWJhMWMyOTM4YjFkMjgzZjkxOWExZGY5YWM2NmMxOTJhN2RkNzQ0MzJkNWZkNGFkYTI5OTk0MWJhMTA5Zg==$MTIzNDU=",
        KRATOS,
    ),
    KnownAnswer::named(
        "hmac",
        b"test",
        "$hmac-sha384$ZWEyMGM3NGE4Y2UzMTljNTdjZTlhZGQyYTZjNDE0MGQ4YjMwYWIwOWM4OTRiNWQ4MmZjODlhMzBhMmQzNGE5NmQ0NDY1NWRhYjQ2ZjhiYjBkNTRmYjk5YWZkZTA1MGY1$MTIzNDU=",
        KRATOS,
    ),
    KnownAnswer::of(
        b"test",
        "$hmac-sha512$OTFmODY0ZTI1NmU0ZjVhYjhiMDViZGFmNGVmNGZmMGVlNTY4ODYwNWJhYTk4MTk2OTgyMzc3NzI1YTc4MzcxMTMzNzZmY2YxYTk5MGMxM2RiZDk2MGFmMmQ1YzRmODdlMGMwYTNkYjcyNjY0NjM4NGE4YzQ2MjNhZDZkN2UxZTE=$MTIzNDU=",
        KRATOS,
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
        expect(reading.map(|reading| reading.verify(b"test")), expected);
    }

    #[test]
    fn what_verifies_and_what_is_refused() {
        let hash = "$hmac-md5$ZmU4Njk3Zjc0MmQwODA0MDVkMTI3MGU2MTYzMzE2Zjk=$MTIzNDU=";
        check(hash, None, Ok(true));
        check(&hash.replace('=', ""), None, Ok(true));
        check("$hmac-md5$/oaX90LQgEBdEnDmFjMW+Q$MTIzNDU", None, Ok(true));
        check(&hash.replace("MTIzNDU=", "MTIzNA=="), None, Ok(false));
        let malformed = |what| Err(Refusal::Malformed(what));
        let form = || malformed("is not of the form $hmac-sha256$hash$key");
        check(
            "$hmac-md5$ZmU4Njk3Zjc0MmQwODA0MDVkMTI3MGU2MTYzMzE2Zjk=",
            None,
            form(),
        );
        check(&format!("{hash}$"), None, form());
        check(
            &hash.replace("md5", "md6"),
            None,
            malformed("is of a digest other than md5, sha1, sha224, sha256, sha384 and sha512"),
        );
        check(
            &hash.replace("md5", "sha1"),
            None,
            malformed("has a digest of another length"),
        );
        // "MTIzNDV" leaves bits over that are not zero.
        check(
            &hash.replace("MTIzNDU=", "MTIzNDV="),
            None,
            malformed("has a key that is not base64"),
        );
        check(
            &hash.replace("MTIzNDU=", ""),
            None,
            malformed("has a key that is not base64"),
        );
        check(
            hash,
            Some("HMAC-SHA256"),
            Err(Refusal::MethodDiffers {
                prefix: "$hmac-md5$".to_owned(),
                actual: "hmac",
            }),
        );
    }
}
