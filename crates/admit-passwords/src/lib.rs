#![doc = include_str!("../README.md")]
#![allow(
    clippy::doc_markdown,
    reason = "the README cites where known answers are from as it is written there"
)]

// What is read, and what comes of it.
mod bounds;
mod braces;
mod envelope;
mod known_answer;
mod method;
mod reading;
mod refusal;
mod scheme;
mod shape;
mod verifier;
mod written;

pub mod limits;

// What several schemes have in common.
mod digest;
mod fast;
mod firebase_parameters;
mod new_hash;
mod parameters;
mod phpass;
mod rounds;

pub use bounds::{Bounds, Cost};
pub use fast::{Algorithm, FastDigest, PasswordEncoding};
pub use firebase_parameters::{FirebaseParameters, ParametersError};
pub use known_answer::KnownAnswer;
pub use method::{find, fold_method, may_be_firebase, names};
pub use new_hash::{OwnHash, SALT_BYTES, Strength, new_hash};
pub use reading::{Reading, Remark, Rewritten};
pub use refusal::Refusal;
pub use scheme::Scheme;
pub use shape::{looks_like_digest, looks_like_hash, trimmed};
pub use verifier::Verifier;
pub use wrapped::wrap;
pub use written::{Argon2Beside, SaltFormat, SaltPosition, Written};

use limits::HASH_BYTES_MAX;

/// One word a scheme: its module, and its place in the slice of them all.
macro_rules! schemes {
    ($(#[$meta:meta])* $slice:ident { $($word:ident),* $(,)? }) => {
        $(mod $word;)*
        $(#[$meta])*
        pub static $slice: &[&Scheme] = &[$(&$word::SCHEME),*];
    };
}

schemes! {
    /// Every scheme, in the order in which they are described.
    SCHEMES {
        bcrypt,
        bcrypt_sha256,
        md5,
        sha1,
        sha256,
        sha384,
        sha512,
        crypt,
        wordpress,
        drupal,
        firebase_scrypt,
        pbkdf2,
        scrypt,
        argon2,
        ldap,
        django,
        spring,
        hmac,
        nthash,
        auth0_custom,
        fusionauth,
        wrapped,
    }
}

/// Whether a text stands for no password: nothing, `*`, or what begins with `!`.
pub fn is_none(hash: &str) -> bool {
    let hash = hash.trim();
    hash.is_empty() || hash.starts_with('!') || hash.bytes().all(|byte| byte == b'*')
}

/// The scheme that a text says it is of.
pub fn claimed_by(hash: &str) -> Option<&'static Scheme> {
    claims_itself(envelope::open(hash).unwrap_or(hash))
}

/// The scheme that a text without a name in braces before it says it is of.
fn claims_itself(hash: &str) -> Option<&'static Scheme> {
    SCHEMES.iter().copied().find(|scheme| (scheme.claims)(hash))
}

/// Reads a hash with what stands beside it: as the scheme that is named, or as
/// the one that the hash itself says it is of.
///
/// # Errors
/// Why it cannot be used.
pub fn read(written: &Written<'_>) -> Result<Reading, Refusal> {
    let reading = read_by_scheme(written)?;
    // How a digest is taken again and again is written down nowhere: of the bytes
    // or of the hex, with or without the salt. FusionAuth's own names say it.
    if let Some(rounds) = written.iterations.filter(|rounds| *rounds > 1)
        && reading
            .rewritten
            .as_ref()
            .is_none_or(|kept| !kept.carries_salt)
        && reading.verifier.fast_digest().is_some()
        && claimed_by(written.hash).is_none()
    {
        return Err(Refusal::RoundsNotKnown(rounds));
    }
    // What is kept must be read again by itself.
    match &reading.rewritten {
        Some(kept) if kept.hash.len() > HASH_BYTES_MAX => Err(Refusal::Malformed(
            "is longer with its salt than any that can be kept",
        )),
        _ => Ok(reading),
    }
}

fn read_by_scheme(written: &Written<'_>) -> Result<Reading, Refusal> {
    if is_none(written.hash) {
        return Err(Refusal::None);
    }
    if written.hash.len() > HASH_BYTES_MAX {
        return Err(Refusal::Malformed("is longer than any that can be kept"));
    }
    if braces::is_clear(written.hash) {
        return Err(Refusal::LooksLikePlaintext);
    }
    if let Some(inner) = envelope::open(written.hash) {
        return read_opened(written, inner);
    }
    let claimed = claims_itself(written.hash);
    let Some(name) = written.method else {
        return match claimed {
            Some(scheme) => (scheme.read)(written),
            // Whoever gives the parameters of a project has hashes of it.
            None if written.firebase.is_some() && method::may_be_firebase(written) => {
                (firebase_scrypt::SCHEME.read)(written)
            }
            None => Err(method::missing(written.hash)),
        };
    };
    let Some(named) = find(name) else {
        if braces::names_clear(&fold_method(name)) {
            return Err(Refusal::LooksLikePlaintext);
        }
        return Err(Refusal::MethodNotSupported(method::nearest(name)));
    };
    match claimed {
        Some(actual) if *actual == spring::SCHEME && spring::is_of(written.hash, named) => {
            (actual.read)(written)
        }
        Some(actual) if actual != named && !(named.also_reads)(written.hash) => {
            Err(Refusal::MethodDiffers {
                prefix: method::prefix(written.hash),
                actual: actual.name,
            })
        }
        None if method::looks_like_plaintext(written.hash, named) => {
            Err(Refusal::LooksLikePlaintext)
        }
        _ => (named.read)(written),
    }
}

/// Reads the hash that stood after a name in braces. A method that names who
/// writes such names says nothing of the hash.
fn read_opened(written: &Written<'_>, inner: &str) -> Result<Reading, Refusal> {
    let named = written.method.and_then(find);
    let is_writer = named.is_some_and(|named| [&spring::SCHEME, &ldap::SCHEME].contains(&named));
    let mut reading = read_by_scheme(&Written {
        hash: inner,
        method: written.method.filter(|_| !is_writer),
        ..*written
    })?;
    reading.rewritten.get_or_insert_with(|| Rewritten {
        hash: inner.to_owned(),
        carries_salt: false,
    });
    Ok(reading)
}

#[cfg(test)]
mod expect;
#[cfg(test)]
mod tests;
