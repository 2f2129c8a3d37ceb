//! Names in braces before a hash that says itself what it is: `{bcrypt}$2b$…` of
//! Spring Security, `{ARGON2}$argon2id$…` of `OpenLDAP`, `{SHA512-CRYPT}$6$…` of
//! Dovecot. What is read and kept is the hash without them.

use super::{claims_itself, fold_method};

/// What stands in braces, folded, and the scheme of what follows.
const NAMES: [(&str, &str); 10] = [
    ("bcrypt", "bcrypt"),
    ("blfcrypt", "bcrypt"),
    ("argon2", "argon2"),
    ("argon2i", "argon2"),
    ("argon2d", "argon2"),
    ("argon2id", "argon2"),
    ("ldap", "ldap"),
    ("md5crypt", "crypt"),
    ("sha256crypt", "crypt"),
    ("sha512crypt", "crypt"),
];

/// The hash that stands after a name in braces, if it is of the scheme that the
/// name says.
pub(super) fn open(hash: &str) -> Option<&str> {
    let (name, inner) = split(hash)?;
    let scheme = scheme_of(&name)?;
    claims_itself(inner).filter(|claimed| claimed.name == scheme)?;
    Some(inner)
}

/// A name in braces, folded and without the version that Spring Security has
/// after an `@`, and what follows.
pub(super) fn split(hash: &str) -> Option<(String, &str)> {
    let (name, rest) = hash.strip_prefix('{')?.split_once('}')?;
    let name = name.split('@').next().unwrap_or(name);
    Some((fold_method(name), rest))
}

/// The scheme that has to follow this name, folded.
pub(super) fn scheme_of(name: &str) -> Option<&'static str> {
    let (_, scheme) = NAMES.iter().find(|(known, _)| *known == name)?;
    Some(scheme)
}
