//! What a password can be checked against.

use super::{Cost, FastDigest};

/// Something that a password can be checked against.
pub trait Verifier: Send + Sync {
    /// Whether this is the password. Compares in constant time.
    fn verify(&self, password: &[u8]) -> bool;

    /// What one check costs.
    fn cost(&self) -> Cost;

    /// Whether all of what was typed counts. Otherwise something longer is taken
    /// for the password, too, and is not to be kept in its place.
    fn uses_all_of(&self, _password: &[u8]) -> bool {
        true
    }

    /// The digest it compares with, if it is a fast one that can be wrapped in
    /// Argon2id without knowing the password.
    fn fast_digest(&self) -> Option<&FastDigest> {
        None
    }
}
