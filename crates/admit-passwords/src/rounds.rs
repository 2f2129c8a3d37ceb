//! A digest of a digest of … a password.

use super::{Cost, FastDigest, Verifier};
use subtle::ConstantTimeEq;

/// A fast digest, and then the digest of that digest's bytes, so often in all.
pub struct Rounds {
    /// The first of them, with what the last must be.
    pub fast: FastDigest,
    /// How many there are.
    pub rounds: u32,
}

impl Verifier for Rounds {
    fn verify(&self, password: &[u8]) -> bool {
        let Some(first) = self.fast.digest(password) else {
            return false;
        };
        let algorithm = self.fast.algorithm;
        let last = (1..self.rounds).fold(first, |digest, _| algorithm.digest(&[&digest]));
        last.ct_eq(&self.fast.expected).into()
    }

    fn cost(&self) -> Cost {
        Cost {
            memory: 0,
            microseconds: u64::from(self.rounds).div_ceil(8),
        }
    }
}
