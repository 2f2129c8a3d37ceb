//! Secrets that are made up, and digests of those that are given.

use crate::by_hand::find::read_as_each;
use crate::passwords::stored::Secret;
use crate::ports::randomness::Randomness;
use crate::ports::store::{Grant, SecretDigest};
use crate::users::user::{IdentifierKey, UserKey};
use admit_passwords::SALT_BYTES;

/// What digests are for, so that one can never stand for another.
const GRANT: &str = "admit 2026 grant to set a password";
const ADDRESS: &str = "admit 2026 network address of an attempt";
const KNOWN_BROWSER: &str = "admit 2026 browser that was signed in from";
const BROWSER: &str = "admit 2026 browser that asked for a reset";
const CODE: &str = "admit 2026 code of a reset under its browser";

/// Crockford's base32: no letter looks like a digit.
const BASE32: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// The account of a user.
pub(super) fn account_of_user(user: UserKey) -> String {
    format!("user {user}")
}

/// The key that a name has as it was typed, whoever has it: all writings of a name
/// have the same once they are [folded](crate::users::fold::folded).
pub(super) fn key_of_name(name: &str, region: Option<&str>) -> String {
    let [_, (_, email), (_, phone), (_, username)] = read_as_each(name, region);
    email.or(phone).unwrap_or_else(|| match username {
        // A username can be an address or a number, and be written with letters that
        // those cannot have.
        Some(kept) => {
            let [_, (_, email), (_, phone), _] = read_as_each(&kept, region);
            email.or(phone).unwrap_or(kept)
        }
        None => name.trim().to_owned(),
    })
}

/// What is kept of a network address.
pub(super) fn address_digest(address: &str) -> String {
    let digest = blake3::derive_key(ADDRESS, address.as_bytes());
    blake3::Hash::from_bytes(digest).to_hex().to_string()
}

/// What is kept of a browser that somebody has signed in from.
pub(super) fn known_browser_digest(token: &str) -> SecretDigest {
    blake3::derive_key(KNOWN_BROWSER, token.as_bytes())
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

/// A grant, and the secret that stands for it. `address` is where the code was sent to
/// that it was given for.
pub(crate) fn new_grant(
    randomness: &dyn Randomness,
    user: UserKey,
    address: Option<&IdentifierKey>,
    expires: i64,
) -> (Secret, Grant) {
    let secret = secret(randomness);
    let digest = grant_digest(&secret.0);
    let grant = Grant {
        digest,
        user,
        address: address.cloned(),
        expires,
    };
    (secret, grant)
}

/// A secret for a browser that has none yet, to be kept by it between sign-ins.
pub fn new_browser(randomness: &dyn Randomness) -> Secret {
    secret(randomness)
}

/// The secret of a user's session, and what is kept of it.
pub fn new_user_session(randomness: &dyn Randomness) -> (Secret, SecretDigest) {
    let secret = secret(randomness);
    let digest = user_session_digest(&secret.0);
    (secret, digest)
}

/// What is kept of the secret of a user's session.
pub fn user_session_digest(secret: &str) -> SecretDigest {
    blake3::derive_key("admit 2026 session of a user", secret.as_bytes())
}

/// 256 bits that nobody can guess, in hex.
fn secret(randomness: &dyn Randomness) -> Secret {
    let mut bytes = [0; 32];
    randomness.fill(&mut bytes);
    Secret(blake3::Hash::from_bytes(bytes).to_hex().to_string())
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
