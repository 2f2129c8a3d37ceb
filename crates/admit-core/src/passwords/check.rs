//! A stored password as something to check against.

use crate::passwords::stored::StoredPassword;
use admit_passwords::limits::PASSWORD_BYTES_MAX;
use admit_passwords::{Argon2Beside, Bounds, Cost, OwnHash, Strength, Verifier, Written};

/// Stands in place of a temporary password that was used: no hash.
pub const USED_UP: &str = "!";

/// What a password is checked against.
pub struct Check {
    verifier: Box<dyn Verifier>,
    /// The name of the scheme.
    pub scheme: &'static str,
    /// The strength, if it is a hash as new ones are.
    strength: Option<Strength>,
}

impl Check {
    /// Reads a stored password; `None` if nothing can be checked against it.
    pub fn read(password: &StoredPassword, bounds: Bounds) -> Option<Check> {
        let hash = password.hash.0.as_str();
        if let Some(own) = OwnHash::read(hash, bounds) {
            return Some(Check {
                strength: Some(own.strength),
                verifier: Box::new(own),
                scheme: "argon2id",
            });
        }
        let reading = admit_passwords::read(&Written {
            hash,
            method: password.method.as_deref(),
            salt: password.salt.as_ref().map(|salt| salt.0.as_str()),
            position: password.salt_position.as_deref(),
            format: password.salt_format.as_deref(),
            iterations: None,
            argon2: Argon2Beside::default(),
            firebase: None,
            bounds,
        })
        .ok()?;
        Some(Check {
            scheme: reading.scheme.name,
            verifier: reading.verifier,
            strength: None,
        })
    }

    /// Whether this is the password.
    pub fn verify(&self, password: &[u8]) -> bool {
        crate::passwords::check::can_be_checked(password) && self.verifier.verify(password)
    }

    /// What one check costs.
    pub fn cost(&self) -> Cost {
        self.verifier.cost()
    }

    /// What a sign-in costs: the check, and a new hash if this is not one of at
    /// least this strength.
    pub fn cost_with(&self, strength: Strength) -> Cost {
        let mut cost = self.cost();
        if !self.is_at_least(strength) {
            let new = strength.cost();
            cost.memory = cost.memory.max(new.memory);
            cost.microseconds += new.microseconds;
        }
        cost
    }

    /// Whether it is a hash as new ones are, at least of this strength.
    pub fn is_at_least(&self, strength: Strength) -> bool {
        self.strength.is_some_and(|own| own.is_at_least(strength))
    }

    /// What it is checked against.
    pub fn verifier(&self) -> &dyn Verifier {
        self.verifier.as_ref()
    }
}

/// Whether a password is worth a check: any that can be set.
pub(crate) fn can_be_checked(password: &[u8]) -> bool {
    (1..=PASSWORD_BYTES_MAX).contains(&password.len()) && !password.contains(&0)
}
