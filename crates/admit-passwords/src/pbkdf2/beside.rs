//! A bare key with salt and iterations beside it: Keycloak and `FusionAuth`.

use super::{Pbkdf2, SCHEME, aspnet};
use crate::parameters::{kept, key, key_of};
use crate::written::{base64, hex};
use crate::{Algorithm, Reading, Refusal, SaltFormat, Written, fold_method};

/// How many hex characters a key may have to be taken for hex and not for
/// base64, which has the same characters: those of whole digests.
const HEX_LENGTHS: [usize; 6] = [32, 40, 56, 64, 96, 128];

pub(super) fn read(written: &Written<'_>) -> Result<Reading, Refusal> {
    let method = written.method.map(fold_method).unwrap_or_default();
    let alone = written.salt.is_none() && written.iterations.is_none();
    if method.starts_with("aspnet") || alone && aspnet::is_v2(written.hash) {
        return aspnet::read(written);
    }
    let (algorithm, length) = digest(&method)?;
    let decoded = decode(written.hash);
    let expected = match length {
        Some(length) => key_of(length, decoded)?,
        None => key(decoded)?,
    };
    let salt = written.salt_bytes(SaltFormat::Base64)?;
    let salt = salt.ok_or(Refusal::SaltMissing)?;
    let rounds = written.iterations.ok_or(Refusal::Malformed(
        "stands without its number of iterations",
    ))?;
    let pbkdf2 = Pbkdf2::new(algorithm, u64::from(rounds), salt, expected)?;
    let hash = pbkdf2.text();
    let mut reading = Reading::new(&SCHEME, pbkdf2);
    reading.rewritten = Some(kept(hash));
    Ok(reading)
}

/// The digest that a method means, and the length of the key where the method
/// says that too.
fn digest(method: &str) -> Result<(Algorithm, Option<usize>), Refusal> {
    Ok(match method {
        "saltedpbkdf2hmacsha1" => (Algorithm::Sha1, Some(20)),
        "saltedpbkdf2hmacsha256" => (Algorithm::Sha256, Some(32)),
        "saltedpbkdf2hmacsha256512" => (Algorithm::Sha256, Some(64)),
        "saltedpbkdf2hmacsha512512" => (Algorithm::Sha512, Some(64)),
        // Keycloak means SHA-1 by the plain name, and others mean another digest.
        "pbkdf2" | "keycloak" | "" => {
            return Err(Refusal::DigestMissing(&[
                "pbkdf2-sha256",
                "pbkdf2-sha512",
                "pbkdf2-sha1",
            ]));
        }
        "atlassian" | "pkcs5s2" => {
            return Err(Refusal::Malformed("does not begin with {PKCS5S2}"));
        }
        "werkzeug" => {
            return Err(Refusal::Malformed("does not begin with pbkdf2: or scrypt:"));
        }
        _ => {
            let name = method.rsplit_once("sha").map(|(_, bits)| bits);
            let digest = name.and_then(|bits| Algorithm::of_name(&format!("sha{bits}")));
            (digest.ok_or(Refusal::MethodNotSupported(None))?, None)
        }
    })
}

fn decode(text: &str) -> Option<Vec<u8>> {
    let is_hex = text.bytes().all(|byte| byte.is_ascii_hexdigit());
    if is_hex && HEX_LENGTHS.contains(&text.len()) {
        hex(text)
    } else {
        base64(text)
    }
}
