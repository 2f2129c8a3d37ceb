//! What the plain digests share: hex, and a salt before or after the password.

use super::written::hex;
use super::{
    Algorithm, FastDigest, Reading, Refusal, Remark, Rewritten, SaltFormat, SaltPosition, Scheme,
    Written,
};

/// Reads a digest in hex together with its salt.
pub fn read(
    scheme: &'static Scheme,
    algorithm: Algorithm,
    written: &Written<'_>,
) -> Result<Reading, Refusal> {
    let expected = algorithm.length() * 2;
    let is_hex = written.hash.bytes().all(|byte| byte.is_ascii_hexdigit());
    let digest = hex(written.hash).filter(|_| written.hash.len() == expected);
    let Some(digest) = digest else {
        let decoded = super::written::base64(written.hash);
        return Err(match decoded {
            Some(bytes) if !is_hex && bytes.len() == algorithm.length() => Refusal::HashIsBase64,
            _ if !is_hex => Refusal::Malformed("has characters that hex does not have"),
            _ => Refusal::HashLength {
                expected,
                found: written.hash.chars().count(),
            },
        });
    };
    let mut fast = FastDigest::plain(algorithm, digest);
    let salt = written.salt_bytes(SaltFormat::Text)?;
    match (salt, written.salt_position()?) {
        (Some(_), None) => return Err(Refusal::SaltWithoutPosition),
        (Some(salt), Some(SaltPosition::Prefix)) => fast.before = salt,
        (Some(salt), Some(SaltPosition::Suffix)) => fast.after = salt,
        (None, _) => {}
    }
    let mut reading = Reading::new(scheme, fast);
    if written.hash.bytes().any(|byte| byte.is_ascii_uppercase()) {
        reading.rewritten = Some(Rewritten {
            hash: written.hash.to_ascii_lowercase(),
            carries_salt: false,
        });
        reading.remarks.push(Remark::LowerCased);
    }
    Ok(reading)
}
