//! Hashes that several users of a file have, found by sorting digests of them.

use crate::base::limits::SHARED_HASHES_MEMORY_BYTES;
use crate::base::spill::scratch::Scratch;
use crate::base::spill::sort::FixedSorter;
use crate::passwords::stored::StoredPassword;
use crate::ports::watch::RunError;
use xxhash_rust::xxh3::xxh3_64_with_seed;

/// A digest of hash and salt, and one of who has it.
pub type Held = (u64, u64);

/// A password as one digest.
pub fn digest(password: &StoredPassword, seed: u64) -> u64 {
    let hash = xxh3_64_with_seed(password.hash.0.as_bytes(), seed);
    match &password.salt {
        Some(salt) => xxh3_64_with_seed(salt.0.as_bytes(), hash),
        None => hash,
    }
}

/// Collects who has which hash.
pub struct SharedHashes<'s>(FixedSorter<'s, Held>);

impl<'s> SharedHashes<'s> {
    /// None yet.
    pub fn new(scratch: &'s dyn Scratch) -> SharedHashes<'s> {
        SharedHashes(FixedSorter::with_memory(
            scratch,
            SHARED_HASHES_MEMORY_BYTES,
        ))
    }

    /// Adds a user with a hash.
    pub fn push(&mut self, held: Held) -> Result<(), RunError> {
        Ok(self.0.push(held)?)
    }

    /// The most users that have the same hash; 0 or 1 if none is shared. Rows of
    /// one user count once.
    pub fn most(self) -> Result<u64, RunError> {
        let mut sorted = self.0.sorted()?;
        let (mut most, mut users) = (0, 0);
        let mut before: Option<Held> = None;
        while let Some(held) = sorted.next()? {
            users = match before {
                Some(before) if before == held => users,
                Some((digest, _)) if digest == held.0 => users + 1,
                _ => 1,
            };
            most = most.max(users);
            before = Some(held);
        }
        Ok(most)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::spill::scratch::MemoryScratch;

    #[test]
    fn users_are_counted_once() {
        for (held, expected) in [
            (&[][..], 0),
            (&[(1, 1)], 1),
            (&[(1, 1), (2, 1), (3, 2)], 1),
            (&[(1, 1), (1, 1)], 1),
            (&[(1, 1), (2, 7), (1, 2), (1, 1), (2, 8), (1, 3)], 3),
        ] {
            let mut shared = SharedHashes::new(&MemoryScratch);
            for held in held {
                shared.push(*held).unwrap();
            }
            assert_eq!(shared.most().unwrap(), expected, "{held:?}");
        }
    }
}
