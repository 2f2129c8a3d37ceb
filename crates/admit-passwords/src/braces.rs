//! What the names in braces that Spring Security has of its own say of what follows
//! them, told from those that LDAP directories have.

use super::{Algorithm, envelope};

/// Names in braces before a password as it was typed, folded.
const CLEAR: [&str; 6] = ["noop", "plain", "plaintext", "cleartext", "clear", "none"];

/// The salt of `{sha256}`, in bytes.
pub(super) const STANDARD_SALT_BYTES: usize = 8;

/// What the braces say of what follows them.
#[derive(Clone, Copy)]
pub(super) enum Braces<'h> {
    /// The password itself.
    Clear,
    /// A digest, with or without a salt in braces of its own.
    Digest(Algorithm, &'h str),
    /// SHA-256 in rounds.
    Standard(&'h str),
    /// PBKDF2.
    Pbkdf2(&'h str),
    /// scrypt.
    Scrypt(&'h str),
    /// A hash that should say itself what it is, and does not.
    Other(&'static str),
}

impl<'h> Braces<'h> {
    /// What a text is, if it begins as one of these forms does. Names that LDAP
    /// has as well are told apart by what follows: there it is base64.
    pub(super) fn of(hash: &'h str) -> Option<Braces<'h>> {
        let (name, rest) = envelope::split(hash)?;
        let name = name.as_str();
        let is_hex = !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_hexdigit());
        if CLEAR.contains(&name) {
            return Some(Braces::Clear);
        }
        if name == "sha256" && is_hex && rest.len() == 2 * (STANDARD_SALT_BYTES + 32) {
            return Some(Braces::Standard(rest));
        }
        if let Some(algorithm) = Algorithm::of_name(name) {
            let is_own = rest.starts_with('{')
                || is_hex && rest.len() == 2 * algorithm.length()
                || algorithm == Algorithm::Md4;
            return is_own.then_some(Braces::Digest(algorithm, rest));
        }
        match name {
            "pbkdf2" if hash.contains('@') || !rest.contains('$') => Some(Braces::Pbkdf2(rest)),
            "scrypt" => Some(Braces::Scrypt(rest)),
            // Whatever LDAP does not know is at most half of a hash.
            "ldap" => Some(Braces::Other("has no hash of LDAP after {ldap}")),
            _ => match envelope::scheme_of(name)? {
                "bcrypt" => Some(Braces::Other("has no bcrypt hash after its braces")),
                "argon2" => Some(Braces::Other("has no Argon2 hash after its braces")),
                _ => Some(Braces::Other("has no hash of crypt after its braces")),
            },
        }
    }
}

/// Whether a text is a password as it was typed, after a name that says so.
pub(super) fn is_clear(hash: &str) -> bool {
    matches!(Braces::of(hash), Some(Braces::Clear))
}

/// Whether a method, folded, says that what stands beside it is no hash.
pub(super) fn names_clear(method: &str) -> bool {
    CLEAR.contains(&method)
}
