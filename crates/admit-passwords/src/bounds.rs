//! What checking a hash may cost.

use super::Refusal;
use crate::limits::{ARGON2_MEMORY_BYTES_MAX, ARGON2_MEMORY_BYTES_USUAL};

/// The bounds that whoever reads hashes can move.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds {
    /// The most memory that one Argon2 or scrypt hash may ask for, in bytes.
    pub memory: u64,
}

impl Default for Bounds {
    fn default() -> Bounds {
        Bounds {
            memory: ARGON2_MEMORY_BYTES_USUAL,
        }
    }
}

impl Bounds {
    /// Bounds with this much memory for one hash, in bytes, between the usual
    /// bound and the highest one that may be chosen.
    pub fn with_memory(bytes: u64) -> Bounds {
        Bounds {
            memory: bytes.clamp(ARGON2_MEMORY_BYTES_USUAL, ARGON2_MEMORY_BYTES_MAX),
        }
    }
}

/// What one check of a password costs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cost {
    /// Memory, in bytes.
    pub memory: u64,
    /// Time on one slow core, in microseconds: an estimate, for queues.
    pub microseconds: u64,
}

/// Refuses `value` above `limit`, both counted in `unit` ("rounds").
pub fn at_most(value: u64, limit: u64, unit: &str) -> Result<(), Refusal> {
    if value <= limit {
        return Ok(());
    }
    Err(Refusal::CostTooHigh {
        cost: format!("{value} {unit}"),
        limit: format!("{limit} {unit}"),
    })
}

/// Refuses more memory than `limit`, both in bytes.
pub fn memory_at_most(bytes: u64, limit: u64) -> Result<(), Refusal> {
    if bytes <= limit {
        return Ok(());
    }
    let mebibytes = |bytes: u64| bytes.div_ceil(1024 * 1024);
    Err(Refusal::CostTooHigh {
        cost: format!("{} MiB of memory", mebibytes(bytes)),
        limit: format!("{} MiB", mebibytes(limit)),
    })
}
