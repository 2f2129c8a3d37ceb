//! Where unguessable bytes come from.

use uuid::{Builder, Uuid};

/// Where unguessable bytes come from.
pub trait Randomness: Sync {
    /// Fills all of it with bytes that nobody can guess.
    fn fill(&self, bytes: &mut [u8]);
}

/// A number that nobody can guess.
pub fn number(randomness: &dyn Randomness) -> u64 {
    let mut bytes = [0; 8];
    randomness.fill(&mut bytes);
    u64::from_le_bytes(bytes)
}

/// A new id that carries the time it was made at, in milliseconds since 1970 UTC
/// (UUID v7).
pub fn new_id(now: i64, randomness: &dyn Randomness) -> Uuid {
    let mut bytes = [0; 10];
    randomness.fill(&mut bytes);
    Builder::from_unix_timestamp_millis(now as u64, &bytes).into_uuid()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The same byte again and again.
    struct Only(u8);

    impl Randomness for Only {
        fn fill(&self, bytes: &mut [u8]) {
            bytes.fill(self.0);
        }
    }

    #[test]
    fn ids_are_of_the_seventh_kind() {
        for (now, byte, expected) in [
            (0, 0x00, "00000000-0000-7000-8000-000000000000"),
            (
                1_735_689_600_000,
                0xff,
                "01941f29-7c00-7fff-bfff-ffffffffffff",
            ),
        ] {
            let id = new_id(now, &Only(byte));
            assert_eq!(id.to_string(), expected);
            assert_eq!(id.get_version_num(), 7);
        }
        assert_eq!(number(&Only(1)), 0x0101_0101_0101_0101);
    }
}
