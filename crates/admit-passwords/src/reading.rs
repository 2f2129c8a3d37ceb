//! What comes of reading a hash.

use super::{Scheme, Verifier, Written};
use crate::limits::{BCRYPT_COSTS_USUAL, PASSWORD_BYTES_MAX};

/// A hash that was read.
pub struct Reading {
    /// The scheme that read it.
    pub scheme: &'static Scheme,
    /// Checks passwords against it.
    pub verifier: Box<dyn Verifier>,
    /// What to keep in place of the hash, if that is not the text as it came.
    pub rewritten: Option<Rewritten>,
    /// What to remark; nothing was left out for it.
    pub remarks: Vec<Remark>,
}

impl Reading {
    /// A reading with nothing to remark.
    pub(crate) fn new(scheme: &'static Scheme, verifier: impl Verifier + 'static) -> Reading {
        Reading {
            scheme,
            verifier: Box::new(verifier),
            rewritten: None,
            remarks: Vec::new(),
        }
    }

    /// Remarks that the salt beside the hash was not used if there is one: the
    /// hash carries its own salt, or the scheme has none.
    pub(crate) fn without_salt_beside(self, written: &Written<'_>) -> Reading {
        if written.salt.is_some() {
            self.remark(Remark::SaltIgnored)
        } else {
            self
        }
    }

    /// Adds a remark.
    pub(crate) fn remark(mut self, remark: Remark) -> Reading {
        self.remarks.push(remark);
        self
    }

    /// Whether this is the password. One longer than
    /// [`PASSWORD_BYTES_MAX`], an empty one and one with a NUL are not.
    pub fn verify(&self, password: &[u8]) -> bool {
        (1..=PASSWORD_BYTES_MAX).contains(&password.len())
            && !password.contains(&0)
            && self.verifier.verify(password)
    }
}

impl std::fmt::Debug for Reading {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "a {} hash, {:?}", self.scheme.name, self.remarks)
    }
}

/// What is kept in place of a hash as it was written.
#[derive(Clone, PartialEq, Eq)]
pub struct Rewritten {
    /// The hash from now on.
    pub hash: String,
    /// Whether the hash now carries what stood beside it: salt, position and
    /// format are dropped.
    pub carries_salt: bool,
}

/// What a scheme noticed in a hash that it read; written out, a sentence that
/// tells nothing secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Remark {
    /// Hex letters in capitals were lower-cased.
    LowerCased,
    /// The hash carries its own salt, or its scheme has none; the one beside it
    /// was not used.
    SaltIgnored,
    /// A bcrypt hash of a faulty implementation (`$2x$`), checked as it was made.
    SignExtended,
    /// A bcrypt cost that is quick to guess or slow to check.
    CostUnusual(u32),
}

impl std::fmt::Display for Remark {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Remark::LowerCased => f.write_str("The hex letters in capitals were lower-cased."),
            Remark::SaltIgnored => f.write_str(
                "The salt was not used: the hash carries its own, or its scheme has none.",
            ),
            Remark::SignExtended => f.write_str(
                "The hash is of the faulty implementation that $2x$ marks, and is checked as it \
                 was made.",
            ),
            Remark::CostUnusual(cost) if cost < BCRYPT_COSTS_USUAL.start() => {
                write!(f, "The bcrypt cost {cost} is quick to guess.")
            }
            Remark::CostUnusual(cost) => write!(f, "The bcrypt cost {cost} is slow to check."),
        }
    }
}
