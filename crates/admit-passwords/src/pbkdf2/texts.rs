//! Texts that say of themselves that they are PBKDF2, and carry everything.

use super::{Pbkdf2, SCHEME, VARIANTS, variant};
use crate::braces::Braces;
use crate::limits::KEY_BYTES_MIN;
use crate::parameters::{agrees, key, key_of, number, parts};
use crate::written::{base64, hex};
use crate::{Algorithm, Reading, Refusal, Written};

/// What Atlassian's salt has, in bytes.
const ATLASSIAN_SALT_BYTES: usize = 16;

/// What Atlassian's key has, in bytes.
const ATLASSIAN_KEY_BYTES: usize = 32;

/// Atlassian's rounds of HMAC-SHA1; the text does not say them.
const ATLASSIAN_ROUNDS: u64 = 10_000;

/// What the salt of 389 Directory Server has, in bytes.
const DIRECTORY_SALT_BYTES: usize = 64;

/// What the key of 389 Directory Server has, in bytes.
const DIRECTORY_KEY_BYTES: usize = 256;

const PARTS: Refusal = Refusal::Malformed("has not the parts rounds, salt and hash");
const ROUNDS: Refusal = Refusal::Malformed("has rounds that are no number");
const DIGEST: Refusal = Refusal::Malformed("names a digest that is not known");
const SALT: Refusal = Refusal::Malformed("has a salt that is not base64");

/// Whether a text begins as one of these forms does.
pub(super) fn claims(hash: &str) -> bool {
    match hash.as_bytes() {
        [b'$', ..] => hash.starts_with("$pbkdf2$") || hash.starts_with("$pbkdf2-"),
        [b'p', ..] => hash.starts_with("pbkdf2_sha") || hash.starts_with("pbkdf2:"),
        [b'{', ..] => {
            let is_named = begins(hash, "{PBKDF2") || begins(hash, "{PKCS5S2}");
            is_named && Braces::of(hash).is_none()
        }
        _ => false,
    }
}

/// Whether a text begins so, in whatever case.
fn begins(text: &str, prefix: &str) -> bool {
    text.as_bytes()
        .get(..prefix.len())
        .is_some_and(|begin| begin.eq_ignore_ascii_case(prefix.as_bytes()))
}

pub(super) fn read(written: &Written<'_>) -> Result<Reading, Refusal> {
    let hash = written.hash;
    let pbkdf2 = match hash.as_bytes() {
        [b'$', ..] => dollars(&hash[1..])?,
        [b'{', ..] if begins(hash, "{PKCS5S2}") => atlassian(&hash["{PKCS5S2}".len()..])?,
        [b'{', ..] => ldap(&hash[1..])?,
        _ if hash.starts_with("pbkdf2:") => werkzeug(&hash["pbkdf2:".len()..])?,
        _ => django(hash)?,
    };
    agrees(written, VARIANTS, variant(pbkdf2.algorithm))?;
    Ok(Reading::new(&SCHEME, pbkdf2).without_salt_beside(written))
}

/// `pbkdf2-sha256$i=…,l=…$salt$hash` as PHC has it, or with the rounds alone
/// as passlib writes it, which also has `.` in its base64 where others have `+`.
fn dollars(text: &str) -> Result<Pbkdf2, Refusal> {
    let [name, costs, salt, hash] = parts(text, '$').ok_or(PARTS)?;
    let algorithm = digest(name)?;
    if let Some(rounds) = number(costs) {
        let expected = whole_digest(algorithm, adapted(hash))?;
        return Pbkdf2::new(algorithm, rounds, adapted(salt).ok_or(SALT)?, expected);
    }
    let costs = costs.strip_prefix("i=").ok_or(ROUNDS)?;
    let (rounds, length) = match costs.split_once(",l=") {
        Some((rounds, length)) => (rounds, Some(number(length).ok_or(ROUNDS)?)),
        None => (costs, None),
    };
    let expected = key(base64(hash))?;
    if length.is_some_and(|length| length != expected.len() as u64) {
        return Err(Refusal::Malformed("is not as long as it says"));
    }
    let salt = base64(salt).ok_or(SALT)?;
    Pbkdf2::new(algorithm, number(rounds).ok_or(ROUNDS)?, salt, expected)
}

/// The digest in `pbkdf2`, `pbkdf2-sha256`, `pbkdf2_sha256`; without one it is
/// SHA-1, the first that PBKDF2 was used with.
fn digest(name: &str) -> Result<Algorithm, Refusal> {
    let digest = name.strip_prefix("pbkdf2").ok_or(DIGEST)?;
    if digest.is_empty() {
        return Ok(Algorithm::Sha1);
    }
    let digest = digest.strip_prefix(['-', '_']).unwrap_or(digest);
    Algorithm::of_name(digest)
        .filter(|_| digest.starts_with("sha"))
        .ok_or(DIGEST)
}

/// `{PBKDF2-SHA256}29000$salt$hash`: as passlib and `OpenLDAP` have it.
fn ldap(text: &str) -> Result<Pbkdf2, Refusal> {
    let (name, rest) = text.split_once('}').ok_or(PARTS)?;
    let algorithm = digest(&name.to_ascii_lowercase())?;
    if algorithm == Algorithm::Sha256 && !rest.contains('$') {
        return directory_server(rest);
    }
    let [rounds, salt, hash] = parts(rest, '$').ok_or(PARTS)?;
    Pbkdf2::new(
        algorithm,
        number(rounds).ok_or(ROUNDS)?,
        adapted(salt).ok_or(SALT)?,
        whole_digest(algorithm, adapted(hash))?,
    )
}

/// `{PBKDF2_SHA256}` and one base64, as 389 Directory Server writes it: the
/// rounds as a big-endian number of 32 bits, salt, key.
fn directory_server(text: &str) -> Result<Pbkdf2, Refusal> {
    let bytes = base64(text).ok_or(Refusal::Malformed("is not base64"))?;
    let (rounds, rest) = bytes.split_first_chunk().ok_or(PARTS)?;
    if rest.len() != DIRECTORY_SALT_BYTES + DIRECTORY_KEY_BYTES {
        return Err(Refusal::Malformed("has not 324 bytes"));
    }
    let (salt, key) = rest.split_at(DIRECTORY_SALT_BYTES);
    let rounds = u64::from(u32::from_be_bytes(*rounds));
    Pbkdf2::new(Algorithm::Sha256, rounds, salt.to_vec(), key.to_vec())
}

/// `pbkdf2_sha256$600000$salt$hash`: the salt is the text itself.
fn django(text: &str) -> Result<Pbkdf2, Refusal> {
    let [name, rounds, salt, hash] = parts(text, '$').ok_or(PARTS)?;
    let algorithm = digest(name)?;
    Pbkdf2::new(
        algorithm,
        number(rounds).ok_or(ROUNDS)?,
        salt.as_bytes().to_vec(),
        key_of(algorithm.length(), base64(hash))?,
    )
}

/// `sha256:600000$salt$hex`: the salt is the text itself.
fn werkzeug(text: &str) -> Result<Pbkdf2, Refusal> {
    let [costs, salt, hash] = parts(text, '$').ok_or(PARTS)?;
    let [name, rounds] = parts(costs, ':').ok_or(PARTS)?;
    let algorithm = Algorithm::of_name(name)
        .filter(|algorithm| algorithm.length() >= KEY_BYTES_MIN && *algorithm != Algorithm::Md4)
        .ok_or(DIGEST)?;
    Pbkdf2::new(
        algorithm,
        number(rounds).ok_or(ROUNDS)?,
        salt.as_bytes().to_vec(),
        key_of(algorithm.length(), hex(hash))?,
    )
}

/// Salt and key in one base64.
fn atlassian(text: &str) -> Result<Pbkdf2, Refusal> {
    let bytes = base64(text).ok_or(Refusal::Malformed("is not base64"))?;
    if bytes.len() != ATLASSIAN_SALT_BYTES + ATLASSIAN_KEY_BYTES {
        return Err(Refusal::Malformed("has not 48 bytes"));
    }
    let (salt, key) = bytes.split_at(ATLASSIAN_SALT_BYTES);
    Pbkdf2::new(
        Algorithm::Sha1,
        ATLASSIAN_ROUNDS,
        salt.to_vec(),
        key.to_vec(),
    )
}

/// The base64 of passlib, which has `.` for `+` and no padding; others write its
/// form with the usual alphabet.
fn adapted(text: &str) -> Option<Vec<u8>> {
    base64(&text.replace('.', "+"))
}

/// A key of the length of its digest, as passlib derives it, or a longer one, as
/// others do in its form. A shorter one was cut.
fn whole_digest(algorithm: Algorithm, decoded: Option<Vec<u8>>) -> Result<Vec<u8>, Refusal> {
    let key = key(decoded)?;
    if key.len() < algorithm.length() {
        return Err(Refusal::Malformed("is not as long as its digest"));
    }
    Ok(key)
}
