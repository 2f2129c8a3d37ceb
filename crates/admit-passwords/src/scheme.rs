//! What is known of a way in which passwords are hashed.

use super::{KnownAnswer, Reading, Refusal, Written};

/// One way in which passwords are hashed.
pub struct Scheme {
    /// Its name, which methods and reports use.
    pub name: &'static str,
    /// Other names by which it is known, in the folded form of
    /// [`fold_method`](crate::fold_method).
    pub aliases: &'static [&'static str],
    /// Whether a text says of itself that it is of this scheme. Among all
    /// schemes at most one says so of any text.
    pub claims: fn(&str) -> bool,
    /// Whether the scheme, where it is named, also reads this text, though
    /// another one claims it (`crypt` reads `$2b$…`, `wordpress` too).
    pub also_reads: fn(&str) -> bool,
    /// Reads a hash together with what stands beside it.
    pub read: fn(&Written<'_>) -> Result<Reading, Refusal>,
    /// Passwords and hashes from the public documents of the scheme.
    pub known_answers: &'static [KnownAnswer],
}

impl std::fmt::Debug for Scheme {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name)
    }
}

impl PartialEq for Scheme {
    fn eq(&self, other: &Scheme) -> bool {
        self.name == other.name
    }
}
