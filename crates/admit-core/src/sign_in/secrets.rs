//! Secrets that are made up, and digests of those that are given.

use crate::passwords::stored::Secret;
use crate::ports::randomness::Randomness;
use crate::ports::store::{Grant, SecretDigest};
use crate::users::user::{IdentifierKey, IdentifierKind, UserKey};
use admit_passwords::SALT_BYTES;

/// What digests are for, so that one can never stand for another.
const NAME: &str = "admit 2026 name at sign-in";
const GRANT: &str = "admit 2026 grant to set a password";
const BROWSER: &str = "admit 2026 browser that asked for a reset";
const CODE: &str = "admit 2026 code of a reset under its browser";

/// Crockford's base32: no letter looks like a digit.
const BASE32: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// What the attempts of a user are counted by.
pub(super) fn subject_of_user(user: UserKey) -> String {
    format!("user {user}")
}

/// What the attempts of a name that nobody has are counted by: names that would
/// mean the same user are the same. What was typed is not kept, it may be a
/// password in the wrong place.
pub(super) fn subject_of_name(keys: &[IdentifierKey]) -> String {
    let of = |kind| {
        let found = keys.iter().find(|key| key.kind == kind);
        found.map_or("", |key| key.key.as_str())
    };
    let (email, phone) = (of(IdentifierKind::Email), of(IdentifierKind::Phone));
    let name = if email.contains('@') {
        email
    } else if phone.starts_with('+') {
        phone
    } else {
        of(IdentifierKind::Username)
    };
    let digest = blake3::derive_key(NAME, name.as_bytes());
    format!("name {}", blake3::Hash::from_bytes(digest).to_hex())
}

/// A salt for a new hash.
pub(crate) fn salt(randomness: &dyn Randomness) -> [u8; SALT_BYTES] {
    let mut salt = [0; SALT_BYTES];
    randomness.fill(&mut salt);
    salt
}

/// A password that an operator can give to a user: 100 bits as
/// `XXXXX-XXXXX-XXXXX-XXXXX`.
pub fn temporary_password(randomness: &dyn Randomness) -> Secret {
    let letters = letters(randomness, 20);
    let groups: Vec<&str> = (0..4).map(|at| &letters[at * 5..at * 5 + 5]).collect();
    Secret(groups.join("-"))
}

/// So many letters of [`BASE32`], five bits each.
pub(crate) fn letters(randomness: &dyn Randomness, count: usize) -> String {
    let mut bytes = vec![0; count];
    randomness.fill(&mut bytes);
    let letter = |byte: u8| char::from(BASE32[usize::from(byte % 32)]);
    bytes.into_iter().map(letter).collect()
}

/// A grant, and the secret that stands for it.
pub(crate) fn new_grant(
    randomness: &dyn Randomness,
    user: UserKey,
    expires: i64,
) -> (Secret, Grant) {
    let mut bytes = [0; 32];
    randomness.fill(&mut bytes);
    let secret = blake3::Hash::from_bytes(bytes).to_hex().to_string();
    let digest = grant_digest(&secret);
    let grant = Grant {
        digest,
        user,
        expires,
    };
    (Secret(secret), grant)
}

/// What is kept of a grant.
pub(crate) fn grant_digest(secret: &str) -> SecretDigest {
    blake3::derive_key(GRANT, secret.as_bytes())
}

/// What is kept of the token of a browser.
pub(crate) fn browser_digest(token: &str) -> SecretDigest {
    blake3::derive_key(BROWSER, token.as_bytes())
}

/// What is kept of a code. Without the token of the browser, which is not kept,
/// it cannot be guessed from this.
pub(crate) fn code_digest(token: &str, code: &str) -> SecretDigest {
    let key = blake3::derive_key(CODE, token.as_bytes());
    *blake3::keyed_hash(&key, code.as_bytes()).as_bytes()
}
