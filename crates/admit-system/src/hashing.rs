//! What hashing needs of the machine: cores, random bytes, time.

use admit_core::ports::randomness::Randomness;
use admit_core::sign_in::{HashPool, PoolLimits, due};
use std::sync::{Condvar, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// A pool for this machine.
pub fn pool() -> HashPool {
    HashPool::new(PoolLimits::new(cores() as u32))
}

/// How many hashes can be at work at once.
pub fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

/// The system's random bytes.
pub struct System;

impl Randomness for System {
    fn fill(&self, bytes: &mut [u8]) {
        // Going on with anything else would make secrets that can be guessed.
        getrandom::fill(bytes).expect("the system has random bytes");
    }
}

/// Returns when an answer that is ready is due (see [`due`]).
pub fn wait_until_due(began: Instant, answer_after: Duration) {
    let ready = began.elapsed();
    let left = due(answer_after, ready).saturating_sub(ready);
    // Nobody rings: it is the time that is waited for.
    let never = Condvar::new();
    let held = Mutex::new(());
    let guard = held.lock().unwrap_or_else(PoisonError::into_inner);
    drop(never.wait_timeout_while(guard, left, |()| true));
}
