//! What the plain digests share: hex, and a salt before or after the password.

use super::{
    Algorithm, FastDigest, Reading, Refusal, Remark, Rewritten, SaltFormat, SaltPosition, Scheme,
    Written,
};
use crate::written::hex;

/// Reads a digest in hex together with its salt.
pub fn read(
    scheme: &'static Scheme,
    algorithm: Algorithm,
    written: &Written<'_>,
) -> Result<Reading, Refusal> {
    let mut fast = FastDigest::plain(algorithm, from_hex(algorithm, written.hash)?);
    let salt = written.salt_bytes(SaltFormat::Text)?;
    match (salt, written.salt_position()?) {
        (Some(_), None) => return Err(Refusal::SaltWithoutPosition),
        (Some(salt), Some(SaltPosition::Prefix)) => fast.before = salt,
        (Some(salt), Some(SaltPosition::Suffix)) => fast.after = salt,
        (None, _) => {}
    }
    Ok(lower_cased(Reading::new(scheme, fast), written.hash))
}

/// The bytes of a digest in hex.
pub fn from_hex(algorithm: Algorithm, text: &str) -> Result<Vec<u8>, Refusal> {
    let expected = algorithm.length() * 2;
    if let Some(digest) = hex(text).filter(|_| text.len() == expected) {
        return Ok(digest);
    }
    let is_hex = text.bytes().all(|byte| byte.is_ascii_hexdigit());
    let decoded = crate::written::base64(text);
    Err(match decoded {
        Some(bytes) if !is_hex && bytes.len() == algorithm.length() => Refusal::HashIsBase64,
        _ if !is_hex => Refusal::Malformed("has characters that hex does not have"),
        _ => Refusal::HashLength {
            expected,
            found: text.chars().count(),
        },
    })
}

/// The reading of a hash in hex, which is kept in lower case.
pub fn lower_cased(mut reading: Reading, hash: &str) -> Reading {
    if hash.bytes().any(|byte| byte.is_ascii_uppercase()) {
        reading.rewritten = Some(Rewritten {
            hash: hash.to_ascii_lowercase(),
            carries_salt: false,
        });
        reading.remarks.push(Remark::LowerCased);
    }
    reading
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::expect::expect;

    #[track_caller]
    fn check(written: Written<'static>, expected: Result<&[Remark], Refusal>) {
        let reading = crate::read(&written);
        expect(reading.map(|reading| reading.remarks), expected);
    }

    #[test]
    fn what_is_remarked_and_what_is_refused() {
        let of = |method, hash| Written {
            method: Some(method),
            hash,
            ..Written::default()
        };
        let abc = "900150983cd24fb0d6963f7d28e17f72";
        let salted = |salt, position, format| Written {
            salt: Some(salt),
            position,
            format,
            ..of("md5", abc)
        };
        let length = |expected, found| Err(Refusal::HashLength { expected, found });
        check(of("MD-5", abc), Ok(&[]));
        check(
            of("md5", "900150983CD24FB0D6963F7D28E17F72"),
            Ok(&[Remark::LowerCased]),
        );
        check(of("md5", &abc[..31]), length(32, 31));
        check(of("sha1", abc), length(40, 32));
        check(of("sha256", abc), length(64, 32));
        check(of("sha384", abc), length(96, 32));
        check(of("sha512", abc), length(128, 32));
        let rounds = |method, iterations| Written {
            iterations: Some(iterations),
            ..of(method, abc)
        };
        check(rounds("md5", 1), Ok(&[]));
        check(rounds("md5", 1000), Err(Refusal::RoundsNotKnown(1000)));
        check(rounds("nthash", 2), Err(Refusal::RoundsNotKnown(2)));
        check(
            of("md5", "kAFQmDzST7DWlj99KOF/cg=="),
            Err(Refusal::HashIsBase64),
        );
        check(
            of("md5", "900150983cd24fb0d6963f7d28e17fxx"),
            Err(Refusal::Malformed("has characters that hex does not have")),
        );
        check(salted("ab", None, None), Err(Refusal::SaltWithoutPosition));
        check(salted("ab", Some("Prefix"), Some("HEX")), Ok(&[]));
        check(
            salted("ab", Some("middle"), None),
            Err(Refusal::SaltPositionNotRecognised),
        );
        check(
            salted("ab", Some("suffix"), Some("rot13")),
            Err(Refusal::SaltFormatNotRecognised),
        );
        check(
            salted("abc", Some("suffix"), Some("hex")),
            Err(Refusal::SaltNotInFormat(None)),
        );
        check(
            salted("abxy", Some("suffix"), Some("hex")),
            Err(Refusal::SaltNotInFormat(Some('x'))),
        );
        check(
            salted("YR==", Some("suffix"), Some("base64")),
            Err(Refusal::SaltNotInFormat(None)),
        );
    }
}
